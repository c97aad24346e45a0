"""The closing of a budget: shown, confirmed, posted once, told."""

import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from catalog.closing import daily, run, telling
from catalog.closing.models import Closing
from catalog.closing.preview import figures_of, posted_for
from catalog.fiscal import YearWithoutRules
from catalog.orders import sweeper
from catalog.plans.models import Budget, Residual
from catalog.plans.residual import Part
from members.ledger import accounts, queries
from members.ledger.models import Entry
from tenants import failures
from tenants.audit.models import Record
from tenants.isolation import Actor
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tenants.models import FailedTask, Organization
from tests import make
from tests.conftest import inside
from tests.ledger.books import check_now
from tests.plans import people
from tests.plans.people import day
from welfare import clock
from welfare.clock import now

ZERO, HUNDRED = Decimal("0.00"), Decimal("100.00")


@pytest.fixture
def rita(alfa: Organization) -> Iterator[Actor]:
    """Somebody of HR, in the first organization."""
    with inside(alfa):
        yield people.actor()
        check_now()


def over(residual: str = Residual.EMPLOYER, **terms: Any) -> Budget:
    """A budget whose last day was yesterday."""
    return people.budget(people.plan(), -1, terms.pop("source", "COMPANY_REGULATION"), residual=residual, **terms)


def close(budget: Budget, actor: Actor) -> Closing:
    """Confirm what is shown and carry it out."""
    digest = figures_of(budget, clock.today()).digest
    closing = run.begin(budget, uuid.uuid4(), digest=digest, actor=actor)
    run.carry_on(closing.pk)
    closing.refresh_from_db()
    return closing


def test_everybody_is_settled_once_and_told_once(rita: Actor) -> None:
    budget = over()
    anna, bruno, carla = (make.member(name) for name in ("Anna", "Bruno", "Carla"))
    people.credit(anna, budget, "100.00")
    people.credit(anna, budget, "20.00", day(-5))
    people.credit(bruno, budget, "7.50")
    shown = figures_of(budget, day(0))
    assert (shown.people, shown.total, shown.parts) == (2, Decimal("127.50"), [Part("employer", Decimal("127.50"))])
    closing = close(budget, rita)
    assert (closing.state, closing.people, closing.people_done, closing.closed_by_id) == ("done", 2, 2, rita.user_id)
    assert queries.balance(accounts.employer(budget.pk).pk) == Decimal("127.50")
    assert posted_for([closing.pk])[str(closing.pk)] == shown.parts
    assert not run.carry_on(closing.pk)
    assert Entry.objects.filter(reason="given_back").count() == 3
    told = {message.recipient_id: compose(message) for message in Message.objects.filter(kind="credit_settled")}
    assert set(told) == {anna.user_id, bruno.user_id}
    assert "120,00" in told[anna.user_id].body
    assert carla.user_id not in told
    assert Record.objects.filter(action="budget.close", subject=str(budget.pk)).count() == 1


def test_a_second_closing_and_one_too_early_are_refused_with_the_reason(rita: Actor) -> None:
    budget, running = over(), people.budget(people.plan(), 0, residual=Residual.EMPLOYER)
    first = close(budget, rita)
    with pytest.raises(run.AlreadyClosed) as refused:
        close(budget, rita)
    assert refused.value.closing == first
    with pytest.raises(run.NotYet):
        close(running, rita)
    with pytest.raises(run.ByItself):
        close(over(Residual.LOST), rita)
    assert Closing.objects.count() == 1


def test_the_same_form_twice_is_one_closing_and_other_figures_are_shown_again(rita: Actor) -> None:
    budget, key = over(), uuid.uuid4()
    digest = figures_of(budget, day(0)).digest
    people.credit(make.member("Anna"), budget, "100.00")
    with pytest.raises(run.Changed):
        run.begin(budget, key, digest=digest, actor=rita)
    digest = figures_of(budget, day(0)).digest
    first = run.begin(budget, key, digest=digest, actor=rita)
    assert run.begin(budget, key, digest=digest, actor=rita) == first


def test_the_key_of_another_budgets_closing_closes_nothing(rita: Actor) -> None:
    first = close(over(), rita)
    other = people.budget(people.plan("Altro"), -1, "COMPANY_REGULATION", residual=Residual.EMPLOYER)
    with pytest.raises(run.Changed):
        run.begin(other, first.pk, digest=figures_of(other, clock.today()).digest, actor=rita)
    assert run.closing_of(other) is None


