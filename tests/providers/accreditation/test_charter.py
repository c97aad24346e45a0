"""The charter: signed once a version, by who may; who does not sign sees services leave, and come back."""

import datetime

import pytest

from providers.accreditation import charter, nightly
from providers.accreditation.models import Charter, CharterReminder, CharterSignature
from providers.models import Offer, Suspension
from tenants.audit.models import Record
from tenants.isolation import SYSTEM
from tenants.messages.models import Message
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from welfare import clock
from welfare.clock import today

TEXT = "Le persone prima dei conti."


def day(days: int) -> datetime.date:
    """The date in some days."""
    return today() + datetime.timedelta(days=days)


def published(rete: Organization, text: str = TEXT, days: int = 45) -> Charter:
    """A version that is out."""
    with inside(rete):
        draft = charter.write("Valori comuni", text, actor=SYSTEM)
        assert charter.publish(draft, day(days), actor=SYSTEM)
    draft.refresh_from_db()
    return draft


def test_a_version_is_signed_once_and_the_person_is_named_in_its_own_house(
    rete: Organization, alfa: Organization, beta: Organization
) -> None:
    version = published(rete)
    with inside(alfa):
        irene = make.user("Irene", "hr")
    client = browse(alfa, irene)
    assert TEXT in client.get("/carta/").content.decode()
    assert "agrees" in client.post("/carta/", {"version": "1"}).context["form"].errors
    for _press in range(2):
        assert client.post("/carta/", {"version": "1", "agrees": "on"}).status_code == 302
    signature = CharterSignature.objects.get()
    assert (signature.organization, signature.sha256) == (alfa, charter.digest(version))
    with inside(alfa):
        act = Record.objects.get(action="charter.signed")
        assert (act.person_id, act.details) == (irene.pk, {"version": 1})
    assert "Irene Bianchi" in client.get("/carta/").content.decode()
    with inside(rete):
        office = browse(rete, make.user("Ugo", "office"))
    shown = office.get("/rete/carta/firme/?mostra=da-firmare").content.decode()
    assert (alfa.name in shown, beta.name in shown, "Irene" in shown) == (False, True, False)


def test_before_the_first_charter_the_list_of_who_signed_leads_to_writing_it(rete: Organization) -> None:
    with inside(rete):
        office = browse(rete, make.user("Ugo", "office"))
    answer = office.get("/rete/carta/firme/", follow=True)
    assert answer.redirect_chain == [("/rete/carta/", 302)]
    assert "prima pubblica la carta" in answer.content.decode()


def test_what_was_on_screen_is_what_is_signed(rete: Organization, alfa: Organization) -> None:
    published(rete)
    with inside(alfa):
        client = browse(alfa, make.user("Irene", "hr"))
    published(rete, "Altro testo.")
    assert "error-summary" in client.post("/carta/", {"version": "1", "agrees": "on"}).content.decode()
    assert not CharterSignature.objects.exists()


def test_who_does_not_sign_is_reminded_then_off_the_shelves_until_they_sign(
    rete: Organization, alfa: Organization
) -> None:
    offer = make.offer(make.provider(alfa))
    with inside(alfa):
        marta = make.user("Marta", "provider_manager")
    version = published(rete)
    for days in (0, 0, 29, 30, 42, 43, 45):
        with clock.pretend(day(days)):
            nightly.go_through()
    with inside(alfa):
        assert Message.objects.filter(kind="charter_to_sign", recipient=marta).count() == 3
    assert Offer.objects.get(pk=offer.pk).state == Offer.State.PUBLISHED
    with clock.pretend(day(46)):
        for _night in range(2):
            nightly.go_through()
        found = Offer.objects.get(pk=offer.pk)
        assert (found.state, found.suspension) == (Offer.State.SUSPENDED, Suspension.CHARTER)
        assert browse(alfa, marta).post("/carta/", {"version": "1", "agrees": "on"}).status_code == 302
    found = Offer.objects.get(pk=offer.pk)
    assert (found.state, found.suspension) == (Offer.State.PUBLISHED, "")
    steps = CharterReminder.objects.filter(organization=alfa, charter=version).values_list("days", flat=True)
    assert sorted(steps) == [0, 3, 15, 999]


def test_who_enters_later_has_a_month(rete: Organization, alfa: Organization) -> None:
    version = published(rete, days=14)
    with clock.pretend(day(20)):
        assert not charter.is_overdue(alfa)
    Organization.objects.filter(pk=alfa.pk).update(opened_at=clock.now() - datetime.timedelta(days=90))
    alfa.refresh_from_db()
    with clock.pretend(day(15)):
        assert charter.is_overdue(alfa)
    assert charter.day_for(version, alfa) == day(14)


@pytest.mark.parametrize("days", ["", "2026-02-30", str(today() + datetime.timedelta(days=3))])
def test_a_version_comes_out_with_time_to_read_it(rete: Organization, days: str) -> None:
    with inside(rete):
        office = browse(rete, make.user("Ugo", "office"))
    office.post("/rete/carta/", {"title": "Valori", "text": TEXT})
    assert "sign_by" in office.post("/rete/carta/pubblica/", {"sign_by": days}).context["form"].errors
    assert charter.in_force() is None
