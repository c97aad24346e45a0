"""A build is the same every time and works on the odd days of the calendar; small ones show it."""

import datetime
import hashlib
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from catalog.demo import addresses, build, register, seasons, story
from catalog.demo.cast import FIRMS
from catalog.orders.models import Order
from catalog.plans.models import Grant
from catalog.plans.queries import HEADS, with_missing
from catalog.regulations import documents
from members.ledger import queries
from members.ledger.models import Account, AccountKind
from members.models import Member, Relative
from providers.models import Offer, Slot
from tenants.models import Organization
from tests.committed import Committed, owner_role
from tests.conftest import inside
from welfare import clock


@pytest.fixture
def owner(committed: Committed, database_name: str) -> Iterator[None]:
    """The owner's role, and no organization: the demo opens its own."""
    with committed.superuser.transaction():
        for table in ("tenants_domain", "tenants_organization"):
            committed.superuser.execute(f"DELETE FROM public.{table}")
    with owner_role(database_name):
        yield
        build.throw_away()


@pytest.fixture
def small(owner: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo with few orders, and without the pages of its regulations: the whole one prints them all."""
    monkeypatch.setattr(documents, "make_document", lambda _version: None)
    monkeypatch.setattr(seasons, "PACE", {"officine-riva": 1})
    monkeypatch.setattr(story, "CROWDS", ())


def digest() -> str:
    """All that a visitor could tell two builds apart by: people, families, offers, places, orders, money."""
    rows: list[object] = [list(Slot.objects.order_by("pk").values_list("pk", "starts_on", "ends_on", "taken"))]
    seen, drafts = Offer.objects.exclude(published_at=None), Offer.objects.filter(published_at=None)
    rows.append(list(seen.order_by("pk").values_list("pk", "title", "price", "area", "state")))
    # A draft is begun as on its page, under an id that is drawn anew.
    rows.append(list(drafts.order_by("sort_title").values_list("title", "price", "area", "state")))
    for organization in Organization.objects.order_by("slug"):
        with inside(organization):
            rows += [organization.slug, *contents()]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def contents() -> Iterator[object]:
    """What one organization holds, without the ids that are drawn anew."""
    members = Member.objects.order_by("number")
    yield list(members.values_list("number", "sort_name", "tax_code", "birth_date", "hired_on", "left_on", "site"))
    kin = Relative.objects.order_by("member__number", "given_name")
    yield list(kin.values_list("member__number", "given_name", "kinship", "birth_date", "tax_code"))
    orders = Order.objects.order_by("placed_at", "member__number", "snapshot__title", "slot_id", "beneficiary_name")
    fields = ("member__number", "beneficiary_name", "offer_id", "slot_id", "price", "state", "cancel_until")
    yield list(orders.values_list(*fields))
    numbers = dict(members.values_list("uuid", "number"))
    held = queries.with_balance(Account.objects.filter(kind=AccountKind.WALLET)).filter(balance__gt=0)
    yield sorted((numbers[owner], *lot) for owner, *lot in held.values_list("owner", "expires_on", "balance"))


def balance_of(member: Member) -> Decimal:
    """What a member can spend."""
    return sum((lot.balance for lot in queries.lots(member.uuid, on=clock.today())), Decimal(0))


@pytest.mark.parametrize("day", ["2026-01-01", "2026-12-31"])
def test_it_builds_on_an_odd_day(small: None, day: str) -> None:
    with clock.pretend(datetime.date.fromisoformat(day)):
        build.build()
        assert_it_is_whole()


def test_on_the_odd_day_of_a_leap_year_two_builds_are_alike(small: None) -> None:
    with clock.pretend(datetime.date(2024, 2, 29)):
        build.build()
        assert_it_is_whole()
        first = digest()
        build.build()
        assert digest() == first


def assert_it_is_whole() -> None:
    """Money is balanced, people order, the last hired have no credit yet and Anna has some."""
    with inside(Organization.objects.get(slug="officine-riva")):
        assert queries.is_balanced() and Order.objects.count() > 10
        this_year = Grant.objects.filter(budget__plan__year=clock.today().year)
        assert [vars(given)["missing"] for given in with_missing(this_year.filter(HEADS))] == [3, 3]
        anna = Member.objects.get(user__email="anna.bianchi@officine-riva.example")
        assert balance_of(anna) >= 250


def test_a_build_that_was_cut_short_is_thrown_away(owner: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(register, "fill", stop)
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
    db: None, settings: Settings, tmp_path_factory: pytest.TempPathFactory, alfa: Organization
) -> None:
    settings.VAR_DIR = tmp_path_factory.mktemp("var")
    path = addresses.write("http://localhost:8003", "127.0.0.1:8003")
    assert '"url": "http://rete.localhost:8003"' in path.read_text()