def test_what_the_fund_may_not_take_is_lost_and_the_person_reads_why(rita: Actor) -> None:
    budget, refused = over(Residual.PENSION_FUND), over(Residual.HEALTH_FUND, source="VOLUNTARY")
    anna = make.member("Anna")
    people.credit(anna, budget, "5400.00")
    people.credit(anna, refused, "30.00")
    assert figures_of(budget, day(0)).parts == [
        Part("pension", Decimal("5300.00")),
        Part("expired", HUNDRED, why="cap"),
    ]
    for each in (budget, refused):
        close(each, rita)
    paid = queries.contributions(day(0).replace(month=1, day=1), day(0))
    assert [row.amount for row in paid] == [Decimal("5300.00")]
    assert queries.balance(accounts.expired(refused.pk).pk) == Decimal("30.00")
    bodies = {m.context["budget"]: compose(m).body for m in Message.objects.filter(kind="credit_settled")}
    assert len(Message.objects.filter(kind="credit_settled")) == 2
    assert all("La legge non" in body for body in bodies.values())


def test_a_currency_keeps_its_unit(rita: Actor) -> None:
    budget = over(Residual.SOLIDARITY, source="CURRENCY", unit="LBX", basis="COMPANY_REGULATION")
    anna = make.member("Anna")
    granted, lot = accounts.granted(budget.pk, "LBX"), accounts.wallet(anna.uuid, budget.pk, budget.expires_on, "LBX")
    people.move(granted, lot, "12.00")
    close(budget, rita)
    assert queries.balance(accounts.pool(budget.pk, "LBX").pk) == Decimal("12.00")
    assert "12,00\N{NO-BREAK SPACE}LBX" in compose(Message.objects.get(kind="credit_settled")).body


def test_a_year_without_rules_closes_nothing_into_a_fund(rita: Actor) -> None:
    budget = over(Residual.PENSION_FUND)
    people.credit(make.member("Anna"), budget, "100.00")
    with clock.pretend(day(0).replace(year=2040)), pytest.raises(YearWithoutRules):
        figures_of(budget, clock.today())


def test_it_goes_on_where_it_was_stopped(rita: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    budget = over()
    for name in ("Anna", "Bruno", "Carla"):
        people.credit(make.member(name), budget, "10.00")
    monkeypatch.setattr(run, "AT_ONCE", 1)
    monkeypatch.setattr(run, "SECONDS_AT_ONCE", -1)
    closing = run.begin(budget, uuid.uuid4(), digest=figures_of(budget, day(0)).digest, actor=rita)
    states = []
    while run.carry_on(closing.pk):
        closing.refresh_from_db()
        states.append((closing.state, closing.people_done))
    closing.refresh_from_db()
    assert states == [("queued", 1), ("queued", 2), ("queued", 3)]
    assert (closing.state, closing.people_done) == ("done", 3)
    assert Entry.objects.filter(reason="given_back").count() == 3


def test_who_was_pushed_out_keeps_nothing_of_what_it_did(rita: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    budget = over()
    people.credit(make.member("Anna"), budget, "10.00")
    closing = run.begin(budget, uuid.uuid4(), digest=figures_of(budget, day(0)).digest, actor=rita)
    plain = telling.tell

    def taken_over(*args: Any, **kwargs: Any) -> None:
        Closing.objects.update(attempts=9)
        plain(*args, **kwargs)

    monkeypatch.setattr(telling, "tell", taken_over)
    assert not run.carry_on(closing.pk)
    assert queries.balance(accounts.employer(budget.pk).pk) == ZERO
    assert not Message.objects.exists()


def test_one_that_always_fails_is_shown_to_operators_and_can_be_tried_again(
    rita: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = over()
    people.credit(make.member("Anna"), budget, "10.00")
    closing = run.begin(budget, uuid.uuid4(), digest=figures_of(budget, day(0)).digest, actor=rita)
    with monkeypatch.context() as broken:
        broken.setattr(telling, "tell", lambda *args, **kwargs: 1 / 0)
        for _ in range(5):
            Closing.objects.update(since=now())
            assert not run.carry_on(closing.pk)
    work = FailedTask.objects.get(kind="closing")
    assert failures.retry(work.pk, actor=rita)
    run.carry_on(closing.pk)
    closing.refresh_from_db()
    assert closing.state == "done"


def test_the_sweep_takes_up_a_closing_that_nobody_works_on(rita: Actor, alfa: Organization) -> None:
    budget = over()
    people.credit(make.member("Anna"), budget, "10.00")
    closing = run.begin(budget, uuid.uuid4(), digest=figures_of(budget, day(0)).digest, actor=rita)
    sweeper.sweep_one(alfa)
    closing.refresh_from_db()
    assert closing.state == "done"


def test_credit_that_comes_after_the_closing_follows_it_by_itself(rita: Actor) -> None:
    budget = over(Residual.SOLIDARITY)
    anna = make.member("Anna")
    close(budget, rita)
    people.credit(anna, budget, "10.00")
    assert daily.settle_due(day(0)) == 1
    assert queries.balance(accounts.pool(budget.pk).pk) == Decimal("10.00")
