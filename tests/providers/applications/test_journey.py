"""From the public page to the accredited provider, through the browser of each who has a part in it."""

import datetime

import pytest
from django.test import Client

from providers.accreditation import charter
from providers.accreditation.models import Accreditation, CharterSignature, DossierDocument
from providers.applications.models import Application
from providers.models import Provider
from tenants.audit.models import Record
from tenants.isolation import SYSTEM
from tenants.models import Kind, Organization, Provisioning
from tests import make
from tests.conftest import browse, inside
from tests.members.papers import PDF, upload
from tests.providers.applications import company
from tests.queries import counted
from welfare.clock import today

State = Application.State


@pytest.fixture
def office(rete: Organization) -> Client:
    """A browser of the welfare office."""
    with inside(rete):
        return browse(rete, make.user("Ugo", "office"))


@pytest.fixture
def values(rete: Organization) -> None:
    """A charter that is out."""
    with inside(rete):
        draft = charter.write("Valori comuni", "Le persone prima.", actor=SYSTEM)
        charter.publish(draft, today() + datetime.timedelta(days=30), actor=SYSTEM)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_cooperative_applies_and_becomes_a_provider(rete: Organization, office: Client, values: None) -> None:
    Organization.objects.filter(pk=rete.pk).update(help_phone="800 123 123")
    call, visitor = company.open_call(rete), browse(rete)
    assert "Servizi estivi" in page(visitor, "/candidatura/")
    here = f"/candidatura/{company.begun(rete, call)}/"
    assert "DURC" in page(visitor, here)
    agreed = {"is_true": "on", "accepts": "on", "version": "1"}
    assert "error-summary" in visitor.post(f"{here}invia/", agreed).content.decode()
    visitor.post(f"{here}domande/", {"c1": "yes"})
    issued = today() - datetime.timedelta(days=10)
    paper = {"kind": "durc", "file": upload(), "issued_on": issued.isoformat(), "expires_on": ""}
    assert visitor.post(f"{here}documenti/", paper).status_code == 302
    assert "error-summary" in visitor.post(f"{here}invia/", agreed | {"version": "7"}).content.decode()
    assert visitor.post(f"{here}invia/", agreed).status_code == 302
    found = company.application_of(rete)
    assert found.state == State.SUBMITTED
    assert len(company.posted(rete)) == 2
    # The office: nothing is accepted before its documents were looked at.
    queue = f"/rete/candidature/{found.pk}/"
    assert "Coop. Il Faro" in page(office, "/rete/candidature/")
    assert "lia@example.org" in page(office, queue)
    office.post(f"{queue}accetta/")
    assert company.application_of(rete).state == State.SUBMITTED
    with inside(rete):
        paper_key = found.attachments.get().pk
    file = office.get(f"{queue}documenti/{paper_key}/file/")
    assert (file.content, file.headers["Content-Disposition"][:10]) == (PDF, "attachment")
    last = issued + datetime.timedelta(days=120)
    office.post(f"{queue}documenti/{paper_key}/", {"decision": "accepted", "expires_on": last.isoformat()})
    assert office.post(f"{queue}accetta/").headers["Location"] == "/rete/candidature/"
    office.post(f"{queue}accetta/")
    provider = Provider.objects.select_related("organization").get()
    supplier = provider.organization
    assert supplier is not None
    # Until it has a phone of its own, its people call the network's.
    assert supplier.help_phone == "800 123 123"
    assert (supplier.slug, supplier.kind, supplier.vat_number) == ("coop-il-faro", Kind.SUPPLIER, company.vat_number())
    assert (provider.iban, provider.is_accredited) == (company.IBAN, True)
    assert Provisioning.objects.filter(organization=supplier).count() == 1
    given = Accreditation.objects.get()
    assert (given.by, given.call, given.since) == (rete, call, today())
    assert given.until is not None
    assert 364 <= (given.until - today()).days <= 365
    assert DossierDocument.objects.get(provider=provider).expires_on == last
    assert CharterSignature.objects.get().organization == supplier
    assert "accreditata" in company.posted(rete)[-1] or "accredited" in company.posted(rete)[-1]
    with inside(rete):
        acts = set(Record.objects.values_list("action", flat=True))
    assert {"application.read", "application.paper_read", "application.accepted", "charter.signed"} <= acts


