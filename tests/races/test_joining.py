"""Two offices accept the same company at the same moment: it becomes one provider, and one press accepts it once."""

from collections.abc import Callable
from typing import Any

import pytest

from providers.accreditation.models import Accreditation
from providers.applications import deciding, joining
from providers.applications.models import Application
from providers.models import Provider
from tenants.isolation import SYSTEM
from tenants.models import Kind, Organization
from tests.committed import Committed
from tests.conftest import inside
from tests.providers.applications import company
from tests.races.together import Meeting, at_once


def accepting(where: Organization, application: Application) -> Callable[[], Any]:
    """One press of a house's office."""

    def job() -> Any:
        with inside(where):
            return deciding.accept(application, actor=SYSTEM).pk

    return job


@pytest.fixture
def houses(committed: Committed) -> list[tuple[Organization, Application]]:
    """The network and a municipality to which the same company has applied; a member of its number is there already."""
    Organization.objects.filter(pk=committed.alfa.pk).update(kind=Kind.TERRITORY)
    Organization.objects.filter(pk=committed.beta.pk).update(vat_number=company.vat_number())
    pair = [Organization.objects.get(pk=each.pk) for each in (committed.rete, committed.alfa)]
    return [(where, company.sent(where, form="public", kinds=["gym"])) for where in pair]


def test_two_houses_at_once_write_one_provider(houses: list[tuple[Organization, Application]]) -> None:
    assert len(set(at_once([accepting(*house) for house in houses]))) == 1
    assert (Provider.objects.count(), Accreditation.objects.count()) == (1, 2)


def test_control_without_waiting_for_each_other_there_are_two(
    houses: list[tuple[Organization, Application]], monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, known_as = Meeting(2), joining.known_as

    def looked(application: Application) -> Provider | None:
        found = known_as(application)
        meeting.wait()
        return found

    monkeypatch.setattr(joining, "one_at_a_time", lambda: None)
    monkeypatch.setattr(joining, "known_as", looked)
    at_once([accepting(*house) for house in houses])
    assert Provider.objects.count() == 2


def test_many_presses_accept_once(houses: list[tuple[Organization, Application]]) -> None:
    answers = at_once([accepting(*houses[0])] * 4)
    assert sum(isinstance(answer, deciding.NotReady) for answer in answers) == 3
    assert (Provider.objects.count(), Accreditation.objects.count()) == (1, 1)
