"""A window from its terms to its opening; refused where the law or its days do not allow it."""

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from catalog.conversion.models import Window
from catalog.conversion.pay_rules import pay_year
from catalog.fiscal import FiscalError, rule_book
from catalog.fiscal.switches import SwitchCode
from catalog.plans.lawful import turned_switches
from catalog.plans.models import Budget, Plan, Source
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.clock import today
from welfare.errors import PlainError

State = Window.State


class CannotOpen(PlainError):
    """Terms that no window can have, or a window that cannot be opened; `field` is what to mend, if one is."""

    def __init__(self, message: object, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class WindowTerms:
    """What HR says of a window."""

    budget: Budget
    agreement: str
    deposited_on: datetime.date
    deposit_number: str
    has_clause: bool
    has_increase: bool
    is_joint: bool
    opens_on: datetime.date
    closes_on: datetime.date
    paid_in: datetime.date
    contribution: str
    contribution_rate: Decimal


@transaction.atomic
def write_window(window: Window | None, terms: WindowTerms, *, actor: Actor) -> Window:
    """Write a draft, new or again. Raises CannotOpen, and writes nothing."""
    # Of two windows of one budget written at once the second waits, then sees the first.
    budget = Budget.objects.select_for_update(no_key=True, of=("self",)).select_related("plan").get(pk=terms.budget.pk)
    terms = replace(terms, budget=budget)
    check(terms, window)
    fields = asdict_of(terms) | {"is_over_base": is_over_base()}
    if window is None:
        written = Window.objects.create(**fields)
    else:
        if not Window.objects.filter(pk=window.pk, state=State.DRAFT).update(**fields):
            raise CannotOpen(_("This window is not a draft any more: look at it again."))
        written = Window.objects.get(pk=window.pk)
    trail.record(actor, "conversion.written", subject=str(written.pk))
    return written


def asdict_of(terms: WindowTerms) -> dict[str, object]:
    """The terms by field; the budget as it is, not copied."""
    return {name: getattr(terms, name) for name in WindowTerms.__slots__}


def is_over_base() -> bool:
    """Whether the organization has turned the open point of the conversion cap; one query."""
    return turned_switches().on(SwitchCode.CONVERSION_OVER_BASE)


def check(terms: WindowTerms, window: Window | None) -> None:
    """Raise CannotOpen for terms that cannot be: agreement, year, days, credit, another window at the same time."""
    check_agreement(terms)
    check_year(terms.paid_in.year)
    check_days(terms)
    check_budget(terms.budget, terms.closes_on)
    others = Window.objects.filter(budget=terms.budget, opens_on__lte=terms.closes_on, closes_on__gte=terms.opens_on)
    if (others.exclude(pk=window.pk) if window else others).exists():
        raise CannotOpen(
            _("On these days another window of the same credit is there: choose days that it leaves free."), "opens_on"
        )


def check_agreement(terms: WindowTerms) -> None:
    """L. 208/2015 art. 1 c. 182, 184, 187: deposited, with results that rose, and with the clause."""
    if not terms.has_clause:
        raise CannotOpen(
            _("Without a clause in the agreement nobody may choose welfare: add it with the unions, then deposit it."),
            "has_clause",
        )
    if not terms.has_increase:
        raise CannotOpen(
            _("Only premiums for results that rose, measured as the agreement says, may be converted."), "has_increase"
        )
    if terms.deposited_on > today():
        raise CannotOpen(_("The agreement must be deposited before people choose."), "deposited_on")


def check_year(year: int) -> None:
    """There must be law and rates for the year of payment."""
    try:
        rule_book().require_year(year)
        pay_year(year)
    except FiscalError as error:
        raise CannotOpen(
            _("There are no rules of law for %(year)s yet: choose a month of another year.") % {"year": year},
            "paid_in",
        ) from error


def check_days(terms: WindowTerms) -> None:
    """In order, not past, and in the year of payment: the income of the year before must be known by then."""
    if terms.closes_on < terms.opens_on:
        raise CannotOpen(_("The last day comes before the first."), "closes_on")
    if terms.closes_on < today():
        raise CannotOpen(_("The last day has passed already."), "closes_on")
    if terms.opens_on.year != terms.paid_in.year:
        raise CannotOpen(
            _("People must choose in the year of payment: before, nobody knows their income of the year before it."),
            "opens_on",
        )
    if (terms.paid_in.year, terms.paid_in.month) < (terms.closes_on.year, terms.closes_on.month):
        raise CannotOpen(_("The premium is paid after people have chosen: choose a later month."), "paid_in")


def check_budget(budget: Budget, closes_on: datetime.date) -> None:
    """It takes converted premiums, and leaves days to spend them."""
    is_open = budget.plan.state == Plan.State.OPEN and not budget.plan.is_base
    if budget.source != Source.PDR_CONVERSION or not is_open:
        raise CannotOpen(_("Choose the credit of an open plan that is for performance bonuses."), "budget")
    if budget.expires_on <= closes_on:
        raise CannotOpen(_("This credit expires before anybody could spend it: choose earlier days."), "closes_on")


@transaction.atomic
def open_window(window: Window, *, actor: Actor) -> Window:
    """Let people choose, from the window's first day on. Raises CannotOpen; opening twice is opening once."""
    if window.state == State.OPEN:
        return window
    check_year(window.year)
    check_budget(window.budget, window.closes_on)
    if window.closes_on < today():
        raise CannotOpen(_("The last day has passed already."))
    total = window.premiums.aggregate(total=Sum("amount"))["total"]
    if not total:
        raise CannotOpen(_("Nobody has a premium yet: upload the file, or write an amount."))
    draft = Window.objects.filter(pk=window.pk, state=State.DRAFT)
    if draft.update(state=State.OPEN, opened_by=actor.user_id, is_over_base=is_over_base()):
        details = {"people": window.premiums.count(), "total": str(total)}
        trail.record(actor, "conversion.opened", subject=str(window.pk), details=details)
    window.refresh_from_db()
    return window


@transaction.atomic
def erase_draft(window: Window, *, actor: Actor) -> bool:
    """Give a draft up with its premiums; False when it is none any more."""
    locked = Window.objects.select_for_update().filter(pk=window.pk, state=State.DRAFT).first()
    if locked is None:
        return False
    locked.delete()
    trail.record(actor, "conversion.erased", subject=str(window.pk))
    return True


@transaction.atomic
def extend(window: Window, closes_on: datetime.date, *, actor: Actor) -> None:
    """Give people more days, while the window is open; never fewer. Raises CannotOpen."""
    check_budget(window.budget, closes_on)
    month_end = (window.paid_in.year, window.paid_in.month)
    if (closes_on.year, closes_on.month) > month_end:
        raise CannotOpen(_("The premium is paid before this day: choose an earlier one."), "closes_on")
    still = Window.objects.filter(pk=window.pk, state=State.OPEN, closes_on__lt=closes_on, closes_on__gte=today())
    others = Window.objects.filter(budget=window.budget, opens_on__lte=closes_on, closes_on__gte=window.closes_on)
    if others.exclude(pk=window.pk).exists():
        raise CannotOpen(_("On these days another window of the same credit is there."), "closes_on")
    if not still.update(closes_on=closes_on):
        raise CannotOpen(_("Choose a day after the present last one, while people can still choose."), "closes_on")
    trail.record(actor, "conversion.extended", subject=str(window.pk), details={"until": closes_on.isoformat()})