def test_what_is_missing_is_asked_for_and_completed(rete: Organization, office: Client) -> None:
    token = company.begun(rete, form="public", kinds=["gym"])
    visitor, here = browse(rete), f"/candidatura/{token}/"
    visitor.post(f"{here}invia/", {"is_true": "on"})
    found = company.application_of(rete)
    assert found.state == State.SUBMITTED
    queue = f"/rete/candidature/{found.pk}/"
    assert "error-summary" in office.post(f"{queue}manca/", {"words": "  "}).content.decode()
    office.post(f"{queue}manca/", {"words": "Manca lo statuto."})
    assert "Manca lo statuto." in company.posted(rete)[-1]
    assert "Manca lo statuto." in page(visitor, here)
    visitor.post(f"{here}dati/", company.filled(form="public", kinds=["gym"], town="Carpi"))
    visitor.post(f"{here}invia/", {"is_true": "on"})
    assert (company.application_of(rete).state, company.application_of(rete).town) == (State.SUBMITTED, "Carpi")
    office.post(f"{queue}rifiuta/", {"words": "Fuori zona."})
    assert "Fuori zona." in company.posted(rete)[-1]
    assert (company.application_of(rete).state, Provider.objects.count()) == (State.REFUSED, 0)


def test_the_directory_entry_of_the_same_number_is_claimed(rete: Organization, office: Client) -> None:
    entry = make.provider(None, "Faro")
    Provider.objects.filter(pk=entry.pk).update(vat_number=company.vat_number(), is_accredited=False)
    found = company.sent(rete, form="public", kinds=["gym"])
    office.post(f"/rete/candidature/{found.pk}/accetta/")
    claimed = Provider.objects.get()
    assert (claimed.pk, claimed.name, claimed.is_accredited) == (entry.pk, "Coop. Il Faro", True)


def test_nobody_moves_the_account_of_a_provider_by_applying_in_its_name(
    rete: Organization, alfa: Organization, office: Client
) -> None:
    provider = make.provider(alfa, "Faro")
    own = "IT31B0300203280764532814211"
    Provider.objects.filter(pk=provider.pk).update(vat_number=company.vat_number(), iban=own)
    found = company.sent(rete, form="public", kinds=["gym"])
    office.post(f"/rete/candidature/{found.pk}/accetta/")
    provider.refresh_from_db()
    assert (provider.name, provider.iban, provider.organization) == ("Faro", own, alfa)
    assert not Provisioning.objects.exists()


def test_a_member_of_the_same_number_becomes_the_provider_and_invites_nobody(
    rete: Organization, beta: Organization, office: Client, values: None
) -> None:
    Organization.objects.filter(pk=beta.pk).update(vat_number=company.vat_number())
    found = company.sent(rete, form="public", kinds=["gym"])
    with inside(rete):
        Application.objects.update(charter_id=charter.in_force().pk)  # type: ignore[union-attr]
    office.post(f"/rete/candidature/{found.pk}/accetta/")
    assert Provider.objects.get().organization == beta
    assert not Provisioning.objects.exists()
    # Nobody signs for it but its own people.
    assert not CharterSignature.objects.exists()


def test_a_municipality_accredits_without_opening_an_organization(alfa: Organization) -> None:
    Organization.objects.filter(pk=alfa.pk).update(kind=Kind.TERRITORY)
    alfa.refresh_from_db()
    with inside(alfa):
        clerk = browse(alfa, make.user("Dario", "office"))
    call = company.open_call(alfa, documents=())
    found = company.sent(alfa, call)
    assert clerk.post(f"/rete/candidature/{found.pk}/accetta/").status_code == 302
    provider = Provider.objects.get()
    assert (provider.organization, provider.is_accredited) == (None, False)
    assert Accreditation.objects.get().by == alfa
    key = Accreditation.objects.get().pk
    assert provider.name in page(clerk, "/rete/accreditati/")
    clerk.post(f"/rete/accreditati/{key}/revoca/", {"ending": "requested"})
    assert Accreditation.objects.get().withdrawn_on == today()


def test_the_queue_costs_the_same_at_one_and_at_thirty(rete: Organization, office: Client) -> None:
    company.sent(rete)
    few = queries_of(office)
    for number in range(30):
        company.sent(rete, vat_number=company.vat_number(f"{number:07}".replace("0000000", "0999999")))
    assert queries_of(office) == few == QUEUE_QUERIES


QUEUE_QUERIES = 4


def queries_of(client: Client) -> int:
    """What one look at the queue asks the database."""
    with counted() as statements:
        page(client, "/rete/candidature/")
    return len(statements)
