"""The rows behind a tax year, in one query: orders, benefits given outside the shelf, credit paid into funds."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Max, QuerySet, Sum, Value
from django.db.models.functions import Cast, JSONObject, TruncDate

from catalog.benefits.models import OutsideBenefit
from catalog.benefits.queries import counting_in
from catalog.orders.models import Order
from members.ledger.models import AccountKind, Leg
from members.models import Member
from welfare.money import MoneyField

ORDER, OUTSIDE, FUND = "order", "outside", "fund"
STANDING = (Order.State.PLACED, Order.State.ACCEPTED)
FUNDS = (AccountKind.PENSION, AccountKind.HEALTH)
NET = Sum(F("credit") - F("debit"), output_field=MoneyField())


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One order, benefit or sum paid into a fund: whose it is, its day, and what the law asks of it as plain values."""

    origin: str
    owner: UUID
    # Of an order: its id.
    key: str
    day: datetime.date
    body: dict[str, Any]


def rows_of_year(year: int, *, member: Member | None = None, upto: datetime.date | None = None) -> list[HeldRow]:
    """What counts in a tax year, of one member or of everybody, up to a day where one is given; one query."""
    parts = (orders(year, member, upto), outside(year, member, upto), funds(year, member, upto))
    union = parts[0].union(*parts[1:], all=True)
    return sorted((HeldRow(*row) for row in union), key=lambda row: (row.day, row.key))


def orders(year: int, member: Member | None, upto: datetime.date | None) -> QuerySet[Order, Any]:
    """Orders of the year that stand: one that was cancelled or expired gives its room back."""
    standing = Order.objects.filter(state__in=STANDING, placed_at__year=year)
    if member is not None:
        standing = standing.filter(member=member)
    if upto is not None:
        standing = standing.filter(placed_at__date__lte=upto)
    body = JSONObject(benefits=F("verdict__benefits"))
    return standing.values_list(Value(ORDER), "member__uuid", Cast("pk", CharField()), TruncDate("placed_at"), body)


def outside(year: int, member: Member | None, upto: datetime.date | None) -> QuerySet[OutsideBenefit, Any]:
    """What the employer gave besides, and has not withdrawn; with the days of January that may count in the year."""
    given = counting_in(year, upto)
    if member is not None:
        given = given.filter(member=member)
    body = JSONObject(
        category="category", amount=Cast("amount", CharField()), mode="mode", source="source", refers_to="refers_to",
        meals="meals",
    )  # fmt: skip
    return given.values_list(Value(OUTSIDE), "member__uuid", Cast("pk", CharField()), "received_on", body)


def funds(year: int, member: Member | None, upto: datetime.date | None) -> QuerySet[Leg, Any]:
    """What went to the person's funds in the year, budget by budget, what was taken back subtracted."""
    legs = Leg.objects.filter(account__kind__in=FUNDS, account__owner__isnull=False, entry__occurred_on__year=year)
    if member is not None:
        legs = legs.filter(account__owner=member.uuid)
    if upto is not None:
        legs = legs.filter(entry__occurred_on__lte=upto)
    sums = legs.order_by().values("account__owner", "account").annotate(net=NET, day=Max("entry__occurred_on"))
    body = JSONObject(
        kind=F("account__kind"), budget=Cast("account__source", CharField()), amount=Cast("net", CharField())
    )
    return sums.filter(net__gt=0).values_list(Value(FUND), "account__owner", Cast("account", CharField()), "day", body)
