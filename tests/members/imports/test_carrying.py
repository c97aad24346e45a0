"""An import carried on by whoever finds it: once, by one, or given up after five times."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from members.imports import carrying, runs, works
from members.models import ImportRun, Member
from members.tasks import HARD_LIMIT, erase_imports
from tenants.audit.models import Record
from tenants.models import FailedTask, Organization, Status
from tests import make
from tests.conftest import inside
from tests.members.people_import.files import ANNA, numbers_in, people_file
from welfare import files
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
    runs.confirm(run, digest=run.digest, skips_errors=False, user=run.user)


def silent_too_long() -> None:
    ImportRun.objects.update(since=now() - works.SILENCE - datetime.timedelta(seconds=1))


def added_by_hand() -> None:
    """Anna comes in by hand meanwhile: what was shown is not what would be written."""
    make.member("Anna", number="00123")


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
    """The first worker stops for five minutes in the middle of writing; a second one takes the work and does it."""
    work = works.works["people"]
    write = type(work).write

    def slow(self: Any, plan: works.Plan, *, actor: Any) -> None:
        monkeypatch.setattr(type(work), "write", write)
        silent_too_long()
        assert carrying.OUTBOX.claim(run.pk) is not None
        write(self, plan, actor=actor)

    monkeypatch.setattr(type(work), "write", slow)
    with inside(alfa):
        confirmed(run)
        assert not carrying.carry_on(run.pk)
        assert numbers_in(alfa) == []
        silent_too_long()
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


def test_a_file_sent_again_after_its_figures_were_renewed_is_not_written(
    alfa: Organization, run: ImportRun, tmp_path: Path
) -> None:
    with inside(alfa):
        runs.confirm(run, digest=run.digest, skips_errors=True, user=run.user, options={"takes_off": True})
        added_by_hand()
        carrying.carry_on(run.pk)
        renewed = ImportRun.objects.get()
        assert (renewed.state, renewed.is_renewed) == (State.CHECKED, True)
        assert unconfirmed(renewed)
        again = runs.keep(people_file(tmp_path, ANNA), "elenco.csv", kind="people", user=run.user)
        assert again.pk == run.pk
        carrying.carry_on(run.pk)
        assert ImportRun.objects.get().state == State.CHECKED
        assert not Member.objects.filter(user__email="anna@example.org").exists()


def test_a_file_sent_again_is_checked_again_whatever_was_left_of_it(
    alfa: Organization, run: ImportRun, tmp_path: Path
) -> None:
    with inside(alfa):
        left = {"stage": ImportRun.Stage.WRITE, "skips_errors": True, "options": {"takes_off": True}}
        ImportRun.objects.update(confirmed_by=run.user, **left)
        runs.keep(people_file(tmp_path, ANNA), "elenco.csv", kind="people", user=run.user)
        assert unconfirmed(ImportRun.objects.get())


def unconfirmed(run: ImportRun) -> bool:
    """Whether nothing of a confirmation holds."""
    return (run.stage, run.skips_errors, run.options, run.confirmed_by_id) == (ImportRun.Stage.CHECK, False, {}, None)


def test_the_trail_names_who_confirmed(alfa: Organization, run: ImportRun) -> None:
    with inside(alfa):
        colleague = make.user("Carla", "hr")
        runs.confirm(run, digest=run.digest, skips_errors=False, user=colleague)
        carrying.carry_on(run.pk)
        acts = dict(Record.objects.values_list("action", "actor"))
        assert ImportRun.objects.get().confirmed_by == colleague
    hers = f"{alfa.key}:{colleague.pk}"
    assert acts == {"import_confirmed": hers, "person_added": hers, "file_imported": hers}


def test_who_confirms_does_not_note_the_own_leaving(alfa: Organization, tmp_path: Path) -> None:
    """Irene uploads Carla's last day, and Carla confirms: she is told, and nothing is written."""
    path = people_file(tmp_path, "7;01/02/2026", heading="Matricola;Cessazione")
    with inside(alfa):
        carla = make.member("Carla", user=make.user("Carla", "member", "hr"), number="7")
        run = runs.keep(path, "elenco.csv", kind="people", user=make.user("Irene", "hr"))
        carrying.carry_on(run.pk)
        run.refresh_from_db()
        assert run.figures["errors"] == 0
        runs.confirm(run, digest=run.digest, skips_errors=False, user=carla.user)
        carrying.carry_on(run.pk)
        run.refresh_from_db()
        carla.refresh_from_db()
    assert (run.state, run.figures["errors"], carla.left_on) == (State.CHECKED, 1, None)


def test_a_run_is_left_to_its_worker_as_long_as_that_can_live(alfa: Organization, run: ImportRun) -> None:
    """A plan of many people is silent for minutes: nobody else takes the run while its task may be alive."""
    assert datetime.timedelta(seconds=HARD_LIMIT) < works.SILENCE
    with inside(alfa):
        confirmed(run)
        assert carrying.OUTBOX.claim(run.pk) is not None
        ImportRun.objects.update(since=now() - datetime.timedelta(seconds=HARD_LIMIT))
        assert carrying.pending_ids() == []
        assert carrying.OUTBOX.claim(run.pk) is None
        silent_too_long()
        assert carrying.pending_ids() == [run.pk]


def test_comparing_may_take_longer_than_a_transaction_is_idle_elsewhere(
    alfa: Organization, run: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, seen = works.works["people"], []
    plan = type(work).plan

    def told(self: Any, content: Any, *, actor: Any) -> works.Plan:
        with connection.cursor() as cursor:
            cursor.execute("SHOW idle_in_transaction_session_timeout")
            seen.append(cursor.fetchone()[0])
        return plan(self, content, actor=actor)

    monkeypatch.setattr(type(work), "plan", told)
    with inside(alfa):
        confirmed(run)
        carrying.carry_on(run.pk)
    assert seen == ["5min"]


@pytest.mark.parametrize("state", runs.WAITING)
def test_what_a_suspended_organization_had_begun_is_erased_in_time(
    alfa: Organization, run: ImportRun, state: str
) -> None:
    path = files.path_of(alfa.key, run.stored_name)
    Organization.objects.filter(pk=alfa.pk).update(status=Status.SUSPENDED)
    with inside(alfa):
        ImportRun.objects.update(state=state, since=now() - runs.CONFIRMED_WITHIN + datetime.timedelta(hours=1))
        erase_imports()
        assert path.exists()
        ImportRun.objects.update(since=now() - runs.CONFIRMED_WITHIN - datetime.timedelta(hours=1))
        erase_imports()
        run.refresh_from_db()
        assert (run.state, run.stored_name, run.lines.count()) == (State.DROPPED, "", 0)
    assert not path.exists()
