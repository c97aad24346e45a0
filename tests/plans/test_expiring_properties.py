"""Whatever people order and have back, and whomever HR moves meanwhile, no sum or difference of what HR reads, on any
pages and in any months, speaks of a few alone.

Three people stand for the ten of the rule, so that short histories come near it from both sides.
"""

import datetime
import itertools
import operator
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from catalog.plans import suppression, takeup, telling
from catalog.plans.expiring import expiring
from catalog.plans.models import Budget, UseTold
from catalog.plans.refunds import refund_order
from catalog.plans.takeup import take_up
from catalog.plans.telling import tell_months
from members.ledger import accounts, posting
from members.ledger.models import Entry, Reason
from members.ledger.posting import Line
from members.models import Category, Member
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.plans import people
from welfare import clock

FEW = 3
SEPTEMBER, OCTOBER, NOVEMBER = 9, 10, 11
MONTHS = (SEPTEMBER, OCTOBER, NOVEMBER)
LOOKS = (*MONTHS, 12)
WORKERS, CLERKS = frozenset(range(4)), frozenset(range(4, 8))
EVERYBODY = WORKERS | CLERKS
# Some people each, a budget, a month, and the month in which they had it back, if they did.
Wave = tuple[Collection[int], int, int, int | None]
GRANTED = Decimal(100_000)
MOST_TERMS = 4


@dataclass(frozen=True)
class Order:
    """Who ordered of which budget in which month, and had it back in which, if at all."""

    person: int
    budget: int
    month: int
    back: int | None
    amount: Decimal

    def is_spent_by(self, month: int) -> bool:
        """Whether it stood at the end of a month."""
        return self.month <= month and (self.back is None or self.back > month)


Figure = frozenset[Order]


@dataclass
class Stage:
    """Two budgets, and eight people of two categories with credit of both."""

    budgets: list[Budget]
    members: list[Member]


