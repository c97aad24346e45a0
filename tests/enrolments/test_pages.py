"""From the service's page to the certificate, the fund's lists, and what nobody else sees; with plain forms."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from catalog.enrolments.models import Contribution, Enrolment, FundLine, FundList
from catalog.orders.models import Order
from members.models import Relative
from providers.models import FundLevel, Offer, PensionFund
from tenants.audit.models import Record
from tests import make
from tests.conftest import browse, inside
from tests.enrolments.stage import FundStage, level
from tests.orders.test_web_path import hidden_fields
from tests.queries import counted
from welfare.clock import today


@pytest.fixture
def anna(stage: FundStage) -> Client:
    """Anna's browser."""
    return browse(stage.issuer, stage.anna.user)


@pytest.fixture
def manager(stage: FundStage) -> Client:
    """The browser of who runs the fund."""
    with inside(stage.supplier):
        user = make.user("Mara", "provider_manager")
    return browse(stage.supplier, user)


def start_of(offer: Offer) -> str:
    return f"/iscrizioni/servizio/{offer.pk}/"


def chosen(stage: FundStage, **changes: Any) -> dict[str, Any]:
    """What Anna fills in: the family's level, with Leo."""
    filled = {"step": "check", "level": str(stage.family.pk), "relatives": [str(stage.leo.pk)], "consent": "on"}
    return filled | changes


def test_from_the_shelf_to_the_certificate(stage: FundStage, anna: Client) -> None:
    page = anna.get(f"/scaffale/{stage.offer.pk}/").content.decode()
    assert start_of(stage.offer) in page
    assert "Famiglia" in anna.get(start_of(stage.offer)).content.decode()
    checked = anna.post(start_of(stage.offer), chosen(stage, renews="on")).content.decode()
    assert "260,00" in checked
    assert "3.615,20" in checked
    response = anna.post(f"{start_of(stage.offer)}conferma/", hidden_fields(checked))
    with inside(stage.issuer):
        enrolment = Enrolment.objects.get()
        assert enrolment.renew_up_to == Decimal("260.00")
    assert response["Location"] == f"/iscrizioni/{enrolment.pk}/fatto/"
    assert anna.get(response["Location"]).status_code == 200
    again = anna.post(f"{start_of(stage.offer)}conferma/", hidden_fields(checked))
    assert again["Location"] == response["Location"]
    first = anna.get(f"/iscrizioni/{enrolment.pk}/attestato/")
    assert first.content.startswith(b"%PDF")
    assert anna.get(f"/iscrizioni/{enrolment.pk}/attestato/").content == first.content


def test_who_is_enrolled_is_led_to_the_enrolment_before_choosing_anything(stage: FundStage, anna: Client) -> None:
    checked = anna.post(start_of(stage.offer), chosen(stage)).content.decode()
    anna.post(f"{start_of(stage.offer)}conferma/", hidden_fields(checked))
    for answer in (anna.get(start_of(stage.offer)), anna.post(start_of(stage.offer), chosen(stage))):
        assert answer.status_code == 409
        assert 'href="/iscrizioni/"' in answer.content.decode()


def test_without_consent_nothing_is_asked_of_the_fund_and_the_choice_is_kept(stage: FundStage, anna: Client) -> None:
    page = anna.post(start_of(stage.offer), chosen(stage, consent="")).content.decode()
    assert 'aria-invalid="true"' in page
    assert f'value="{stage.leo.pk}"' in page


def test_who_lives_elsewhere_is_named_on_the_form(stage: FundStage, anna: Client) -> None:
    with inside(stage.issuer):
        Relative.objects.update(is_cohabiting=False)
    response = anna.post(start_of(stage.offer), chosen(stage))
    page = response.content.decode()
    assert "Leo non vive con te" in page
    with inside(stage.issuer):
        assert not Enrolment.objects.exists()


def test_a_changed_price_is_shown_anew_and_asked_again(stage: FundStage, anna: Client) -> None:
    form = hidden_fields(anna.post(start_of(stage.offer), chosen(stage)).content.decode())
    FundLevel.objects.filter(pk=stage.family.pk).update(fee="210.00", revision=2)
    response = anna.post(f"{start_of(stage.offer)}conferma/", form)
    assert response.status_code == 409
    assert "270,00" in response.content.decode()
    anna.post(f"{start_of(stage.offer)}conferma/", hidden_fields(response.content.decode()))
    with inside(stage.issuer):
        assert Order.objects.get().price == Decimal("270.00")


def test_over_the_cap_the_page_says_what_fits_and_keeps_the_choice(stage: FundStage, anna: Client) -> None:
    dear = level(stage.offer, "Oro", "4600.00", None)
    response = anna.post(start_of(stage.offer), chosen(stage, level=str(dear.pk), relatives=[]))
    assert response.status_code == 409
    page = response.content.decode()
    assert "4.115,20" in page
    assert str(dear.pk) in page


