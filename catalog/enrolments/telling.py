"""Mails about funds: one kind, whose words depend on what happened; each is told once."""

import datetime
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.enrolments.models import Contribution, Enrolment
from catalog.orders.telling import tell_provider
from tenants.identity.models import User
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.money import format_euro
from welfare.templatetags.kit import day, month

KIND = "fund_news"


def tell(recipient: User, row: uuid.UUID, what: str, context: Mapping[str, str]) -> None:
    """Queue a mail; once for what happened to a row."""
    outbox.queue(recipient, KIND, reference=uuid.uuid5(row, what), context={"what": what.partition(":")[0], **context})


def facts_of(enrolment: Enrolment) -> dict[str, str]:
    """What every mail about an enrolment may name."""
    agreed = enrolment.agreed
    return {
        "fund": str(agreed["fund"]),
        "level": str(agreed["level"]),
        "starts_on": enrolment.starts_on.isoformat(),
        "ends_on": enrolment.ends_on.isoformat(),
        "paid_out_from": str(agreed["paid_out_from"]),
        "price": str(enrolment.order.price),
    }


def tell_enrolled(enrolment: Enrolment) -> None:
    """Tell the person that they are enrolled, and the fund that somebody is."""
    what = "renewed" if enrolment.previous_id else "enrolled"
    tell(enrolment.member.user, enrolment.pk, what, facts_of(enrolment))
    tell_provider(enrolment.order)


def tell_of_renewal(enrolment: Enrolment, days: int, price: Decimal | None, *, by_itself: bool) -> None:
    """Tell the person, once a stage, what becomes of their cover; `price` None: the level is withdrawn."""
    what = "level_ends" if price is None else "renews" if by_itself else "asks"
    context = facts_of(enrolment) | {"new_price": str(price or "")}
    tell(enrolment.member.user, enrolment.pk, f"{what}:{days}", context)


def tell_over(enrolment: Enrolment, why: str, reason: str = "") -> None:
    """Tell the person that the cover is over; `why` is a key of SENTENCES."""
    tell(enrolment.member.user, enrolment.pk, why, facts_of(enrolment) | {"reason": reason})


def tell_rejected(recipient: User, row: uuid.UUID, fund: str, reason: str, amount: Decimal, *, is_back: bool) -> None:
    """Tell the person that the fund did not take a contribution, and why."""
    what = "rejected" if is_back else "rejected_rest"
    tell(recipient, row, what, {"fund": fund, "reason": reason, "price": str(amount)})


def tell_missed(contribution: Contribution, period: datetime.date, reason: str) -> None:
    """Tell the person that a month's contribution could not be paid."""
    context = {"fund": contribution.membership.fund_name, "price": str(contribution.amount)}
    context |= {"period": period.isoformat(), "reason": reason}
    tell(contribution.member.user, contribution.pk, f"missed:{period}", context)


def tell_stopped(contribution: Contribution) -> None:
    """Tell a leaver that the monthly contribution is over."""
    context = {"fund": contribution.membership.fund_name, "price": str(contribution.amount)}
    tell(contribution.member.user, contribution.pk, "stopped_left", context)


@prepares(KIND, even_closed=True)
def news_words(message: Message) -> dict[str, Any]:
    """Subject and sentences in the language in force."""
    context = dict(message.context)
    facts = {name: shown(name, str(value)) for name, value in context.items()}
    subject, *sentences = (text % facts for text in SENTENCES[str(context["what"])]())
    return {"subject": subject, "sentences": sentences}


def shown(name: str, value: str) -> str:
    """A fact as people read it."""
    if value and name in ("price", "new_price"):
        return format_euro(Decimal(value))
    if value and name in ("starts_on", "ends_on", "paid_out_from"):
        return day(datetime.date.fromisoformat(value))
    if value and name == "period":
        return month(datetime.date.fromisoformat(value))
    return value


Words = Callable[[], tuple[str, ...]]
SENTENCES: dict[str, Words] = {
    "enrolled": lambda: (
        _("You are enrolled: %(fund)s"),
        _("Level %(level)s, from %(starts_on)s to %(ends_on)s. The fund pays from %(paid_out_from)s."),
        _("Paid with your credit: %(price)s. No tax is due."),
        _("Your certificate of enrolment is always on your page."),
    ),
    "renewed": lambda: (
        _("Renewed for another year: %(fund)s"),
        _("Level %(level)s, from %(starts_on)s to %(ends_on)s, as you had decided."),
        _("Paid with your credit: %(price)s. No tax is due."),
    ),
    "renews": lambda: (
        _("Your cover renews by itself: %(fund)s"),
        _("It is paid until %(ends_on)s. The day after, it goes on for a year for %(new_price)s, as you decided."),
        _("If you do not want that, say so on your page before then."),
    ),
    "asks": lambda: (
        _("Do you want to keep your cover? %(fund)s"),
        _("It is paid until %(ends_on)s. Another year costs %(new_price)s."),
        _("If you want it, say yes on your page; otherwise it ends on that day."),
    ),
    "level_ends": lambda: (
        _("Your level of cover is coming to its end: %(fund)s"),
        _("The fund no longer offers “%(level)s”: you are covered until %(ends_on)s."),
        _("On the shelf you can choose another level for the new year."),
    ),
    "over": lambda: (
        _("Your cover is over: %(fund)s"),
        _("It lasted until %(ends_on)s, and you had not asked for another year."),
        _("You can enrol again from the shelf."),
    ),
    "over_price": lambda: (
        _("Your cover is over: %(fund)s"),
        _("The price rose above what you had agreed to, so it was not renewed. It lasted until %(ends_on)s."),
        _("You can enrol again from the shelf."),
    ),
    "over_level": lambda: (
        _("Your cover is over: %(fund)s"),
        _("The fund no longer offers “%(level)s”. It lasted until %(ends_on)s."),
        _("On the shelf you can choose another level."),
    ),
    "over_left": lambda: (
        _("Your cover is over: %(fund)s"),
        _("It lasted until %(ends_on)s. You no longer work here, so it cannot be renewed from this credit."),
        _("Ask the fund whether you can go on by yourself."),
    ),
    "over_credit": lambda: (
        _("Your cover could not be renewed: %(fund)s"),
        _("It lasted until %(ends_on)s. %(reason)s."),
        _("You can enrol again from the shelf."),
    ),
    "rejected": lambda: (
        _("%(fund)s did not take your contribution"),
        _("The fund's reason: %(reason)s"),
        _("%(price)s went back to your credit."),
    ),
    "rejected_rest": lambda: (
        _("%(fund)s did not take your contribution"),
        _("The fund's reason: %(reason)s"),
        _("%(price)s waits for you: check on your page which fund you belong to, and your number in it."),
    ),
    "missed": lambda: (
        _("This month nothing was paid to your fund"),
        _("%(period)s, %(fund)s, %(price)s: %(reason)s."),
        _("Next month it is tried again. You can stop it or decide another amount on your page."),
    ),
    "stopped_left": lambda: (
        _("Your monthly contribution has stopped"),
        _("You no longer work here, so nothing more is paid to %(fund)s each month."),
        _("Ask the fund how to go on by yourself."),
    ),
}
