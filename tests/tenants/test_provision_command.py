"""`bin/manage provision` opens an organization, and goes on where an earlier run stopped."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from tenants import provisioning
from tenants.identity.models import User
from tenants.models import Kind, Organization, Status
from tests.committed import Committed, owner_role
from tests.conftest import inside

ARGUMENTS = {"kind": "supplier", "slug": "gamma", "name": "Gamma"}
PERSON = {"email": "anna@gamma.example", "given_name": "Anna", "family_name": "Verdi"}


@pytest.fixture
def owner(committed: Committed, database_name: str) -> Iterator[Committed]:
    """The owner's role; what the command made is dropped."""
    with owner_role(database_name):
        yield committed
        for made in Organization.objects.exclude(slug__in=["alfa", "beta", "rete"]):
            committed.superuser.execute(f"DROP SCHEMA IF EXISTS {made.schema_name} CASCADE")


def run(**options: str) -> str:
    told = io.StringIO()
    call_command("provision", **(ARGUMENTS | options), stdout=told)
    return told.getvalue()


@pytest.mark.usefixtures("owner")
def test_it_opens_an_organization_without_people() -> None:
    assert run() == "Gamma is open: http://gamma.localhost/\n"
    gamma = Organization.objects.get(slug="gamma")
    assert (gamma.kind, gamma.status) == (Kind.SUPPLIER, Status.ACTIVE)
    with inside(gamma):
        assert User.objects.count() == 0


@pytest.mark.usefixtures("owner")
def test_it_invites_the_first_person() -> None:
    run(**PERSON)
    with inside(Organization.objects.get(slug="gamma")):
        assert User.objects.get().roles == ["provider_manager"]


@pytest.mark.usefixtures("owner")
def test_it_goes_on_after_a_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(provisioning, "create_schema", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run()
    assert "open" in run()


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("wrong", [{"slug": "alfa"}, {"slug": "Two Words"}, {"email": "anna@gamma.example"}])
def test_what_is_wrong_is_said_and_nothing_made(wrong: dict[str, str]) -> None:
    before = Organization.objects.count()
    with pytest.raises(CommandError):
        run(**wrong)
    assert Organization.objects.count() == before
