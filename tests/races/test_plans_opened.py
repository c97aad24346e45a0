"""Two plans that overlap, opened at the same moment, and an answer that meets the opening: one of the two holds."""

import datetime
import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest

from catalog.plans.models import Budget, Plan
from catalog.plans.setup import answers, checks, drafts, opening
from catalog.plans.setup.queries import plan_in_full
from catalog.plans.setup.refusals import Refusal
from catalog.plans.setup.steps import Place, Step
from catalog.plans.setup.terms import BudgetTerms, PlanTerms
from tenants.isolation import SYSTEM
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.races.together import Meeting, at_once
from welfare.clock import today

ROUNDS = 3


def draft(committed: Committed) -> Plan:
    """A draft of this year that gives everybody 100 euro."""
    last = datetime.date(today().year, 12, 31)
    budget = BudgetTerms("VOLUNTARY", "Piano", last, amounts={None: Decimal("100.00")})
    terms = PlanTerms("Piano", last.replace(month=1, day=1), last, "", (budget,))
    with inside(committed.alfa):
        return drafts.begin(uuid.uuid4(), terms, actor=SYSTEM)


def opens(committed: Committed, plan: Plan) -> Callable[[], bool]:
    def work() -> bool:
        with inside(committed.alfa):
            return opening.open_plan(plan, actor=SYSTEM)

    return work


def answering(committed: Committed, plan: Plan) -> Callable[[], None]:
    def work() -> None:
        with inside(committed.alfa):
            found = plan_in_full(plan.pk)
            place = Place(Step.AMOUNTS, found, found.budgets.all()[0])
            answers.answer(place, answers.write_amounts({None: Decimal("900.00")}), actor=SYSTEM)

    return work


def opened(committed: Committed) -> int:
    """How many plans are open."""
    with inside(committed.alfa):
        return Plan.objects.filter(state=Plan.State.OPEN).count()


def test_of_two_that_overlap_one_is_opened(committed: Committed) -> None:
    with inside(committed.alfa):
        make.member("Anna")
    for _ in range(ROUNDS):
        one, other = draft(committed), draft(committed)
        outcomes = at_once([opens(committed, one), opens(committed, other)])
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "bool"]
        assert opened(committed) == 1
        with inside(committed.alfa):
            Plan.objects.update(state=Plan.State.CLOSED)


def test_control_without_the_lock_both_are(committed: Committed, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting, refusals = Meeting(2), checks.refusals

    def meeting_after(exam: checks.Examination) -> list[Refusal]:
        found = refusals(exam)
        meeting.wait()
        return found

    monkeypatch.setattr(opening, "lock_all", lambda: None)
    monkeypatch.setattr(checks, "refusals", meeting_after)
    with inside(committed.alfa):
        make.member("Anna")
    one, other = draft(committed), draft(committed)
    at_once([opens(committed, one), opens(committed, other)])
    assert opened(committed) == 2


def test_an_answer_that_meets_the_opening_is_kept_before_it_or_refused(committed: Committed) -> None:
    with inside(committed.alfa):
        make.member("Anna")
    for _ in range(ROUNDS):
        plan = draft(committed)
        outcomes = at_once([opens(committed, plan), answering(committed, plan)])
        assert outcomes[0] is True
        with inside(committed.alfa):
            amount = Budget.objects.get(plan=plan).amounts.get().amount
            Plan.objects.update(state=Plan.State.CLOSED)
        assert (type(outcomes[1]).__name__, str(amount)) in {("NoneType", "900.00"), ("NotADraft", "100.00")}