def test_paying_into_a_pension_fund_and_stopping(stage: FundStage, anna: Client) -> None:
    filled = {
        "step": "check", "fund": str(stage.fund.pk), "number": "77", "amount": "50,00", "rhythm": "monthly",
        "consent": "on",
    }  # fmt: skip
    checked = anna.post(start_of(stage.pension_offer), filled).content.decode()
    assert "5.300,00" in checked
    for _ in range(2):
        response = anna.post(f"{start_of(stage.pension_offer)}versa/", hidden_fields(checked))
        assert response["Location"] == "/iscrizioni/"
    page = anna.get("/iscrizioni/").content.decode()
    assert "Previdenza Cooperativa" in page
    with inside(stage.issuer):
        contribution = Contribution.objects.get()
    assert anna.get(f"/iscrizioni/versamenti/{contribution.pk}/ferma/").status_code == 200
    anna.post(f"/iscrizioni/versamenti/{contribution.pk}/ferma/")
    with inside(stage.issuer):
        contribution.refresh_from_db()
        assert contribution.stopped_on == today()


@pytest.mark.parametrize("amount", ["-5", "0", "abc", "1e9", "0,001", ""])
def test_an_amount_that_is_none(stage: FundStage, anna: Client, amount: str) -> None:
    filled = {"step": "check", "fund": str(stage.fund.pk), "amount": amount, "rhythm": "once", "consent": "on"}
    response = anna.post(start_of(stage.pension_offer), filled)
    assert 'aria-invalid="true"' in response.content.decode()
    with inside(stage.issuer):
        assert not Contribution.objects.exists()


def test_the_family_of_an_enrolment(stage: FundStage, anna: Client) -> None:
    enrolment = stage.enrol()
    path = f"/iscrizioni/{enrolment.pk}/familiari/{stage.leo.pk}/aggiungi/"
    form = hidden_fields(anna.get(path).content.decode())
    assert anna.post(path, form)["Location"] == f"/iscrizioni/{enrolment.pk}/"
    with inside(stage.issuer):
        one = enrolment.covered.get()
    assert "Leo" in anna.get(f"/iscrizioni/{enrolment.pk}/").content.decode()
    anna.post(f"/iscrizioni/{enrolment.pk}/familiari/{one.pk}/togli/")
    with inside(stage.issuer):
        one.refresh_from_db()
        assert one.until is not None


def test_my_page_costs_the_same_with_many(stage: FundStage, anna: Client) -> None:
    first = stage.enrol(stage.leo)
    stage.pay("10.00")
    anna.get("/iscrizioni/")
    with counted() as one:
        anna.get("/iscrizioni/")
    with inside(stage.issuer):
        for _ in range(29):
            copy_of(first)
            contribution = Contribution.objects.first()
            assert contribution is not None
            contribution.pk, contribution.rhythm = uuid.uuid4(), "once"
            contribution._state.adding = True
            contribution.save()
    with counted() as many:
        anna.get("/iscrizioni/")
    assert (len(one), len(many)) == (12, 12)


def copy_of(enrolment: Enrolment) -> None:
    """Another year of the same, which is over."""
    order = Order.objects.get(pk=enrolment.order_id)
    order.pk, order.key, order._state.adding = uuid.uuid4(), f"copy:{Order.objects.count()}", True
    order.fulfilment_id = uuid.uuid4()
    order.save()
    copied = Enrolment.objects.get(pk=enrolment.pk)
    copied.pk, copied._state.adding, copied.order = uuid.uuid4(), True, order
    copied.state, copied.ended_on = "ended", today()
    copied.save()


def test_the_fund_makes_reads_and_confirms_a_list_and_people_can_see_that(stage: FundStage, manager: Client) -> None:
    stage.enrol(stage.leo)
    stage.close_cancelling()
    home = f"/fornitore/iscrizioni/{stage.issuer.pk}/"
    assert stage.issuer.name in manager.get("/fornitore/iscrizioni/").content.decode()
    early = manager.post(home, {"kind": "health_fund", "period": "year", "year": str(today().year), "number": ""})
    assert "non è ancora finito" in early.content.decode()
    with inside(stage.issuer):
        Order.objects.update(placed_at=f"{today().year - 1}-11-03T10:00Z")
    filled = {"kind": "health_fund", "period": "month", "year": str(today().year - 1), "number": "11"}
    response = manager.post(home, filled)
    with inside(stage.issuer):
        found = FundList.objects.get()
    assert response["Location"] == f"{home}elenchi/{found.pk}/"
    assert manager.post(home, filled)["Location"] == response["Location"]
    page = manager.get(response["Location"]).content.decode()
    assert "BNCNNA85C54F257W" in page
    first, again = (manager.get(f"{response['Location']}file.xlsx").content for _ in range(2))
    assert first == again
    assert manager.get(f"{response['Location']}file.csv").content.startswith(b"\xef\xbb\xbf")
    for _ in range(2):
        assert manager.post(f"{response['Location']}conferma/", {"all": "1"}).status_code == 302
    with inside(stage.issuer):
        assert FundLine.objects.get().state == FundLine.State.CONFIRMED
        told = Record.objects.filter(person_id=stage.anna.user_id, action="fund.told").count()
        assert told >= 4
        assert Record.objects.filter(action="entered").exists()


