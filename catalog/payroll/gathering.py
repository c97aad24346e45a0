"""Everything that a run is made of, read at once: as many queries for ten thousand people as for one."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from catalog.benefits.queries import outside_by_member
from catalog.conversion.results import ConversionResult, results
from catalog.fiscal import Benefit, FiscalError, Switches, YearFacts
from catalog.orders.year import held_by_member, ordered_contributions, year_facts_by_member
from catalog.payroll import periods
from catalog.payroll.figures import Facts, Figures, Key, Line, Sums, figures_of, lines_of, takes_back
from catalog.payroll.models import ADJUSTMENT, LEVELS, Alert, Figure, PayrollLine, PayrollRun
from catalog.plans.lawful import turned_switches
from catalog.plans.models import Budget
from members.ledger.models import AccountKind
from members.ledger.queries import contributions
from members.models import Member

# Cover for long-term care has no limit and no box of its own: it stands among the rest of exempt welfare.
FIGURES_OF_LAW = {"H_PENSION_FUND": Figure.PENSION, "A_HEALTH_FUND": Figure.HEALTH}
FUND_FIGURES = {AccountKind.PENSION.value: Figure.PENSION, AccountKind.HEALTH.value: Figure.HEALTH}


@dataclass(frozen=True, slots=True)
class Told:
    """One person in a run that is being made."""

    member: Member
    lines: list[Line]
    alerts: list[str]


@dataclass(frozen=True)
class Gathered:
    """What is known of everybody who has anything in the year."""

    members: list[Member]
    facts: Mapping[UUID, YearFacts]
    held: Mapping[UUID, list[Benefit]]
    outside: Mapping[UUID, list[Benefit]]
    bonuses: Mapping[UUID, list[ConversionResult]]
    funds: Mapping[UUID, Sums]
    told: Mapping[int, Sums]
    switches: Switches

    def people(self) -> Iterator[Told]:
        """Everybody with a line, by name."""
        for member in self.members:
            person = self.person(member)
            if person.lines or person.alerts:
                yield person

    def person(self, member: Member) -> Told:
        """One person: where the law cannot read what was given, what was told before stands, with an alert."""
        before = self.told.get(member.pk, {})
        try:
            figures = figures_of(self.facts_of(member), self.switches)
        except FiscalError:
            figures = Figures(dict(before), [str(Alert.UNREADABLE)])
        lines = lines_of(figures.sums, before)
        return Told(member, lines, [*figures.alerts, *alerts_beside(member, lines)])

    def facts_of(self, member: Member) -> Facts:
        """What is known of one person."""
        key = member.uuid
        return Facts(
            self.facts[key],
            self.held.get(key, ()),
            self.outside.get(key, ()),
            self.bonuses.get(key, ()),
            self.funds.get(key, {}),
        )


def alerts_beside(member: Member, lines: list[Line]) -> list[str]:
    """What is to be looked at besides the law."""
    found = [Alert.LESS] if takes_back(lines) else []
    if lines and not member.tax_code:
        found.append(Alert.NO_TAX_CODE)
    return [str(alert) for alert in found]


def gather(year: int, month: int) -> Gathered:
    """Read everything that counts in a year up to a month; the adjustment takes in all of the year."""
    upto = periods.last_day((year, month))
    held = held_by_member(year, None if month == ADJUSTMENT else month)
    outside = outside_by_member(year, None if month == ADJUSTMENT else upto)
    bonuses = bonuses_of(year, upto.month)
    funds, told = funds_of(year, upto), told_before(year)
    keys = {*held, *outside, *bonuses, *funds}
    people = Member.objects.filter(uuid__in=keys) | Member.objects.filter(pk__in=told)
    members = list(people.select_related("user").order_by("sort_name", "pk"))
    facts = year_facts_by_member(members, year)
    return Gathered(members, facts, held, outside, bonuses, funds, told, turned_switches())


def bonuses_of(year: int, month: int) -> dict[UUID, list[ConversionResult]]:
    """The bonuses paid from January to a month."""
    found: dict[UUID, list[ConversionResult]] = defaultdict(list)
    for each in range(1, month + 1):
        for result in results(year, each):
            found[result.member_uuid].append(result)
    return found


def funds_of(year: int, upto: datetime.date) -> dict[UUID, Sums]:
    """What went to funds from January on, by the person and by the source in law of the credit.

    What closed budgets sent there, and what people chose to pay: orders that stand. At most three queries.
    """
    found: dict[UUID, Sums] = defaultdict(lambda: defaultdict(Decimal))
    rows = contributions(datetime.date(year, 1, 1), upto)
    budgets = Budget.objects.in_bulk({row.source for row in rows})
    for row in rows:
        key: Key = (FUND_FIGURES[row.kind], budgets[row.source].law_source)
        found[row.owner][key] += row.amount
    for owner, benefit in ordered_contributions(year, upto):
        figure = FIGURES_OF_LAW.get(benefit.category)
        if figure is not None:
            found[owner][figure, benefit.budget] += benefit.amount
    return found


def told_before(year: int) -> dict[int, Sums]:
    """What the locked runs of the year told of each person, by the member's key."""
    locked = PayrollLine.objects.filter(person__run__year=year, person__run__state=PayrollRun.State.LOCKED)
    rows = locked.exclude(figure__in=list(LEVELS)).order_by()
    found: dict[int, Sums] = defaultdict(dict)
    for member, figure, source, amount in rows.values_list("person__member", "figure", "source").annotate(
        total=Sum("amount")
    ):
        if amount:
            found[member][figure, source] = amount
    return found
