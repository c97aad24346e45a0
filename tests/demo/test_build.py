"""The demo network builds whole, its figures hold together, and nobody is flooded when it first starts."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from catalog.demo import build
from catalog.demo.cast import ACCOUNTS, FIRMS, PASSWORD
from catalog.orders.models import Order, Voucher
from catalog.plans.models import Grant, Plan
from catalog.plans.queries import HEADS, with_missing
from catalog.plans.takeup import take_up
from catalog.plans.wallets import credit_of
from members.finding import never_came
from members.ledger import queries
from members.models import Member
from members.notices import readers_count
from members.queries import headcount
from providers.bookings.models import Booking
from providers.models import Delivery, Fulfilment, Offer, Slot, Waiting
from tenants.audit.models import Record
from tenants.identity.models import Role, User
from tenants.messages.models import Message
from tenants.models import Kind, Organization, Status
from tests.committed import Committed, owner_role
from tests.conftest import inside
from tests.databases import share_templates
from welfare import clock

ROLES_BY_KIND = {
    Kind.COMPANY: {Role.MEMBER, Role.HR, Role.WELFARE_MANAGER, Role.PAYROLL, Role.COMMITTEE},
    Kind.COOPERATIVE: {Role.MEMBER, Role.HR, Role.PAYROLL, Role.COMMITTEE},
    Kind.SUPPLIER: {Role.PROVIDER_MANAGER, Role.PROVIDER_STAFF},
    Kind.TERRITORY: {Role.MEMBER, Role.DESK, Role.WELFARE_MANAGER, Role.OFFICE},
    Kind.NETWORK: {Role.OFFICE, Role.OPERATOR},
}


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
    """One build for all that is said of it: it is the slowest thing here."""
    share_templates(tmp_path)
    settings.SCAFFALE_DEMO, settings.VAR_DIR = True, tmp_path
    settings.PRIVATE_FILES = tmp_path / "files"
    settings.PUBLIC_PICTURES = tmp_path / "pictures"
    call_command("build_demo", base="http://localhost:8000", address="127.0.0.1:8000")
    assert set(Organization.objects.values_list("slug", "status")) == {(f.slug, Status.ACTIVE) for f in FIRMS}
    assert 40 <= Offer.objects.count() <= 60
    seen = Offer.objects.exclude(published_at=None)
    assert set(seen.values_list("delivery", flat=True)) == set(Delivery.values)
    assert_people_and_money()
    assert_history()
    assert_what_hr_sees()
    assert_nothing_waits_for_the_worker()
    assert_days_are_those_of_the_story()
    assert_addresses(tmp_path / "demo.json")


def assert_people_and_money() -> None:
    people = 0
    for organization in Organization.objects.all():
        with inside(organization):
            people += Member.objects.count()
            assert queries.is_balanced(), organization
            with_password = [user for user in User.objects.all() if user.has_usable_password()]
            assert len({user.password for user in with_password}) == len(with_password)
            assert all(user.check_password(PASSWORD) for user in with_password[:1])
            assert {user.email for user in with_password} == {a.email for a in ACCOUNTS if a.slug == organization.slug}
            assert not User.objects.filter(sort_name="").exists() and not Member.objects.filter(sort_name="").exists()
            assert all(is_sorted_as_saved(user) for user in User.objects.all()[:20])
    assert people == 400


def is_sorted_as_saved(user: User) -> bool:
    """Whether saving the account leaves its sorting key as it is: writing in bulk must fill it alike."""
    before = user.sort_name
    user.save()
    return user.sort_name == before


def assert_history() -> None:
    assert set(Fulfilment.objects.values_list("state", flat=True)) == {"issued", "accepted", "cancelled", "expired"}
    left = {slot.left for slot in Slot.objects.filter(starts_on__gt=clock.today(), taken__gt=0)}
    assert {0, 2} <= left
    assert set(Waiting.objects.values_list("slot__starts_on", flat=True)) and Waiting.objects.count() == 3
    with inside(Organization.objects.get(slug="officine-riva")):
        of_anna = Order.objects.filter(member__user__given_name="Anna", member__user__family_name="Bianchi")
        assert set(of_anna.values_list("state", flat=True)) == {"placed", "accepted"}
        assert credit_of(Member.objects.get(user__email__startswith="anna.bianchi@")).total >= 250
        assert Plan.objects.filter(year=clock.today().year, state="open").count() == 1
    with inside(Organization.objects.get(slug="primavera")):
        assert Booking.objects.filter(erased_at__isnull=False).exists(), "names of long ago are gone"
        assert Booking.objects.filter(erased_at__isnull=True).exists()


def assert_what_hr_sees() -> None:
    with inside(Organization.objects.get(slug="officine-riva")):
        assert headcount() > 200 and readers_count() > 150 and never_came().count() > 20
        this_year = Grant.objects.filter(budget__plan__year=clock.today().year)
        assert [vars(given)["missing"] for given in with_missing(this_year.filter(HEADS))] == [3, 3], (
            "the last hired have no credit yet"
        )
        months = {span.first for span in take_up(clock.today().year).months}
        assert len(months) >= min(3, clock.today().month - 1)
    owed: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for row in Fulfilment.objects.filter(state="accepted").select_related("provider"):
        assert row.accepted_at
        owed[row.provider.name].add((row.accepted_at.year, row.accepted_at.month))
    assert len(owed) == 5 and min(len(months) for months in owed.values()) >= 3


def assert_nothing_waits_for_the_worker() -> None:
    """Documents of the past rest; those that somebody can look at now are few."""
    waiting = 0
    for organization in Organization.objects.all():
        with inside(organization):
            assert not Message.objects.exclude(state="sent").exists()
            waiting += Voucher.objects.filter(document="queued").count()
            assert not Voucher.objects.filter(document="queued").exclude(order__state="placed").exists()
    assert 1 <= waiting <= 10


def assert_days_are_those_of_the_story() -> None:
    """What was done months ago says so: order, voucher, trail, and never a moment still to come."""
    with inside(Organization.objects.get(slug="officine-riva")):
        now = clock.now()
        oldest = Order.objects.order_by("placed_at")[0]
        assert (now - oldest.placed_at).days > 300
        assert not Order.objects.filter(placed_at__gt=now).exists() and not Record.objects.filter(at__gt=now).exists()
        assert not Order.objects.filter(closed_at__gt=now).exists()
        issued = Fulfilment.objects.get(pk=oldest.fulfilment_id)
        assert issued.issued_at == oldest.placed_at
        placed = Record.objects.get(action="order_placed", subject=str(oldest.pk))
        assert placed.at.date() == oldest.placed_at.date()


def assert_addresses(path: Path) -> None:
    described = json.loads(path.read_text())
    assert (described["base"], described["address"]) == ("http://localhost:8000", "127.0.0.1:8000")
    assert {o["slug"]: o["kind"] for o in described["organizations"]} == {f.slug: f.kind for f in FIRMS}
    for organization in described["organizations"]:
        assert set(organization) == {"slug", "host", "url", "kind", "users"}
        assert all(set(user) == {"email", "password", "roles"} for user in organization["users"])
        roles = {role for user in organization["users"] for role in user["roles"]}
        assert roles >= ROLES_BY_KIND[Kind(organization["kind"])], organization["slug"]
    assert {r for o in described["organizations"] for user in o["users"] for r in user["roles"]} == set(Role.values)
    assert sum(len(o["users"]) for o in described["organizations"]) <= 30
