"""What a tax year of a person holds: the facts that move its caps, and every benefit that counts against them.

Read here and nowhere else, so that the shop's verdict and payroll's figures rest on the same benefits. A value counts
on the day of its order, when the voucher comes into the person's hands (docs/decisions/0017).
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from catalog.fiscal import Benefit, OfferedTo, Switches, YearFacts
from catalog.fiscal.delivery import FUND_CONTRIBUTION
from catalog.orders.held_rows import FUND, ORDER, OUTSIDE, STANDING, HeldRow, rows_of_year
from catalog.orders.kept_benefits import benefits_in, read
from catalog.orders.models import Order
from catalog.orders.older import benefits_of_older
from catalog.plans.lawful import Lawful, granted_alone, has_premium_agreement, lawful_for, with_converted
from catalog.plans.wallets import budgets_by_id
from members.declarations import Standing, standing_of, standings
from members.models import Member
from welfare.money import ZERO

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Held:
    """The benefits of a person's year by where they come from, each list in the order of their days."""

    orders: Sequence[Benefit] = ()
    outside: Sequence[Benefit] = ()
    funds: Sequence[Benefit] = ()

    @property
    def all(self) -> list[Benefit]:
        """All of them: their order changes no figure of a year."""
        return [*self.outside, *self.funds, *self.orders]


@dataclass
class Year:
    """A member's tax year, read as far as it is asked for: most services have no limit, and need little of it."""

    member: Member
    year: int
    # Up to which day benefits count; None: all of the year.
    upto: datetime.date | None = None
    # What is being asked for beside, in the same order: it counts before it is written.
    asked: list[Benefit] = field(default_factory=list)

    @cached_property
    def lawful(self) -> Lawful:
        """What the organization's plans say; one query."""
        return lawful_for(self.member, self.year)

    @property
    def switches(self) -> Switches:
        """The open points of law that the organization has turned."""
        return self.lawful.switches

    @cached_property
    def facts(self) -> YearFacts:
        """The facts of the year; one query beside `lawful`."""
        return facts_from(self.year, standing_of(self.member, self.year), self.lawful)

    @property
    def undeclared(self) -> YearFacts:
        """The facts without what the person declares, which changes nothing where no amount limits anything."""
        return facts_from(self.year, Standing(), self.lawful)

    @cached_property
    def held(self) -> Held:
        """What the year holds; one query, more only where credit went to a fund or an order is an older one."""
        return held_from(rows_of_year(self.year, member=self.member, upto=self.upto)).get(self.member.uuid, Held())

    @property
    def held_and_asked(self) -> Held:
        """The same with what is being asked for beside."""
        return replace(self.held, orders=[*self.held.orders, *self.asked]) if self.asked else self.held


def year_facts(member: Member, year: int) -> YearFacts:
    """The facts of a person's tax year; two queries.

    Dependent children are those with a tax code in the standing declaration: without one the higher limit does not
    apply (L. 207/2024 art. 1 c. 390). What other employers gave is as declared, income of the year before too; of whom
    a window gave converted credit it is known to be under the limit. What is
    granted to one person alone counts as such unless it is fringe benefits, which may be (TUIR art. 51 c. 3).
    """
    return Year(member, year).facts


def year_facts_by_member(members: Iterable[Member] | QuerySet[Member], year: int) -> dict[UUID, YearFacts]:
    """The facts of each of these members by uuid, nobody left out; four queries for however many."""
    alone, converted, has_agreement = granted_alone(year), with_converted(year), has_premium_agreement(year)

    def lawful(key: UUID) -> Lawful:
        return Lawful(has_agreement=has_agreement, is_alone=key in alone, has_converted=key in converted)

    return {key: facts_from(year, standing, lawful(key)) for key, standing in standings(members, year).items()}


def facts_from(year: int, standing: Standing, lawful: Lawful) -> YearFacts:
    """The facts as the engine reads them."""
    return YearFacts(
        year=year,
        dependent_children=len(standing.children),
        children_declaration=bool(standing.children),
        prior_year_income=income_of(standing, lawful),
        premium_agreement=lawful.has_agreement,
        other_employers_fringe=standing.other_employers_fringe,
        offered_to=OfferedTo.SINGLE_EMPLOYEE if lawful.is_alone else OfferedTo.CATEGORY,
    )


def income_of(standing: Standing, lawful: Lawful) -> Decimal | None:
    """The income of the year before as it decides on the right to convert; the person's own word comes first.

    Without it, who was given converted credit has the right: payroll knew an income under the limit.
    """
    if standing.prior_year_income is not None:
        return standing.prior_year_income
    return ZERO if lawful.has_converted else None


def held_benefits(member: Member, year: int, *, upto: datetime.date | None = None) -> list[Benefit]:
    """Everything that counts in a person's tax year, up to and including a day where one is given.

    Orders that stand (each part of the credit by its budget's source in law), what the employer gave outside the shelf
    and has not withdrawn, and credit paid into funds. One query, more only for funds and older orders.
    """
    return Year(member, year, upto).held.all


def held_by_member(year: int, month: int | None = None) -> dict[UUID, list[Benefit]]:
    """The same of everybody who holds any, by the member's uuid; up to the end of a month where one is given.

    At most six queries however many people there are. Raises ValueError for a month that there is not. What is
    received up to 12 January for the year before counts there: it is in the whole year, and in none of its months.
    """
    rows = rows_of_year(year, upto=None if month is None else last_day(year, month))
    return {key: held.all for key, held in held_from(rows).items()}


def ordered_contributions(year: int, upto: datetime.date) -> Iterator[tuple[UUID, Benefit]]:
    """What people paid into funds by orders of a year up to a day that stand: whose it is, each part; one query."""
    standing = Order.objects.filter(state__in=STANDING, placed_at__year=year, placed_at__date__lte=upto)
    paid = standing.filter(verdict__benefits__contains=[{"mode": FUND_CONTRIBUTION}]).order_by("placed_at", "pk")
    for owner, day, kept in paid.values_list("member__uuid", TruncDate("placed_at"), "verdict__benefits"):
        for each in kept:
            yield owner, read(each, day)


def held_from(rows: Sequence[HeldRow]) -> dict[UUID, Held]:
    """The benefits in some rows, by whose they are."""
    older = benefits_of_older([row.key for row in rows if row.origin == ORDER and row.body["benefits"] is None])
    budgets = budgets_by_id({UUID(row.body["budget"]) for row in rows if row.origin == FUND})
    found: dict[UUID, dict[str, list[Benefit]]] = defaultdict(lambda: {ORDER: [], OUTSIDE: [], FUND: []})
    for row in rows:
        found[row.owner][row.origin] += benefits_in(row, older, budgets)
    return {key: Held(parts[ORDER], parts[OUTSIDE], parts[FUND]) for key, parts in found.items()}


def last_day(year: int, month: int) -> datetime.date:
    """The last day of a month."""
    if not 1 <= month <= MONTHS:
        raise ValueError(f"{month} is not a month")
    following = datetime.date(year + month // MONTHS, month % MONTHS + 1, 1)
    return following - datetime.timedelta(days=1)
