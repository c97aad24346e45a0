"""Branches: who keeps what, who only scans, and access that changes at once. Two branches, two camps, two dates."""

import re
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from catalog.orders import accept
from catalog.orders.models import Order
from providers.bookings import reach
from providers.bookings.models import BranchAccess
from providers.models import Branch, Offer, Slot
from providers.quoting import moves
from tenants.identity.models import User
from tenants.isolation import SYSTEM, Actor
from tenants.models import Organization
from tests import make
from tests.accept.desk import code_of
from tests.conftest import browse, inside
from tests.orders import stage as stages
from tests.orders.stage import Stage
from tests.queries import counted
from welfare.clock import today

SCAN, MANAGE = BranchAccess.Level.SCAN, BranchAccess.Level.MANAGE


@dataclass(frozen=True)
class Branches:
    """Carpi has the camp of the stage, with a date today that Leo comes to; Modena has a camp of its own."""

    stage: Stage
    carpi: Branch
    modena: Branch
    today: Slot
    theirs: Offer
    order: Order
    manager: User
    staff: User

    def give(self, levels: dict[uuid.UUID, str]) -> Client:
        """Let the staff do so much, and sign them in."""
        with inside(self.stage.supplier):
            reach.give(self.staff, levels, actor=SYSTEM)
            fresh = User.objects.get(pk=self.staff.pk)
        return browse(self.stage.supplier, fresh)


@pytest.fixture
def at(alfa: Organization, beta: Organization) -> Branches:
    """The stage with its branches."""
    stage = stages.set_up(alfa, beta)
    provider = stage.offer.provider
    carpi, modena = (Branch.objects.create(provider=provider, name=name, town=name) for name in ("Carpi", "Modena"))
    Offer.objects.filter(pk=stage.offer.pk).update(branch=carpi)
    theirs = make.offer(provider, "Estate al Lago", branch=modena)
    running = make.slot(stage.offer, days=0)
    order = stage.place(slot_id=running.pk)
    with inside(beta):
        manager, staff = make.user("Gina", "provider_manager"), make.user("Sonia", "provider_staff")
    return Branches(stage, carpi, modena, running, theirs, order, manager, staff)


def test_without_branches_staff_reach_everything(at: Branches) -> None:
    sonia = browse(at.stage.supplier, at.staff)
    for path in ("", "servizi/", "incassi/", f"turni/{at.today.pk}/", f"servizi/{at.theirs.pk}/"):
        assert sonia.get(f"/fornitore/{path}").status_code == 200, path


def test_who_scans_accepts_and_sees_today_at_their_branch_and_nothing_else(at: Branches) -> None:
    sonia = at.give({at.carpi.pk: SCAN})
    home = sonia.get("/fornitore/").content.decode()
    assert "Leo Bianchi" in home
    assert f"/fornitore/turni/{at.today.pk}/" not in home
    closed = [
        "servizi/", "incassi/", f"servizi/{at.stage.offer.pk}/", f"turni/{at.today.pk}/", "abbonamenti/",
        f"turni/{at.today.pk}/presenze/", f"turni/{at.today.pk}/modifica/",
    ]  # fmt: skip
    assert {path: sonia.get(f"/fornitore/{path}").status_code for path in closed} == dict.fromkeys(closed, 403)
    page = sonia.post("/fornitore/buoni/accetta/", {"code": code_of(at.stage, at.order)}).content.decode()
    assert "Leo Bianchi" in page
    with inside(at.stage.issuer):
        assert Order.objects.get().state == "accepted"


def test_a_voucher_of_another_branch_is_not_accepted(at: Branches) -> None:
    sonia = at.give({at.modena.pk: SCAN})
    assert "Leo Bianchi" not in sonia.get("/fornitore/").content.decode()
    code = code_of(at.stage, at.order)
    for path in ("", "accetta/"):
        page = sonia.post(f"/fornitore/buoni/{path}", {"code": code}).content.decode()
        assert "Carpi" in page
        assert "Leo Bianchi" not in page
    with inside(at.stage.issuer):
        assert Order.objects.get().state == "placed"
    with inside(at.stage.supplier), pytest.raises(accept.OtherBranch):
        accept.accept(code, actor=Actor(at.stage.supplier.key, at.staff.pk, "provider_staff"))