@pytest.fixture
def stage(alfa: Organization, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Everybody with much credit, in August."""
    monkeypatch.setattr(suppression, "FEWEST", FEW)
    monkeypatch.setattr(takeup, "FEWEST", FEW)
    monkeypatch.setattr(telling, "FEWEST", FEW)
    with inside(alfa), clock.pretend(datetime.date(2026, 8, 3)):
        plan = people.plan()
        budgets = [people.budget(plan, days=120), people.budget(plan, days=130, source="VOLUNTARY")]
        workers, clerks = make.category("Operai"), make.category("Impiegati")
        members = [make.member("Anna", category=workers if one in WORKERS else clerks) for one in range(8)]
        for member, budget in itertools.product(members, budgets):
            people.credit(member, budget, str(GRANTED))
        yield Stage(budgets, members)


@st.composite
def waves(draw: st.DrawFn) -> list[Wave]:
    """Some people each, who order of one budget in one month and have it back in one month, or not."""
    # Whole categories so that something is told; one or two so that it might tell too much.
    somebody = st.sampled_from([WORKERS, CLERKS, EVERYBODY]) | st.frozensets(st.integers(0, 7), min_size=1, max_size=2)
    found: list[Wave] = []
    for _ in range(draw(st.integers(1, 5))):
        month = draw(st.sampled_from(MONTHS))
        back = draw(st.sampled_from([None, None, *(each for each in MONTHS if each >= month)]))
        found.append((draw(somebody), draw(st.sampled_from([0, 0, 1])), month, back))
    return found


def orders_of(history: Sequence[Wave]) -> list[Order]:
    """The orders of some waves, each with an amount of its own."""
    found: list[Order] = []
    for wave, budget, month, back in history:
        for person in sorted(wave):
            found.append(Order(person, budget, month, back, Decimal(len(found) + 1)))
    return found


def write(order: Order, stage: Stage) -> Entry:
    budget, member = stage.budgets[order.budget], stage.members[order.person]
    lot = accounts.wallet(member.uuid, budget.pk, budget.expires_on)
    lines = [Line(lot, debit=order.amount), Line(accounts.held(budget.pk), credit=order.amount)]
    return posting.post(key=uuid.uuid4().hex, reason=Reason.ORDER, lines=lines, actor=SYSTEM).entry


def live(orders: Sequence[Order], month: int, stage: Stage, written: dict[Order, Entry]) -> None:
    """What happens in a month, in the ledger."""
    written.update({order: write(order, stage) for order in orders if order.month == month})
    for order in orders:
        if order.back == month:
            refund_order(written[order], key=uuid.uuid4().hex, actor=SYSTEM)


def spent(figure: Figure) -> Decimal:
    return sum((order.amount for order in figure), Decimal(0))


def told_now(orders: Sequence[Order], stage: Stage, at_work: dict[str, set[int]]) -> list[Figure]:
    """Write what may be told in a month, and what each figure of it adds up; checks that it does."""
    known = set(UseTold.objects.values_list("pk", flat=True))
    tell_months()
    found: list[Figure] = []
    for row in UseTold.objects.exclude(pk__in=known):
        first, last = row.first_day.month, row.last_day.month
        stands = frozenset(x for x in orders if first <= x.month <= last and x.is_spent_by(last))
        budgets = [(str(each.pk), number) for number, each in enumerate(stage.budgets)]
        parts = [(row.amount, stands)]
        parts += [
            (row.budgets[key], frozenset(x for x in stands if x.budget == number))
            for key, number in budgets
            if row.budgets.get(key)
        ]
        parts += [
            (amount, frozenset(x for x in stands if x.person in at_work[label]))
            for label, amount in row.categories.items()
        ]
        assert [Decimal(amount) for amount, _figure in parts] == [spent(figure) for _amount, figure in parts]
        found += [figure for _amount, figure in parts]
    return found


def read_pages(stage: Stage) -> None:
    """The pages tell nothing but sums of what was told."""
    rows = list(UseTold.objects.order_by("first_day"))
    page = take_up(2026)
    assert page.spent == (sum((row.amount for row in rows), Decimal(0)) if rows else None)
    assert [span.amount for span in page.months] == [row.amount for row in rows]
    for each in page.categories:
        assert each.amount == sum((Decimal(row.categories.get(each.label, 0)) for row in rows), Decimal(0))
    for budget in expiring():
        of = [row.budgets.get(str(budget.budget.pk), "0") for row in rows]
        assert (budget.left is None) == (None in of or not rows)
        if budget.left is not None:
            assert budget.granted - budget.left == sum(map(Decimal, of), Decimal(0))
    assert len(stage.budgets) == 2


def betrayed(figures: Sequence[Figure]) -> list[set[int]]:
    """Groups of fewer than three people whose orders alone some sum or difference of up to four figures adds up."""
    orders = list(frozenset().union(*figures))
    people = [order.person for order in orders]
    # A figure as what it counts of each order: an order is hashed slowly, and there are millions of sums.
    rows = [[int(order in figure) for order in orders] for figure in set(figures)]
    found = []
    for count in range(1, MOST_TERMS + 1):
        for terms in itertools.combinations(rows, count):
            for signs in itertools.product((1, -1), repeat=count - 1):
                who = people_in(terms, (1, *signs), people)
                if 0 < len(who) < FEW:
                    found.append(who)
    return found


def people_in(terms: Sequence[Sequence[int]], signs: Sequence[int], people: Sequence[int]) -> set[int]:
    """Whose orders do not cancel out."""
    weights = (sum(map(operator.mul, signs, counted)) for counted in zip(*terms, strict=True))
    return set(itertools.compress(people, weights))


movers = st.lists(st.sampled_from([None, None, 0, 3, 4]), min_size=4, max_size=4)


def move(person: int | None, stage: Stage, at_work: dict[str, set[int]]) -> None:
    """HR moves somebody to the other category."""
    if person is None:
        return
    old, new = ("Operai", "Impiegati") if person in at_work["Operai"] else ("Impiegati", "Operai")
    at_work[old].discard(person)
    at_work[new].add(person)
    Member.objects.filter(pk=stage.members[person].pk).update(category=Category.objects.get(name=new))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(history=waves(), moved=movers)
@example(history=[(EVERYBODY, 0, OCTOBER, OCTOBER), ([0], 0, OCTOBER, None)], moved=[None] * 4)
@example(history=[(WORKERS, 0, SEPTEMBER, OCTOBER), ([0], 0, SEPTEMBER, None)], moved=[None] * 4)
@example(history=[(EVERYBODY, 0, SEPTEMBER, None), ([0], 0, OCTOBER, NOVEMBER)], moved=[None] * 4)
@example(history=[(EVERYBODY, 0, SEPTEMBER, None), (EVERYBODY, 0, OCTOBER, None)], moved=[None, None, 0, 4])
@example(
    history=[(EVERYBODY, 0, OCTOBER, None), ([0], 1, OCTOBER, None), (EVERYBODY, 1, OCTOBER, OCTOBER)],
    moved=[None] * 4,
)
def test_no_sum_or_difference_speaks_of_a_few(stage: Stage, history: list[Wave], moved: list[int | None]) -> None:
    orders = orders_of(history)
    written: dict[Order, Entry] = {}
    seen: list[Figure] = []
    at_work = {"Operai": set(WORKERS), "Impiegati": set(CLERKS)}
    with transaction.atomic():
        for month, person in zip(LOOKS, moved, strict=True):
            with clock.pretend(datetime.date(2026, month, 20)):
                seen += told_now(orders, stage, at_work)
                live(orders, month, stage, written)
                move(person, stage, at_work)
                before = take_up(2026), expiring()
                tell_months()
                # What happens within a month changes nothing that is read in it.
                assert (take_up(2026), expiring()) == before
                read_pages(stage)
        event(f"told: {len(seen)}")
        assert betrayed(seen) == []
        transaction.set_rollback(True)


def test_without_the_rule_of_cells_one_person_would_be_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the property must be able to find."""
    monkeypatch.setattr(telling, "told_apart", lambda table: tuple(map(frozenset, zip(*table, strict=True))))
    orders = orders_of([(EVERYBODY, 0, OCTOBER, None), ([0], 1, OCTOBER, None)])
    with clock.pretend(datetime.date(2026, OCTOBER, 20)):
        live(orders, OCTOBER, stage, {})
    with clock.pretend(datetime.date(2026, NOVEMBER, 20)):
        seen = told_now(orders, stage, {"Operai": set(WORKERS), "Impiegati": set(CLERKS)})
    assert {0} in betrayed(seen)