def test_a_refusal_wants_a_reason(stage: FundStage, manager: Client) -> None:
    stage.enrol()
    stage.close_cancelling()
    with inside(stage.issuer):
        Order.objects.update(placed_at=f"{today().year - 1}-11-03T10:00Z")
    home = f"/fornitore/iscrizioni/{stage.issuer.pk}/"
    manager.post(home, {"kind": "health_fund", "period": "month", "year": str(today().year - 1), "number": "11"})
    with inside(stage.issuer):
        line = FundLine.objects.get()
    path = f"{home}righe/{line.pk}/rifiuta/"
    with inside(stage.issuer):
        told = Record.objects.filter(person_id=stage.anna.user_id, action="fund.told").count()
    assert "Bianchi" in manager.get(path).content.decode()
    with inside(stage.issuer):
        assert Record.objects.filter(person_id=stage.anna.user_id, action="fund.told").count() == told + 1
    assert manager.post(path, {"reason": ""}).status_code == 200
    manager.post(path, {"reason": "Manca la firma"})
    with inside(stage.issuer):
        line.refresh_from_db()
        assert (line.state, line.reason) == (FundLine.State.REJECTED, "Manca la firma")


def test_another_provider_finds_nothing(stage: FundStage, anna: Client) -> None:
    stage.enrol()
    with inside(stage.issuer):
        user = make.user("Zoe", "provider_manager")
    make.provider(stage.issuer, "Altra")
    other = browse(stage.issuer, user)
    assert other.get(f"/fornitore/iscrizioni/{stage.issuer.pk}/").status_code == 404
    assert stage.issuer.name not in other.get("/fornitore/iscrizioni/").content.decode().split("<main")[1]


def test_a_level_is_written_changed_once_and_withdrawn(stage: FundStage, manager: Client) -> None:
    path = f"/fornitore/servizi/{stage.offer.pk}/livelli/"
    filled = {
        "name": "Argento", "covers": "Visite", "fee": "90,00", "relative_fee": "", "start_rule": "next_month",
        "is_prorated": "on", "age_min": "", "age_max": "", "waiting_months": "3", "revision": "1",
    }  # fmt: skip
    assert manager.post(f"{path}nuovo/", filled)["Location"] == path
    assert "un nome diverso" in manager.post(f"{path}nuovo/", filled).content.decode()
    made = FundLevel.objects.get(name="Argento")
    edit = f"/fornitore/livelli/{made.pk}/modifica/"
    assert manager.post(edit, filled | {"fee": "95,00"}).status_code == 302
    stale = manager.post(edit, filled | {"fee": "99,00"}).content.decode()
    assert "ha cambiato questo livello" in stale
    made.refresh_from_db()
    assert (made.fee, made.revision) == (Decimal("95.00"), 2)
    manager.post(f"/fornitore/livelli/{made.pk}/ritira/")
    made.refresh_from_db()
    assert made.withdrawn_at is not None


def test_pension_funds_are_added_once_and_taken_off(stage: FundStage, manager: Client) -> None:
    path = f"/fornitore/servizi/{stage.pension_offer.pk}/"
    filled = {"name": "Cometa", "register_number": "0061"}
    manager.post(f"{path}fondi/nuovo/", filled)
    assert "già nell’elenco" in manager.post(f"{path}fondi/nuovo/", filled).content.decode()
    fund = PensionFund.objects.get(register_number="61")
    manager.post(f"{path}fondi/{fund.pk}/togli/")
    assert "Cometa" not in manager.get(f"{path}livelli/").content.decode()


def test_hr_sees_nothing_of_who_is_enrolled_where(stage: FundStage) -> None:
    stage.enrol(stage.leo)
    stage.pay("10.00")
    with inside(stage.issuer):
        hr = browse(stage.issuer, make.member("Rita", "hr").user)
    for path in (f"/hr/persone/{stage.anna.uuid}/", "/hr/registro/", "/hr/piani/utilizzo/", "/hr/"):
        page = hr.get(path).content.decode()
        for word in ("Insieme Salute", "Famiglia:", "Previdenza Cooperativa", "enrolment"):
            assert word not in page.split("<main")[1], (path, word)
