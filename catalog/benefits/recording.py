"""Writing down what was given outside the shelf, once; what was wrong is withdrawn and written again."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.benefits.kinds import LAW
from catalog.benefits.models import OutsideBenefit
from catalog.fiscal import YearWithoutRules, rule_book
from members.declarations import open_years
from members.models import Member
from tenants.audit.models import Record
from tenants.audit.trail import record_all
from tenants.isolation import Actor
from welfare.clock import now, today
from welfare.sorting import sort_key

# By which act it is given, in the codes of the fiscal data: all admit what is written down here.
GIVEN_BY = "COMPANY_REGULATION"
MOST = Decimal("100000.00")
MOST_MEALS = 31


@dataclass(frozen=True, slots=True)
class Terms:
    """What was given, to be written down; `key` makes a repeat find the first."""

    kind: str
    amount: Decimal
    received_on: datetime.date
    refers_to: int | None = None
    meals: int | None = None

    @property
    def year(self) -> int:
        """The tax year in which it counts."""
        return self.received_on.year if self.refers_to is None else self.refers_to


def problems(terms: Terms) -> dict[str, str]:
    """What is wrong with some terms, by field; empty when they can be written down."""
    found = {}
    last_day = rule_book().last_day_of_year_before
    is_early = (terms.received_on.month, terms.received_on.day) <= last_day
    if terms.received_on > end_of_month(today()):
        return {"received_on": _("This day is after the end of this month: write it down when it has come.")}
    if terms.refers_to not in (None, terms.received_on.year, terms.received_on.year - 1):
        found["refers_to"] = _("It counts in the year of that day, or until 12 January in the year before.")
    elif terms.refers_to == terms.received_on.year - 1 and not is_early:
        found["refers_to"] = _("After 12 January it counts in the year in which it was received.")
    elif terms.year not in open_years(today()):
        found["received_on"] = _("This year is settled, or it has not begun: it cannot count any more.")
    elif not is_available(terms):
        found["kind"] = _("The tax rules of %(year)s do not admit this kind.") % {"year": terms.year}
    return found | problems_with_meals(terms)


def problems_with_meals(terms: Terms) -> dict[str, str]:
    """Meal vouchers are counted, for their limit is by day (TUIR art. 51 c. 2 lett. c); nothing else is."""
    if LAW[terms.kind].is_counted and not terms.meals:
        return {"meals": _("Say how many vouchers: their limit is by day.")}
    if terms.meals and not LAW[terms.kind].is_counted:
        return {"meals": _("Only meal vouchers are counted: leave it empty.")}
    return {}


def is_available(terms: Terms) -> bool:
    """Whether the law of the year knows of the kind's category."""
    try:
        rule_book().require_year(terms.year)
    except YearWithoutRules:
        return False
    return rule_book().category(LAW[terms.kind].category).years[terms.year].available


def end_of_month(day: datetime.date) -> datetime.date:
    """The last day of a day's month: payroll writes the month's car down before the month is over."""
    following = (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    return following - datetime.timedelta(days=1)


def row_of(member: Member, terms: Terms, key: str, user_id: int) -> OutsideBenefit:
    """A benefit that is not written yet."""
    law = LAW[terms.kind]
    return OutsideBenefit(
        member=member,
        kind=terms.kind,
        category=law.category,
        mode=law.mode,
        source=GIVEN_BY,
        amount=terms.amount,
        meals=terms.meals or None,
        received_on=terms.received_on,
        refers_to=terms.refers_to if terms.refers_to != terms.received_on.year else None,
        recorded_by_id=user_id,
        key=key,
    )


@transaction.atomic
def write_down(rows: list[OutsideBenefit], *, actor: Actor) -> int:
    """Write benefits that are not there yet, each with its line in the person's trail; returns how many were new.

    Of two at once with the same key the second writes nothing.
    """
    OutsideBenefit.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    there = set(OutsideBenefit.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    new = [row for row in rows if row.pk in there]
    record_all(trace(row, "benefit.recorded", actor) for row in new)
    return len(new)


@transaction.atomic
def withdraw(row: OutsideBenefit, *, actor: Actor) -> bool:
    """Take back what was written by mistake: it counts no more. False when somebody has done so already."""
    if not OutsideBenefit.objects.filter(pk=row.pk, withdrawn_at__isnull=True).update(withdrawn_at=now()):
        return False
    record_all([trace(row, "benefit.withdrawn", actor)])
    return True


def trace(row: OutsideBenefit, action: str, actor: Actor) -> Record:
    """What the person's trail says: the act and the kind, no amount."""
    details = {"kind": row.kind}
    return Record(actor=actor.code, action=action, person_id=row.member.user_id, subject=str(row.pk), details=details)


def writer_of(actor: Actor) -> int:
    """The account that writes. Raises ValueError for the system: a person answers for it."""
    if actor.user_id is None:
        raise ValueError("a person writes benefits down, not the system")
    return actor.user_id


def find_person(text: str) -> Member | None:
    """The one person whom a number, a tax code or a full name means; None for nobody and for several."""
    typed = " ".join(text.split())
    people = Member.objects.select_related("user")
    by_code = people.filter(number__iexact=typed) | people.filter(tax_code=typed.upper().replace(" ", "") or "-")
    found = list(by_code[:2]) or list(people.filter(sort_name__in=names_of(typed))[:2])
    return found[0] if len(found) == 1 else None


def names_of(typed: str) -> list[str]:
    """The ways in which a full name may be stored: family name first or last."""
    words = sort_key(typed).split()
    return [" ".join(words[place:] + words[:place]) for place in range(len(words))] if len(words) > 1 else []
