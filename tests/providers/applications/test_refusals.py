"""What somebody types, sends or forges while applying: told in words, nothing changed, nothing of others seen."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from providers.accreditation import calls, presenting
from providers.accreditation.models import Call, InvitationOutcome, Presentation
from providers.applications import applying, deciding, inviting, lapsing, papers, tokens
from providers.applications.inviting import Prefilled
from providers.applications.models import Application, Letter
from providers.applications.tasks import lapse_everywhere
from tenants.isolation import SYSTEM
from tenants.messages.models import Message
from tenants.models import Kind, Organization
from tests import make
from tests.conftest import browse, inside
from tests.members.papers import picture, upload
from tests.providers.applications import company
from welfare import clock
from welfare.clock import today

State = Application.State
NEW = "/candidatura/nuova/"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"iban": "IT61X0542811101000000123456"}, "iban"),
        ({"iban": ""}, "iban"),
        ({"vat_number": "01234567890"}, "vat_number"),
        ({"vat_number": ""}, "vat_number"),
        ({"form": "mutual", "vat_number": ""}, "tax_code"),
        ({"tax_code": "RSSMRA85M01H501Z"}, "tax_code"),
        ({"certified_email": ""}, "sdi_code"),
        ({"sdi_code": "0000000", "certified_email": ""}, "certified_email"),
        ({"contact_email": "lia@"}, "contact_email"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["forged"]}, "kinds"),
        ({"form": "forged"}, "form"),
        ({"name": "x" * 121}, "name"),
        ({"phone": "abc"}, "phone"),
        ({"postcode": "4112"}, "postcode"),
        ({"about": "a\0b"}, "about"),
        ({"contact_given_name": "Premio su https://truffa.example"}, "contact_given_name"),
        ({"name": "www.truffa.example"}, "name"),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_keeps_what_was_typed(
    rete: Organization, fields: dict[str, Any], field: str
) -> None:
    answer = browse(rete).post(NEW, company.filled(**fields))
    assert list(answer.context["form"].errors) == [field]
    assert "Via Po 3" in answer.content.decode()
    with inside(rete):
        assert (Application.objects.count(), Letter.objects.count()) == (0, 0)


def test_a_second_application_of_a_company_is_told_so(rete: Organization) -> None:
    token = company.begun(rete)
    # The same contact goes on with what was begun; another one begins apart, until one of the two is sent.
    assert company.begun(rete) == token
    other = company.begun(rete, contact_email="ugo@example.org")
    with inside(rete):
        applying.submit(applying.get_by_token(token), None)
    answer = browse(rete).post(NEW, company.filled(contact_email="eva@example.org"))
    assert answer.context["form"].non_field_errors()
    with inside(rete):
        with pytest.raises(applying.AlreadyOpen):
            applying.submit(applying.get_by_token(other), None)
        assert Application.objects.count() == 2


def test_after_the_last_day_no_application_is_taken(rete: Organization) -> None:
    call = company.open_call(rete, documents=())
    token = company.begun(rete, call)
    with clock.pretend(call.closes_on + datetime.timedelta(days=1)):
        assert browse(rete).get(f"{NEW}?bando={call.pk}").status_code == 404
        with inside(rete), pytest.raises(applying.CannotApply):
            applying.submit(applying.get_by_token(token), None)
    with inside(rete):
        calls.withdraw(call, actor=SYSTEM)
        with pytest.raises(calls.CannotChange):
            calls.add_criterion(call, {"text": "?", "kind": "text", "is_required": True}, actor=SYSTEM)


def test_a_territory_takes_applications_to_its_calls_alone(alfa: Organization) -> None:
    Organization.objects.filter(pk=alfa.pk).update(kind=Kind.TERRITORY)
    alfa.refresh_from_db()
    answer = browse(alfa).post(NEW, company.filled())
    assert answer.context["form"].non_field_errors()
    assert browse(alfa).get(f"{NEW}?bando=forged").status_code == 404


def test_a_link_opens_nothing_elsewhere_and_no_paper_of_another(rete: Organization, alfa: Organization) -> None:
    token = company.begun(rete)
    Organization.objects.filter(pk=alfa.pk).update(kind=Kind.TERRITORY)
    assert browse(alfa).get(f"/candidatura/{token}/").status_code == 404
    assert browse(rete).get(f"/candidatura/{token[:-1]}/").status_code == 404
    visitor = browse(rete)
    sent = {"kind": "statute", "file": upload(picture(), "foto.jpg"), "issued_on": "", "expires_on": ""}
    assert visitor.post(f"/candidatura/{token}/documenti/", sent).status_code == 302
    other = company.begun(rete, vat_number=company.vat_number("7654321"), contact_email="eva@example.org")
    with inside(rete):
        paper = applying.get_by_token(token).attachments.get()
    assert visitor.get(f"/candidatura/{token}/documenti/{paper.pk}/").headers["Content-Type"] == "image/jpeg"
    for act in ("", "togli/"):
        address = f"/candidatura/{other}/documenti/{paper.pk}/{act}"
        assert (visitor.post(address) if act else visitor.get(address)).status_code == 404
    broken = sent | {"file": upload(b"not a picture", "foto.jpg")}
    assert "file" in visitor.post(f"/candidatura/{token}/documenti/", broken).context["form"].errors


def test_papers_are_counted_and_fixed_once_sent(rete: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    token, visitor = company.begun(rete, form="public", kinds=["gym"]), browse(rete)
    here = f"/candidatura/{token}/"
    monkeypatch.setattr(papers, "MOST_PAPERS", 1)
    for content, errors in ((picture(), False), (picture(size=(9, 9)), True)):
        answer = visitor.post(f"{here}documenti/", {"kind": "other", "file": upload(content, "a.jpg")})
        assert (answer.status_code == 200) is errors
    visitor.post(f"{here}invia/", {"is_true": "on"})
    answer = visitor.post(f"{here}dati/", company.filled(form="public", kinds=["gym"], town="Altrove"))
    assert answer.context["form"].non_field_errors()
    assert company.application_of(rete).town == "Modena"


def test_a_member_presents_and_another_organization_sees_nothing(
    rete: Organization, alfa: Organization, beta: Organization
) -> None:
    token, visitor = company.begun(rete), browse(rete)
    with inside(alfa):
        hr = browse(alfa, make.user("Irene", "hr"))
    with inside(beta):
        stranger = browse(beta, make.user("Vera", "hr"))
    address = f"/candidatura/{token}/chi-presenta/"
    assert [each.name for each in visitor.get(address, {"q": "alf"}).context["found"]] == [alfa.name]
    assert visitor.get(address, {"q": "a"}).context["found"] == []
    assert visitor.post(address, {"organization": str(rete.pk)}).status_code == 200
    for _press in range(2):
        assert visitor.post(address, {"organization": str(alfa.pk)}).status_code == 302
    asked = Presentation.objects.get()
    with inside(alfa):
        assert Message.objects.filter(kind="presentation_asked").count() == 1
    answer = f"/carta/presentazioni/{asked.pk}/"
    assert stranger.post(answer, {"confirm": "1"}).status_code == 404
    assert hr.post(answer, {}).headers["Location"] == answer
    hr.post(answer, {"confirm": "1"})
    hr.post(answer, {"decline": "1"})
    assert Presentation.objects.get().state == Presentation.State.CONFIRMED
    with inside(rete):
        found = presenting.of_application(applying.get_by_token(token).pk)
        assert found is not None
        assert found.asked_of == alfa


def test_whom_to_present_it_is_asked_of_five_and_each_is_mailed_once(
    rete: Organization, alfa: Organization, beta: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, visitor = company.begun(rete), browse(rete)
    address = f"/candidatura/{token}/chi-presenta/"
    for house in (alfa, beta):
        with inside(house):
            make.user("Irene", "hr")
    for house in (alfa, beta, alfa, beta):
        assert visitor.post(address, {"organization": str(house.pk)}).status_code == 302
    for house in (alfa, beta):
        with inside(house):
            assert Message.objects.filter(kind="presentation_asked").count() == 1
    monkeypatch.setattr(presenting, "MOST_ASKED", 1)
    assert visitor.post(address, {"organization": str(alfa.pk)}).context["form"].non_field_errors()
    assert Presentation.objects.exclude(state=Presentation.State.WITHDRAWN).get().asked_of == beta


def test_a_word_given_for_one_company_does_not_go_over_to_another(rete: Organization, alfa: Organization) -> None:
    token, visitor = company.begun(rete), browse(rete)
    visitor.post(f"/candidatura/{token}/chi-presenta/", {"organization": str(alfa.pk)})
    Presentation.objects.update(state=Presentation.State.CONFIRMED)
    visitor.post(f"/candidatura/{token}/dati/", company.filled(town="Carpi"))
    assert Presentation.objects.get().state == Presentation.State.CONFIRMED
    visitor.post(f"/candidatura/{token}/dati/", company.filled(legal_name="Un'altra srl"))
    assert Presentation.objects.get().state == Presentation.State.WITHDRAWN


def test_the_link_goes_to_its_own_address_and_nobody_is_told_whether_it_did(rete: Organization) -> None:
    company.begun(rete)
    before = len(company.posted(rete))
    for email in ("eva@example.org", "lia@example.org"):
        sent = {"company": company.vat_number(), "email": email}
        assert browse(rete).post("/candidatura/link/", sent).headers["Location"] == "/candidatura/inviata/"
    assert len(company.posted(rete)) == before + 1


def test_who_applies_without_end_waits(rete: Organization) -> None:
    client = Client(SERVER_NAME="rete.localhost")
    answers = [client.post(NEW, company.filled(contact_email="lia@example.org")) for _try in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [200]
    assert answers[-1].context["form"].non_field_errors()


def test_an_invitation_is_read_where_it_was_asked_for(rete: Organization, alfa: Organization) -> None:
    known = Prefilled("Fisio Po", "fisio@example.org", town="Carpi", kinds=["gym"])
    invited = (known, replace(known, email="altra@example.org"))
    with inside(alfa):
        keys = [inviting.invite(each, asked_by=alfa, actor=SYSTEM) for each in invited]
    tokens = [company.INVITED.search(text)[1] for text in company.posted(rete)[-2:]]  # type: ignore[index]
    visitor = browse(rete)
    assert 'value="Fisio Po"' in visitor.get(f"{NEW}?invito={tokens[0]}").content.decode()
    visitor.post(f"/candidatura/invito/{tokens[1]}/no/")
    assert visitor.get(f"/candidatura/invito/{tokens[1]}/").status_code == 404
    states = InvitationOutcome.objects.filter(pk__in=keys, asked_by=alfa).values_list("state", flat=True)
    assert sorted(states) == ["declined", "open"]
    assert str(InvitationOutcome.objects.values_list()).count("example.org") == 0
    with inside(rete), clock.pretend(today() + datetime.timedelta(days=31)):
        lapsing.lapse()
    assert not InvitationOutcome.objects.filter(state="open").exists()


def test_what_came_to_nothing_is_forgotten(rete: Organization, private: Any) -> None:
    token, visitor = company.begun(rete), browse(rete)
    visitor.post(f"/candidatura/{token}/documenti/", {"kind": "other", "file": upload()})
    with inside(rete), clock.pretend(today() + datetime.timedelta(days=31)):
        lapsing.lapse()
        assert Application.objects.get().state == State.LAPSED
    assert visitor.get(f"/candidatura/{token}/").status_code == 404
    with inside(rete), clock.pretend(today() + datetime.timedelta(days=215)):
        lapsing.lapse()
        assert (Application.objects.count(), Letter.objects.count()) == (0, 0)


def test_what_is_never_completed_is_forgotten_with_who_was_asked_to_present_it(
    rete: Organization, alfa: Organization
) -> None:
    Organization.objects.filter(pk=rete.pk).update(status="suspended")
    found = company.sent(rete)
    with inside(rete):
        presenting.ask(found.pk, alfa, name=found.legal_name, town=found.town, about=found.about)
        deciding.ask(found, "Manca lo statuto.", actor=SYSTEM)
    for days, left in ((179, [State.ASKED]), (181, [State.WITHDRAWN]), (362, [])):
        with clock.pretend(today() + datetime.timedelta(days=days)):
            lapse_everywhere()
        with inside(rete):
            assert list(Application.objects.values_list("state", flat=True)) == left
    assert not Presentation.objects.exists()


def test_a_call_of_another_house_is_not_found(rete: Organization, alfa: Organization) -> None:
    Organization.objects.filter(pk=alfa.pk).update(kind=Kind.TERRITORY)
    alfa.refresh_from_db()
    call = company.open_call(alfa)
    with inside(rete):
        office = browse(rete, make.user("Ugo", "office"))
    for act in ("", "modifica/", "pubblica/", "chiudi/"):
        assert office.get(f"/rete/bandi/{call.pk}/{act}").status_code == 404
    assert browse(rete).get(f"{NEW}?bando={call.pk}").status_code == 404
    assert Call.objects.get().state == Call.State.PUBLISHED


def test_a_link_is_worth_nothing_half_a_year_after_the_decision(rete: Organization) -> None:
    found = company.sent(rete)
    with inside(rete):
        token = tokens.token_of(found.token_sealed)
        deciding.refuse(found, "Fuori zona.", actor=SYSTEM)
    for days, status in ((179, 200), (181, 404)):
        with clock.pretend(today() + datetime.timedelta(days=days)):
            assert browse(rete).get(f"/candidatura/{token}/").status_code == status


def test_one_scan_of_several_papers_is_kept_for_each_with_its_last_dates(rete: Organization, private: Any) -> None:
    token, visitor = company.begun(rete), browse(rete)
    last = today() + datetime.timedelta(days=200)
    dates = {"issued_on": today().isoformat(), "expires_on": last.isoformat()}
    for kind, day in (("insurance", today() + datetime.timedelta(days=9)), ("insurance", last), ("other", last)):
        sent = {"kind": kind, "file": upload()} | dates | {"expires_on": day.isoformat()}
        assert visitor.post(f"/candidatura/{token}/documenti/", sent).status_code == 302
    with inside(rete):
        found = applying.get_by_token(token).attachments.values_list("kind", "expires_on")
        assert sorted(found) == [("insurance", last), ("other", last)]
