"""Which month payroll may be told of: one after the other, never the future; after December the year's adjustment."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalog.fiscal import YearWithoutRules, rule_book
from catalog.payroll.models import ADJUSTMENT, PayrollRun
from welfare.clock import today
from welfare.errors import PlainError

DECEMBER = 12
# Where no month is locked yet: how far back one may begin.
OFFERED = 12
State = PayrollRun.State
Period = tuple[int, int]


class CannotRun(PlainError):
    """A month that cannot be prepared or locked; the sentence says why and what to do."""


def check(year: int, month: int) -> None:
    """Raise CannotRun for a month whose turn it is not, and for a year without tax rules."""
    try:
        rule_book().require_year(year)
    except YearWithoutRules as error:
        raise CannotRun(
            _("The tax rules of %(year)s are not on record, so nothing can be figured out: update Scaffale first.")
            % {"year": year}
        ) from error
    if not has_come(year, month):
        raise CannotRun(too_early(year, month))
    if PayrollRun.objects.filter(year=year, month=month, state=State.LOCKED).exists():
        raise CannotRun(_("This month is locked: what changes afterwards comes with the next one."))
    check_turn(year, month)


def check_turn(year: int, month: int) -> None:
    """Raise CannotRun unless the month before is the last that was locked, or none is yet."""
    if month == ADJUSTMENT:
        if not PayrollRun.objects.filter(year=year, month=DECEMBER, state=State.LOCKED).exists():
            raise CannotRun(_("The adjustment comes after December: lock that month first."))
        return
    last = last_month()
    if last is None or after(last) == (year, month):
        return
    if (year, month) <= last:
        raise CannotRun(_("A later month is locked already: what changed comes with the next one."))
    due = name(after(last))
    raise CannotRun(_("Lock %(month)s first: each month holds the difference to the one before.") % {"month": due})


def has_come(year: int, month: int) -> bool:
    """Whether a month has begun, or for the adjustment: whether nothing more can count in its year."""
    if month == ADJUSTMENT:
        return today() > datetime.date(year + 1, *rule_book().last_day_of_year_before)
    return (year, month) <= (today().year, today().month)


def too_early(year: int, month: int) -> str:
    """Why a period must wait."""
    if month == ADJUSTMENT:
        return _("Until 12 January values can still count in %(year)s: prepare the adjustment after that day.") % {
            "year": year
        }
    return _("This month has not begun yet: choose one that has.")


def last_month() -> Period | None:
    """The last locked month of all years; adjustments left out."""
    locked = PayrollRun.objects.filter(state=State.LOCKED, month__lte=DECEMBER)
    return locked.order_by("-year", "-month").values_list("year", "month").first()


def last_locked(year: int) -> PayrollRun | None:
    """The run that the next one of the year is the difference to."""
    return PayrollRun.objects.filter(year=year, state=State.LOCKED).order_by("-month").first()


def after(period: Period) -> Period:
    """The month after."""
    year, month = period
    return (year + 1, 1) if month == DECEMBER else (year, month + 1)


def before(period: Period) -> Period:
    """The month before."""
    year, month = period
    return (year - 1, DECEMBER) if month == 1 else (year, month - 1)


def offered() -> list[Period]:
    """The periods that may be prepared today, the likeliest first; two queries."""
    adjustments = adjustments_due()
    last = last_month()
    if last is None:
        found = [(today().year, today().month)]
        while len(found) < OFFERED:
            found.append(before(found[-1]))
        return [period for period in found if period[0] in rule_book().family]
    following = after(last)
    return ([following] if has_come(*following) and following[0] in rule_book().family else []) + adjustments


def adjustments_due() -> list[Period]:
    """The years whose December is locked and whose adjustment is not, once their time has come."""
    rows = PayrollRun.objects.filter(state=State.LOCKED, month__gte=DECEMBER).values_list("year", "month")
    found = set(rows)
    years = sorted({year for year, _month in found}, reverse=True)
    return [(y, ADJUSTMENT) for y in years if (y, ADJUSTMENT) not in found and has_come(y, ADJUSTMENT)]


def name(period: Period) -> str:
    """A period in words: "novembre 2026", "conguaglio 2026"."""
    year, month = period
    if month == ADJUSTMENT:
        return _("adjustment %(year)s") % {"year": year}
    return date_format(datetime.date(year, month, 1), "F Y", use_l10n=False)


def last_day(period: Period) -> datetime.date:
    """The last day of a month; of the adjustment, that of its year."""
    year, month = after((period[0], min(period[1], DECEMBER)))
    return datetime.date(year, month, 1) - datetime.timedelta(days=1)
