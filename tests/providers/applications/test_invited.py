"""A provider that people named: its invitation, the office's working day, what it finds once it is admitted."""

import datetime
import re
import uuid
from decimal import Decimal

import pytest
from django.test import Client

from providers.accreditation.models import InvitationOutcome
from providers.applications import applying, awaited, deciding, inviting
from providers.applications.inviting import Prefilled, Wanted
from providers.applications.models import Application, Invitation
from providers.models import Offer, OfferRevision, Provider
from providers.nominating import moves
from providers.nominating.models import Nomination
from providers.nominating.queries import promise_kept
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.providers.applications import company
from tests.providers.pages import counted
from welfare import clock
from welfare.clock import today

KNOWN = Prefilled("Nuoto Secchia", "corsi@nuoto.example", "Modena", kinds=["swimming_pool"])
FRIDAY = datetime.date(2027, 4, 30)
# The Saturday of Labour Day and the Sunday after it are no working days.
MONDAY = datetime.date(2027, 5, 3)
QUEUE = "/rete/candidature/"


def named(by: Organization, amount: str = "60.00", known: Prefilled = KNOWN) -> Nomination:
    """Somebody of an organization names a provider, without the credit that is held for it."""
    key, until = uuid.uuid4(), today() + datetime.timedelta(days=60)
    wanted = Wanted(key, "Piscina", "Dieci lezioni per Leo", Decimal(amount), until)
    with inside(by):
        outcome = inviting.invite(known, asked_by=by, actor=SYSTEM, wanted=wanted, template="application_nominated")
    invitation = InvitationOutcome.objects.get(pk=outcome)
    return moves.begin(key, by, invitation, service_type="swimming_pool", amount=Decimal(amount), held_until=until)


def link_of(rete: Organization) -> str:
    """The page of the invitation, as the mail names it."""
    found = company.INVITED.search(company.posted(rete)[-1])
    assert found is not None
    return found[0]


def apply(rete: Organization, **fields: str) -> Application:
    """It applies by the link of its mail, and sends."""
    fields = {"form": "public", "contact_email": KNOWN.email} | fields
    invito = link_of(rete).split("/")[-2]
    answer = browse(rete).post(f"/candidatura/nuova/?invito={invito}", company.filled(kinds=["gym"], **fields))
    assert answer.status_code == 302, answer.context["form"].errors
    with inside(rete):
        applying.submit(Application.objects.latest("started_at"), None)
        return Application.objects.latest("started_at")


def outcome() -> InvitationOutcome:
    """The only invitation's."""
    return InvitationOutcome.objects.get()


@pytest.fixture
def office(rete: Organization) -> Client:
    """A browser of the welfare office."""
    with inside(rete):
        return browse(rete, make.user("Ugo", "office"))


def test_the_mail_says_who_writes_what_it_costs_and_how_to_say_no(rete: Organization, alfa: Organization) -> None:
    named(alfa)
    mail = company.posted(rete)[-1]
    assert company.INVITED.search(mail)
    assert "Alfa" in mail
    assert not re.search("Leo|lezioni|60", mail)


def test_who_is_invited_reads_what_waits_and_can_say_no(
    rete: Organization, alfa: Organization, beta: Organization
) -> None:
    first, second = named(alfa), named(beta, "45.00")
    assert InvitationOutcome.objects.count() == 1
    visitor, here = browse(rete), link_of(rete)
    shown = visitor.get(here).content.decode()
    assert [shown.count(text) for text in ("Dieci lezioni per Leo", "60,00", "45,00")] == [2, 1, 1]
    Nomination.objects.filter(pk=second.pk).update(state="withdrawn")
    assert "45,00" not in visitor.get(here).content.decode()
    paper = visitor.post(f"{here}proforma/{first.pk}/")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    for key in (second.pk, uuid.uuid4()):
        assert visitor.post(f"{here}proforma/{key}/").status_code == 404
    visitor.get(f"{here}no/")
    assert outcome().state == "open"
    assert visitor.post(f"{here}no/").headers["Location"] == "/candidatura/"
    assert outcome().state == "declined"
    for rest in ("", "no/"):
        assert visitor.get(f"{here}{rest}").status_code == 404
    assert visitor.get(f"/candidatura/invito/{'x' * 32}/").status_code == 404


def test_the_office_has_one_working_day_from_when_everything_is_there(
    rete: Organization, alfa: Organization, office: Client
) -> None:
    with clock.pretend(FRIDAY):
        named(alfa)
        found = apply(rete)
        assert (outcome().answer_by, outcome().applied_at) == (MONDAY, clock.now())
        with inside(rete):
            assert awaited.answer_by(found) == MONDAY
            assert awaited.count_due() == 0
    with clock.pretend(MONDAY), inside(rete):
        assert awaited.count_due() == 1
        deciding.ask(found, "Manca lo statuto.", actor=SYSTEM)
        assert (outcome().answer_by, awaited.count_due()) == (None, 0)
        applying.submit(found, None)
        assert outcome().answer_by == MONDAY + datetime.timedelta(days=1)
    assert outcome().applied_at is not None
    assert outcome().applied_at.date() == FRIDAY  # type: ignore[union-attr]
    with clock.pretend(MONDAY):
        link = company.LINK.search(company.posted(rete)[-1])
        assert link is not None
        overview = browse(rete).get(link[0])
    assert overview.context["answer_by"] == MONDAY + datetime.timedelta(days=1)