def test_what_was_accepted_elsewhere_is_not_in_todays_list(at: Branches) -> None:
    with inside(at.stage.supplier):
        accept.accept(code_of(at.stage, at.order), actor=SYSTEM)
    assert "Leo Bianchi" in at.give({at.carpi.pk: SCAN}).get("/fornitore/buoni/").content.decode()
    assert "Leo Bianchi" not in at.give({at.modena.pk: SCAN}).get("/fornitore/buoni/").content.decode()


def test_what_belongs_to_no_branch_is_accepted_at_every_desk(at: Branches) -> None:
    Offer.objects.filter(pk=at.stage.offer.pk).update(branch=None)
    sonia = at.give({at.modena.pk: SCAN})
    assert "Leo Bianchi" in sonia.get("/fornitore/").content.decode()
    assert "Leo Bianchi" in sonia.post("/fornitore/buoni/", {"code": code_of(at.stage, at.order)}).content.decode()


def test_who_manages_a_branch_keeps_its_dates_and_no_others(at: Branches) -> None:
    sonia = at.give({at.carpi.pk: MANAGE})
    mine = [f"servizi/{at.stage.offer.pk}/", f"turni/{at.today.pk}/", f"turni/{at.today.pk}/presenze/", "abbonamenti/"]
    assert {path: sonia.get(f"/fornitore/{path}").status_code for path in mine} == dict.fromkeys(mine, 200)
    other = make.slot(at.theirs)
    theirs = [f"servizi/{at.theirs.pk}/", f"turni/{other.pk}/", f"servizi/{at.theirs.pk}/turni/nuovo/"]
    assert {path: sonia.get(f"/fornitore/{path}").status_code for path in theirs} == dict.fromkeys(theirs, 404)
    assert sonia.post(f"/fornitore/turni/{other.pk}/chiudi/").status_code == 404
    assert sonia.get("/fornitore/incassi/").status_code == 403
    listed = sonia.get("/fornitore/servizi/").content.decode()
    # Nothing that the menu or the home leads to is closed to who sees it: what waits elsewhere is not counted here.
    with inside(at.stage.issuer):
        moves.ask(uuid.uuid4(), uuid.uuid4(), at.stage.issuer, at.theirs)
    home = sonia.get("/fornitore/").content.decode()
    places = set(re.findall(r'href="(/fornitore/[a-z-]+/)["?]', listed + home))
    assert {place: sonia.get(place).status_code for place in places} == dict.fromkeys(places, 200)
    assert "Estate al Mulino" in listed
    assert "Estate al Lago" not in listed


def test_dates_at_another_branch_than_their_service_are_that_branchs(at: Branches) -> None:
    Slot.objects.filter(pk=at.today.pk).update(branch=at.modena)
    assert at.give({at.modena.pk: MANAGE}).get(f"/fornitore/turni/{at.today.pk}/").status_code == 200
    assert at.give({at.carpi.pk: MANAGE}).get(f"/fornitore/turni/{at.today.pk}/").status_code == 404


def test_a_change_of_access_ends_the_sessions_at_once(at: Branches) -> None:
    sonia, gina = browse(at.stage.supplier, at.staff), browse(at.stage.supplier, at.manager)
    assert sonia.get("/fornitore/servizi/").status_code == 200
    saved = gina.post(f"/fornitore/sedi/persone/{at.staff.pk}/", {"where": "some", f"branch-{at.carpi.pk}": "scan"})
    assert saved.status_code == 302
    assert sonia.get("/fornitore/").status_code == 302
    with inside(at.stage.supplier):
        assert reach.levels_of(at.staff) == {at.carpi.pk: SCAN}


def test_saying_the_same_again_ends_no_session(at: Branches) -> None:
    sonia = at.give({at.carpi.pk: SCAN})
    with inside(at.stage.supplier):
        assert not reach.give(at.staff, {at.carpi.pk: SCAN}, actor=SYSTEM)
    assert sonia.get("/fornitore/").status_code == 200


