"""Two territories import the same homes at the same instant: each home is written once."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.directory.work import DirectoryWork
from catalog.shelf.models import ShelfItem
from providers.models import DirectoryEntry, Offer, Provider
from tenants.models import Kind, Organization
from tests.committed import Committed
from tests.conftest import inside
from tests.directory.lists import written
from tests.races.together import Meeting, at_once


@pytest.fixture
def territories(committed: Committed) -> list[Organization]:
    """Alfa and Beta as territories."""
    for each in (committed.alfa, committed.beta):
        Organization.objects.filter(pk=each.pk).update(kind=Kind.TERRITORY)
    return [committed.alfa, committed.beta]


def importing(path: Path, where: Organization) -> Callable[[], str]:
    """The command, as a job."""

    def run() -> str:
        out = StringIO()
        call_command("import_directory", str(path), "--organization", where.slug, "--json", stdout=out)
        return out.getvalue()

    return run


def test_the_second_is_told_to_try_again_and_no_home_is_doubled(
    territories: list[Organization], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, meeting, planned = written(tmp_path), Meeting(2), []
    plan_alone = DirectoryWork.plan

    def plan_then_wait(*args: Any, **options: Any) -> Any:
        made = plan_alone(*args, **options)
        planned.append(made.figures["new"])
        meeting.wait()
        return made

    with monkeypatch.context() as patched:
        patched.setattr(DirectoryWork, "plan", plan_then_wait)
        outcomes = at_once([importing(path, where) for where in territories])
    # Both had seen that nobody knew the homes: without the key there would be six.
    assert planned == [3, 3]
    assert [type(outcome) for outcome in outcomes].count(CommandError) == 1
    assert Provider.objects.count() == Offer.objects.count() == DirectoryEntry.objects.count() == 3
    for where in territories:
        importing(path, where)()
        with inside(where):
            assert ShelfItem.objects.count() == 3
    assert Provider.objects.count() == 3
