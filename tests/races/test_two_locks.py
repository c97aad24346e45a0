"""Two people lock payroll at the same moment: one month is locked once, and on one predecessor."""

from collections.abc import Callable

import pytest

from catalog.payroll import periods, runs
from catalog.payroll.models import PayrollRun
from catalog.payroll.periods import CannotRun
from tenants.audit.models import Record
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.payroll.stage import AFTER, YEAR, actor_for, figured
from tests.races.together import Meeting, at_once
from welfare.clock import pretend


def locking(committed: Committed, run: PayrollRun) -> Callable[[], None]:
    """Lock a month as it was shown."""

    def lock() -> None:
        with inside(committed.beta), pretend(AFTER):
            runs.lock(run, digest=run.digest, user=run.made_by, actor=actor_for(run.made_by))

    return lock


@pytest.fixture
def months(committed: Committed) -> list[PayrollRun]:
    """Two months, each figured out while none was locked."""
    with inside(committed.beta):
        user = make.member("Paola", "payroll").user
        return [figured(month, user) for month in (3, 4)]


def test_one_month_is_locked_once(committed: Committed, months: list[PayrollRun]) -> None:
    found = at_once([locking(committed, months[0])] * 2)
    assert [type(each) for each in found if each is not None] == [CannotRun]
    with inside(committed.beta):
        assert Record.objects.filter(action="payroll.locked").count() == 1


def test_two_months_made_on_the_same_one_are_not_both_locked(
    committed: Committed, months: list[PayrollRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, update = Meeting(2), periods.last_locked

    def meeting_after(year: int) -> PayrollRun | None:
        found = update(year)
        meeting.wait()
        return found

    # Both have seen that nothing is locked: only the database keeps the second away.
    monkeypatch.setattr(periods, "last_locked", meeting_after)
    found = at_once([locking(committed, run) for run in months])
    assert len([each for each in found if isinstance(each, CannotRun)]) == 1
    with inside(committed.beta):
        assert PayrollRun.objects.filter(year=YEAR, state=PayrollRun.State.LOCKED).count() == 1
