"""The demo network builds, is the same every time, and its figures hold together."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from catalog.demo import addresses, build, people
from catalog.demo.cast import ACCOUNTS, FIRMS
from catalog.orders.models import Order
from members.ledger import queries
from members.models import Member
from providers.models import Fulfilment, Offer, Slot
from tenants.identity.models import Role, User
from tenants.models import Organization, Status
from tests.committed import Committed, owner_role
from tests.conftest import inside


@pytest.fixture
def owner(committed: Committed, database_name: str) -> Iterator[None]:
    """The owner's role, and no organization: the demo opens its own."""
    with committed.superuser.transaction():
        for table in ("tenants_domain", "tenants_organization"):
            committed.superuser.execute(f"DELETE FROM public.{table}")
    with owner_role(database_name):
        yield
        build.throw_away()


def test_the_demo_builds_and_adds_up(owner: None, settings: Settings, tmp_path: Path) -> None:
    settings.SCAFFALE_DEMO, settings.VAR_DIR = True, tmp_path
    # Slow on purpose in service; here only that no two hashes are alike matters.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("build_demo", base="http://localhost:8000", address="127.0.0.1:8000")
    assert set(Organization.objects.values_list("slug", "status")) == {(f.slug, Status.ACTIVE) for f in FIRMS}
    assert Offer.objects.count() >= 20
    assert {offer.delivery for offer in Offer.objects.all()} == {"voucher", "places"}
    assert_people_and_money()
    assert_history()
    assert_addresses(tmp_path / "demo.json")


def assert_people_and_money() -> None:
    people = 0
    for organization in Organization.objects.all():
        with inside(organization):
            people += Member.objects.count()
            assert queries.is_balanced(), organization
            with_password = [user for user in User.objects.all() if user.has_usable_password()]
            hashes = {user.password for user in with_password}
            assert len(hashes) == len(with_password)
            assert {user.email for user in with_password} == {a.email for a in ACCOUNTS if a.slug == organization.slug}
    assert 60 <= people <= 64


def assert_history() -> None:
    states = set(Fulfilment.objects.values_list("state", flat=True))
    assert states == {"issued", "accepted", "cancelled"}
    assert Slot.objects.filter(taken__gt=0).exists()
    with inside(Organization.objects.get(slug="officine-riva")):
        assert Order.objects.filter(member__user__given_name="Anna", state="placed").exists()


def assert_addresses(path: Path) -> None:
    described = json.loads(path.read_text())
    assert (described["base"], described["address"]) == ("http://localhost:8000", "127.0.0.1:8000")
    assert {o["slug"]: o["kind"] for o in described["organizations"]} == {f.slug: f.kind for f in FIRMS}
    roles = {role for o in described["organizations"] for user in o["users"] for role in user["roles"]}
    assert roles == set(Role.values)
    assert sum(len(o["users"]) for o in described["organizations"]) <= 30


def test_a_build_that_was_cut_short_is_thrown_away(owner: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(people, "fill", stop)
        with pytest.raises(KeyboardInterrupt):
            build.build()
    assert not build.is_built()
    assert Organization.objects.count() == len(FIRMS)
    build.throw_away()
    assert Organization.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 't\\_%%'", [])
        assert cursor.fetchone() == (3,), "the schemas of the tests' own organizations alone"


@pytest.mark.django_db
def test_only_a_demo_may_be_filled_with_invented_people(settings: Settings) -> None:
    settings.SCAFFALE_DEMO = False
    with pytest.raises(CommandError, match="SCAFFALE_DEMO"):
        call_command("build_demo")


def test_the_port_of_the_address_is_the_port_of_the_links(
    db: None, settings: Settings, tmp_path: Path, alfa: Organization
) -> None:
    settings.VAR_DIR = tmp_path
    addresses.write("http://localhost:8003", "127.0.0.1:8003")
    assert json.loads((tmp_path / "demo.json").read_text())["organizations"] == [
        addresses.described("rete", "network", ":8003")
    ]
