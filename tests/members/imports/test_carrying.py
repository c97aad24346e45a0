"""An import carried on by whoever finds it: once, by one, or given up after five times."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from members.imports import carrying, runs, works
from members.models import ImportRun
from tenants.models import FailedTask, Organization
from tests import make
from tests.conftest import inside
from tests.members.people_import.files import ANNA, numbers_in, people_file
from welfare.clock import now

State = ImportRun.State


@pytest.fixture
def run(alfa: Organization, tmp_path: Path) -> ImportRun:
    """Irene's file, checked."""
    with inside(alfa):
        kept = runs.keep(people_file(tmp_path, ANNA), "elenco.csv", kind="people", user=make.user("Irene", "hr"))
        carrying.carry_on(kept.pk)
        return ImportRun.objects.get()


def confirmed(run: ImportRun) -> None:
    runs.confirm(run, digest=run.digest, skips_errors=False)


def silent_for_a_minute() -> None:
    ImportRun.objects.update(since=now() - datetime.timedelta(seconds=61))


def test_it_is_due_until_it_is_done(alfa: Organization, run: ImportRun) -> None:
    with inside(alfa):
        assert carrying.pending_ids() == []
        confirmed(run)
        assert carrying.pending_ids() == [run.pk]
        assert carrying.carry_on(run.pk)
        assert not carrying.carry_on(run.pk)
        assert carrying.pending_ids() == []
    assert numbers_in(alfa) == ["00123"]


def test_it_is_confirmed_once(alfa: Organization, run: ImportRun) -> None:
    with inside(alfa):
        confirmed(run)
        with pytest.raises(runs.CannotConfirm):
            confirmed(run)
        assert not runs.drop(run)


def test_who_was_silent_and_comes_back_writes_nothing(
    alfa: Organization, run: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first worker stops for a minute in the middle of writing; a second one takes the work and does it."""
    work = works.works["people"]
    write = type(work).write

    def slow(self: Any, plan: works.Plan, *, actor: Any) -> None:
        monkeypatch.setattr(type(work), "write", write)
        silent_for_a_minute()
        assert carrying.OUTBOX.claim(run.pk) is not None
        write(self, plan, actor=actor)

    monkeypatch.setattr(type(work), "write", slow)
    with inside(alfa):
        confirmed(run)
        assert not carrying.carry_on(run.pk)
        assert numbers_in(alfa) == []
        silent_for_a_minute()
        assert carrying.carry_on(run.pk)
    assert numbers_in(alfa) == ["00123"]


def test_after_five_failures_it_waits_for_an_operator(
    alfa: Organization, run: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = works.works["people"]

    def fails(self: Any, plan: works.Plan, *, actor: Any) -> None:
        raise RuntimeError("no")

    with inside(alfa):
        confirmed(run)
        with monkeypatch.context() as patch:
            patch.setattr(type(work), "write", fails)
            for _attempt in range(5):
                ImportRun.objects.update(since=now())
                assert not carrying.carry_on(run.pk)
        assert (ImportRun.objects.get().state, numbers_in(alfa)) == (State.FAILED, [])
        assert list(FailedTask.objects.values_list("kind", "error")) == [("import", "RuntimeError")]
        carrying.try_again(run.pk)
        assert carrying.carry_on(run.pk)
    assert numbers_in(alfa) == ["00123"]


def test_the_file_of_a_run_is_checked_before_it_is_written(alfa: Organization, run: ImportRun) -> None:
    with inside(alfa):
        runs.path_of(run).unlink()
        confirmed(run)
        carrying.carry_on(run.pk)
        assert ImportRun.objects.get().state == State.REFUSED
    assert numbers_in(alfa) == []
