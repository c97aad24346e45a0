"""Reading what was given outside the shelf: by tax year, by person, for payroll and for the person."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.http import Http404

from catalog.benefits.kinds import label_of
from catalog.benefits.models import OutsideBenefit
from catalog.fiscal import Benefit, rule_book
from members.models import Member


@dataclass(frozen=True, slots=True)
class Given:
    """One benefit as its person reads it."""

    label: str
    amount: Decimal
    received_on: datetime.date
    # How many vouchers; None where they are not counted.
    meals: int | None


def counting_in(year: int, upto: datetime.date | None = None) -> QuerySet[OutsideBenefit]:
    """What counts in a tax year and was not withdrawn, up to a day where one is given.

    Up to 12 January a value may still count in the year that it is for (TUIR art. 51 c. 1).
    """
    last_day = rule_book().last_day_of_year_before
    latest = datetime.date(year + 1, *last_day)
    given = OutsideBenefit.objects.filter(
        withdrawn_at__isnull=True, received_on__range=(datetime.date(year, 1, 1), min(latest, upto or latest))
    )
    early = Q(received_on__lte=datetime.date(year, *last_day), refers_to=year - 1)
    late = Q(received_on__year=year + 1) & ~Q(refers_to=year, refers_to__isnull=False)
    return given.exclude(early).exclude(late)


def outside_benefits_of(member: Member, year: int) -> list[Given]:
    """What the employer gave a person outside the shelf in a tax year, the latest first; one query."""
    rows = counting_in(year).filter(member=member).order_by("-received_on", "-recorded_at")
    return [Given(label_of(row.category, row.kind), row.amount, row.received_on, row.meals) for row in rows]


def outside_by_member(year: int, upto: datetime.date | None = None) -> dict[uuid.UUID, list[Benefit]]:
    """The same of everybody, as tax law looks at it, by the member's uuid; one query."""
    found: dict[uuid.UUID, list[Benefit]] = defaultdict(list)
    for row in counting_in(year, upto).select_related("member").order_by("received_on", "pk"):
        found[row.member.uuid].append(benefit_of(row))
    return found


def benefit_of(row: OutsideBenefit) -> Benefit:
    """One row as tax law looks at it."""
    return Benefit(
        category=row.category,
        amount=row.amount,
        mode=row.mode,
        budget=row.source,
        meals=row.meals,
        received_on=row.received_on,
        refers_to=row.refers_to,
    )


def recorded(search: str = "") -> QuerySet[OutsideBenefit]:
    """Everything that was written down, withdrawn or not; sort it by what is newest."""
    rows = OutsideBenefit.objects.select_related("member__user", "recorded_by")
    return rows.filter(member__sort_name__contains=search) if search else rows


def get_benefit(pk: uuid.UUID) -> OutsideBenefit:
    """One of the organization in force; 404 when absent."""
    row = recorded().filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