def test_who_applies_without_the_link_answers_the_invitation_all_the_same(
    rete: Organization, alfa: Organization
) -> None:
    named(alfa)
    token = company.begun(rete, contact_email=KNOWN.email)
    with inside(rete):
        found = applying.get_by_token(token)
        applying.submit(found, None)
        assert Application.objects.get().invitation_id == outcome().pk
    assert outcome().answer_by is not None
    here = link_of_invitation(rete)
    assert browse(rete).post(f"{here}no/").headers["Location"] == here
    assert outcome().state == "open"


def link_of_invitation(rete: Organization) -> str:
    """The page of the only invitation."""
    with inside(rete):
        assert Invitation.objects.count() == 1
    return next(found[0] for text in company.posted(rete) if (found := company.INVITED.search(text)))


def test_giving_the_application_up_frees_who_waits_unless_another_goes_on(
    rete: Organization, alfa: Organization
) -> None:
    named(alfa)
    first = apply(rete)
    with inside(rete):
        Application.objects.filter(pk=first.pk).update(state="asked")
        other = company.sent(rete, vat_number=company.vat_number("7654321"))
        Application.objects.filter(pk=other.pk).update(invitation=first.invitation_id)
        other.refresh_from_db()
        assert applying.withdraw(first)
        assert outcome().state == "open"
        assert applying.withdraw(other)
    assert outcome().state == "declined"


def test_who_people_wait_for_comes_first_and_is_marked(
    rete: Organization, alfa: Organization, beta: Organization, office: Client
) -> None:
    company.sent(rete, vat_number=company.vat_number("7654321"), name="Prima arrivata")
    named(alfa)
    named(beta)
    found = apply(rete)
    day = outcome().answer_by
    assert day is not None
    shown = office.get(QUEUE)
    assert [(row.name, row.people) for row in shown.context["rows"]] == [("Coop. Il Faro", 2), ("Prima arrivata", 0)]
    assert "entro-oggi" not in office.get("/rete/").content.decode()
    with clock.pretend(day + datetime.timedelta(days=1)):
        assert f"{QUEUE}?stato=entro-oggi" in office.get("/rete/").content.decode()
        due = office.get(f"{QUEUE}?stato=entro-oggi")
        assert [row.pk for row in due.context["rows"]] == [found.pk]
        assert 'class="pill refusal"' in due.content.decode()
        assert office.get(f"{QUEUE}{found.pk}/").context["awaited"].people == 2
    few = counted(office, QUEUE)
    for number in range(30):
        company.sent(rete, vat_number=company.vat_number(f"{number + 1:07}"))
    assert counted(office, QUEUE) == few


def test_who_is_admitted_finds_its_service_begun(rete: Organization, alfa: Organization, beta: Organization) -> None:
    named(alfa, "60.00")
    named(beta, "45.00")
    found = apply(rete)
    with inside(rete):
        provider = deciding.accept(found, actor=SYSTEM)
    draft = OfferRevision.objects.select_related("offer").get(offer__provider=provider)
    assert (draft.offer.state, draft.offer.service_type) == (Offer.State.DRAFT, "swimming_pool")
    assert draft.typed["price"] == ["45,00"]
    assert "lezioni" not in str(draft.typed)
    assert promise_kept() == (1, 1)


def test_the_figure_counts_who_came_in_time_and_who_still_waits_past_the_day(
    rete: Organization, alfa: Organization
) -> None:
    assert promise_kept() == (0, 0)
    provider = make.provider(None)
    cases = [("active", 0), ("active", 2), ("open", 3), ("refused", 0), ("open", -1)]
    for state, late in cases:
        due = today() - datetime.timedelta(days=late)
        made = InvitationOutcome.objects.create(
            receiver=rete, asked_by=alfa, state=state, applied_at=clock.now(), answer_by=due,
            ended_at=None if state == "open" else clock.now(), provider=provider if state == "active" else None,
        )  # fmt: skip
        moves.begin(uuid.uuid4(), alfa, made, service_type="swimming_pool", amount=Decimal(1), held_until=today())
    # In time; two days late; still waiting three days past it. Not admitted, or not due yet, is not counted.
    assert promise_kept() == (1, 3)


def test_a_service_that_credit_waits_for_is_marked_in_the_queue(
    rete: Organization, alfa: Organization, office: Client
) -> None:
    provider = make.provider(alfa)
    Provider.objects.filter(pk=provider.pk).update(is_accredited=True)
    for kind in ("swimming_pool", "summer_camp"):
        offer = make.offer(provider, kind, service_type=kind, state=Offer.State.SUBMITTED, published_at=None)
        OfferRevision.objects.create(offer=offer, state="submitted", submitted_at=clock.now())
    moves.begin(uuid.uuid4(), alfa, provider, service_type="swimming_pool", amount=Decimal(60), held_until=today())
    shown = office.get("/rete/servizi/revisioni/")
    assert [(row.offer.title, row.is_awaited) for row in shown.context["revisions"]] == [
        ("swimming_pool", True), ("summer_camp", False),
    ]  # fmt: skip
