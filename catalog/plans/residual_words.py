"""What becomes of credit, in the words of mails and pages."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.plans.models import Budget, Residual
from catalog.plans.residual import Part, Why
from members.ledger.models import AccountKind
from welfare.money import format_amount
from welfare.templatetags.kit import day

# To the person, before the last day. NEXT_YEAR says until when.
AHEAD: Mapping[str, str | Promise] = {
    Residual.LOST: gettext_lazy("What is left after that is lost."),
    Residual.NEXT_YEAR: gettext_lazy("What is left after that stays usable until %(day)s."),
    Residual.PENSION_FUND: gettext_lazy("What is left after that goes to your pension fund, as far as the law allows."),
    Residual.HEALTH_FUND: gettext_lazy("What is left after that goes to your health fund, as far as the law allows."),
    Residual.EMPLOYER: gettext_lazy("What is left after that goes back to your organization."),
    Residual.SOLIDARITY: gettext_lazy("What is left after that goes to the solidarity pool, for your colleagues."),
}
# To the person, afterwards.
TOLD: Mapping[str, str | Promise] = {
    AccountKind.EXPIRED: gettext_lazy("%(amount)s expired: nobody can use it any more."),
    AccountKind.WALLET: gettext_lazy("%(amount)s stays usable until %(day)s."),
    AccountKind.PENSION: gettext_lazy("%(amount)s goes to your pension fund."),
    AccountKind.HEALTH: gettext_lazy("%(amount)s goes to your health fund."),
    AccountKind.EMPLOYER: gettext_lazy("%(amount)s went back to your organization."),
    AccountKind.POOL: gettext_lazy("%(amount)s went to the solidarity pool, for your colleagues."),
}
# To HR.
WHERE: Mapping[str, str | Promise] = {
    AccountKind.EXPIRED: gettext_lazy("Lost"),
    AccountKind.WALLET: gettext_lazy("Stays usable until %(day)s"),
    AccountKind.PENSION: gettext_lazy("To the pension funds"),
    AccountKind.HEALTH: gettext_lazy("To the health funds"),
    AccountKind.EMPLOYER: gettext_lazy("Back to the employer"),
    AccountKind.POOL: gettext_lazy("To the solidarity pool"),
}
WHY: Mapping[str, str | Promise] = {
    Why.OVER_CAP: gettext_lazy("The law lets no more than that go to a fund in a year, and it may not be paid out."),
    Why.NOT_ADMITTED: gettext_lazy("The law does not let credit of this source go to this fund."),
    Why.TOO_LATE: gettext_lazy("The day until which it could stay usable was over, too."),
    Why.LEFT: gettext_lazy("It stays usable only for who is still employed."),
}


def ahead(budget: Budget, last_day: datetime.date | None) -> str:
    """What will become of what is left in a lot of a budget after its last day, to whose it is."""
    policy = Residual.LOST if is_lost(budget, last_day) else budget.residual
    return str(AHEAD[policy]) % {"day": day(budget.carried_until) if budget.carried_until else ""}


def is_lost(budget: Budget, last_day: datetime.date | None) -> bool:
    """Whether a lot is not carried though its budget is: it was already, or it is a leaver's, which ends earlier."""
    if budget.residual != Residual.NEXT_YEAR or budget.carried_until is None or last_day is None:
        return False
    return not budget.expires_on <= last_day < budget.carried_until


def told(part: Part, unit: str) -> str:
    """What became of a part, to whose it was, with the reason where it did not go where the policy says."""
    sentence = str(TOLD[part.kind]) % words_of(part, unit)
    return f"{sentence} {WHY[part.why]}" if part.why else sentence


def waits(amount: Decimal, budget: Budget, last_day: datetime.date | None) -> list[str]:
    """What somebody had left of a budget in a lot past its last day, and what will become of it."""
    words = {"amount": format_amount(amount, budget.unit)}
    return [_("%(amount)s was left, and cannot be used any more.") % words, ahead(budget, last_day)]


def where(part: Part) -> str:
    """Where a part goes, to HR."""
    return str(WHERE[part.kind]) % {"day": day(part.until) if part.until else ""}


def why(part: Part) -> str:
    """Why it does not go where the policy says; empty where it does."""
    return str(WHY[part.why]) if part.why else ""


def words_of(part: Part, unit: str) -> dict[str, str]:
    """What the sentences are filled in with."""
    return {"amount": format_amount(part.amount, unit), "day": day(part.until) if part.until else ""}


def kept(part: Part) -> dict[str, Any]:
    """A part as a mail's row keeps it."""
    until = part.until.isoformat() if part.until else ""
    return {"kind": str(part.kind), "amount": str(part.amount), "until": until, "why": str(part.why)}


def lead(amount: Decimal, unit: str, budget: str) -> str:
    """The first sentence of what became of somebody's credit."""
    words = {"amount": format_amount(amount, unit), "budget": budget}
    return _("The last day of “%(budget)s” is over, and %(amount)s was left.") % words
