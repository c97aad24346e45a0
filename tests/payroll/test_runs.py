"""The months of payroll: one after the other, figured out by a worker, locked as they were shown."""

import datetime
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from catalog.orders import sweeper
from catalog.payroll import gathering, periods, runs
from catalog.payroll import tasks as declared  # noqa: F401 - hands its outbox down, as the worker does
from catalog.payroll.models import PayrollLine, PayrollPerson, PayrollRun
from catalog.payroll.periods import CannotRun
from members.models import Member
from tenants import failures
from tenants.isolation import SYSTEM
from tenants.models import FailedTask, Organization
from tests.conftest import inside
from tests.payroll.stage import YEAR, actor_for, figured, gave, locked
from welfare.clock import pretend

State = PayrollRun.State
pytestmark = pytest.mark.django_db


def refusal(year: int, month: int, member: Member, day: str) -> str:
    with pretend(datetime.date.fromisoformat(day)), pytest.raises(CannotRun) as caught:
        runs.prepare(year, month, user=member.user, actor=actor_for(member.user))
    return str(caught.value)


@pytest.mark.usefixtures("at_alfa")
def test_a_month_has_its_turn(paola: Member) -> None:
    assert "has not begun" in refusal(2026, 11, paola, "2026-10-31")
    assert "tax rules of 2022" in refusal(2022, 5, paola, "2026-10-31")
    locked(9, paola.user)
    assert "is locked" in refusal(2026, 9, paola, "2026-11-26")
    assert "Lock October 2026 first" in refusal(2026, 11, paola, "2026-11-26")
    assert "A later month is locked" in refusal(2026, 8, paola, "2026-11-26")
    assert "after December" in refusal(2026, 13, paola, "2027-01-20")
    for month in (10, 11, 12):
        locked(month, paola.user)
    assert "Until 12 January" in refusal(2026, 13, paola, "2027-01-12")
    with pretend(datetime.date(2027, 1, 13)):
        assert periods.offered() == [(2027, 1), (2026, 13)]
    locked(13, paola.user)
    with pretend(datetime.date(2027, 1, 13)):
        assert periods.offered() == [(2027, 1)]
    assert not PayrollRun.objects.exclude(state=State.LOCKED).exists(), "what is refused leaves nothing"


@pytest.mark.usefixtures("at_alfa")
def test_what_is_locked_is_what_was_shown(anna: Member, paola: Member) -> None:
    gave(anna, "10.00", "2026-03-31")
    shown = figured(3, paola.user)
    gave(anna, "20.00", "2026-03-31")
    anew = figured(3, paola.user)
    with pytest.raises(CannotRun, match="moved on"):
        runs.lock(shown, digest=shown.digest, user=paola.user, actor=actor_for(paola.user))
    runs.lock(anew, digest=anew.digest, user=paola.user, actor=actor_for(paola.user))
    assert runs.get_run(anew.pk).state == State.LOCKED
    with pytest.raises(CannotRun, match="is locked"):
        runs.lock(anew, digest=anew.digest, user=paola.user, actor=actor_for(paola.user))


@pytest.mark.usefixtures("at_alfa")
def test_a_draft_made_before_another_month_was_locked_must_be_made_again(anna: Member, paola: Member) -> None:
    gave(anna, "10.00", "2026-03-31")
    april = figured(4, paola.user)
    locked(3, paola.user)
    with pytest.raises(CannotRun, match="moved on"):
        runs.lock(april, digest=april.digest, user=paola.user, actor=actor_for(paola.user))
    assert locked(4, paola.user).previous is not None


def test_a_lost_hint_is_sent_again_and_what_always_fails_waits_for_an_operator(
    alfa: Organization, paola: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inside(alfa):
        run = runs.prepare(YEAR, 1, user=paola.user, actor=actor_for(paola.user))
    sweeper.sweep_one(alfa)
    with inside(alfa):
        assert runs.get_run(run.pk).state == State.DRAFT
        runs.prepare(YEAR, 1, user=paola.user, actor=actor_for(paola.user))
        monkeypatch.setattr(gathering, "gather", lambda *_: 1 / 0)
        for _attempt in range(5):
            PayrollRun.objects.update(since=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
            assert not runs.carry_on(run.pk)
        assert runs.get_run(run.pk).state == State.FAILED
    found = FailedTask.objects.get(kind=runs.KIND)
    monkeypatch.undo()
    assert failures.retry(found.pk, actor=SYSTEM)
    with inside(alfa):
        assert runs.carry_on(run.pk)
        assert runs.get_run(run.pk).state == State.DRAFT


@pytest.mark.usefixtures("at_alfa")
def test_a_month_without_anybody_can_be_locked(paola: Member) -> None:
    assert locked(1, paola.user).people_count == 0


@pytest.mark.usefixtures("at_alfa")
def test_the_database_keeps_a_locked_month_as_it_is_whoever_writes(anna: Member, paola: Member) -> None:
    gave(anna, "10.00", "2026-03-31")
    run = locked(3, paola.user)
    (person,) = run.people.all()
    acts: list[Callable[[], object]] = [
        lambda: PayrollRun.objects.filter(pk=run.pk).update(state=State.DRAFT),
        lambda: PayrollLine.objects.filter(person=person).update(amount="1.00"),
        lambda: PayrollLine.objects.filter(person=person).delete(),
        lambda: PayrollLine.objects.create(person=person, figure="pension", amount="1.00"),
        lambda: PayrollPerson.objects.filter(pk=person.pk).update(number="2"),
        lambda: PayrollPerson.objects.create(run=run, member=paola, number="3", sort_name="x"),
    ]
    for act in acts:
        with pytest.raises(IntegrityError, match="locked payroll run"), transaction.atomic():
            act()