def test_only_some_branches_and_none_of_them_is_asked_again(at: Branches) -> None:
    gina = browse(at.stage.supplier, at.manager)
    page = gina.post(f"/fornitore/sedi/persone/{at.staff.pk}/", {"where": "some"})
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()
    with inside(at.stage.supplier):
        assert reach.levels_of(at.staff) == {}


def test_a_manager_is_kept_to_no_branch_and_nobody_keeps_themselves(at: Branches) -> None:
    with inside(at.stage.supplier):
        other = make.user("Ida", "provider_manager", "provider_staff")
    gina = browse(at.stage.supplier, at.manager)
    for person in (other, at.manager):
        assert gina.get(f"/fornitore/sedi/persone/{person.pk}/").status_code == 404


def test_branches_are_their_providers_own(at: Branches, alfa: Organization) -> None:
    make.provider(alfa, "Alfa servizi")
    with inside(alfa):
        ivo = make.user("Ivo", "provider_manager")
    other = browse(alfa, ivo)
    for path in (f"sedi/{at.carpi.pk}/", f"sedi/{at.carpi.pk}/chiudi/", f"turni/{at.today.pk}/sede/"):
        assert other.post(f"/fornitore/{path}", {"name": "X", "town": "Y"}).status_code == 404
    assert "Carpi" not in other.get("/fornitore/sedi/").content.decode()


def test_opening_a_branch_twice_opens_it_once_and_a_name_is_used_once(at: Branches) -> None:
    gina = browse(at.stage.supplier, at.manager)
    new: dict[str, Any] = {"name": "Vignola", "town": "Vignola", "address": "Via Roma 1"}
    for _ in range(2):
        assert gina.post("/fornitore/sedi/nuova/", new).status_code == 302
    assert Branch.objects.filter(name="Vignola").count() == 1
    assert gina.post("/fornitore/sedi/nuova/", new | {"name": "carpi"}).status_code == 200


def test_services_are_put_at_a_branch_and_forged_ones_are_refused(at: Branches) -> None:
    gina = browse(at.stage.supplier, at.manager)
    filled = {"name": "Modena", "town": "Modena", "address": ""}
    keys = [str(at.stage.offer.pk), str(at.theirs.pk)]
    assert gina.post(f"/fornitore/sedi/{at.modena.pk}/", filled | {"offers": keys}).status_code == 302
    assert set(Offer.objects.filter(branch=at.modena).values_list("pk", flat=True)) == {at.stage.offer.pk, at.theirs.pk}
    forged = {**filled, "offers": [str(uuid.uuid4())]}
    assert gina.post(f"/fornitore/sedi/{at.modena.pk}/", forged).status_code == 200


def test_who_was_kept_to_a_branch_that_closes_reaches_no_more(at: Branches) -> None:
    sonia, gina = at.give({at.carpi.pk: MANAGE}), browse(at.stage.supplier, at.manager)
    gina.post(f"/fornitore/sedi/{at.carpi.pk}/chiudi/")
    assert sonia.get("/fornitore/servizi/").status_code == 200
    assert sonia.get(f"/fornitore/servizi/{at.stage.offer.pk}/").status_code == 404
    assert Offer.objects.get(pk=at.stage.offer.pk).branch is None


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_of_branches_costs_the_same_however_many(at: Branches, number: int) -> None:
    provider = at.stage.offer.provider
    for n in range(number):
        Branch.objects.create(provider=provider, name=f"Sede {n}", town="Carpi")
    with inside(at.stage.supplier):
        for _ in range(number):
            reach.give(make.user("Ada", "provider_staff"), {at.carpi.pk: SCAN}, actor=SYSTEM)
    gina = browse(at.stage.supplier, at.manager)
    with counted() as found:
        page = gina.get("/fornitore/sedi/").content.decode()
    assert page.count("Ada Bianchi") == number
    assert len(found) == 8


def test_the_home_counts_who_is_expected_and_how_services_do(at: Branches) -> None:
    page = browse(at.stage.supplier, at.manager).get("/fornitore/")
    [shown] = page.context["slots"]
    assert (len(shown.guests), shown.arrived) == (1, 0)
    figures = {one.offer.title: (one.counts.asked, one.waiting) for one in page.context["figures"]}
    assert figures == {"Estate al Mulino": (1, 0), "Estate al Lago": (0, 0)}
    assert today() == at.today.starts_on
