"""Who wants to join the demo's network, and on what papers the others are in it."""

import datetime

from catalog.demo.declared import drawn
from catalog.demo.organizations import vat_number
from providers.accreditation import calls, charter, checking, dossier, standing
from providers.accreditation.dossier import Paper
from providers.accreditation.models import Call, DocumentKind
from providers.accreditation.requirements import Requirement
from providers.applications import applying, papers
from providers.applications.models import Letter
from providers.models import Form, Provider
from tenants import isolation
from tenants.isolation import SYSTEM
from tenants.models import Organization
from welfare import clock

TITLE = "Carta dei valori comuni"
TEXT = (
    "1. Le persone prima dei conti: un servizio si misura da come sta chi lo riceve.\n\n"
    "2. Lavoro buono: contratti regolari, formazione, parità di trattamento.\n\n"
    "3. Prezzi chiari: quello che è scritto è quello che si paga, senza commissioni.\n\n"
    "4. Vicinanza: a parità di qualità, si sceglie chi lavora nel territorio e chi include.\n\n"
    "5. Parola data: se qualcosa va storto lo diciamo noi per primi, e rimediamo."
)
# Still to sign; whose insurance ends in twelve days; whose DURC has ended, so that its services are off the shelves.
UNSIGNED, ENDING, ENDED = ("girasole", "quinte-aperte"), "sport-insieme", "linea-piana"
NUMBERS = 500
# The day on which every paper was issued, counted from today.
ISSUED = -20
QUESTIONS = (("Avete una sede in uno dei comuni?", "yes_no"), ("Quanti educatori, per quanti bambini?", "text"))


def day(days: int) -> datetime.date:
    """The date in some days."""
    return clock.today() + datetime.timedelta(days=days)


def fill(opened: dict[str, Organization]) -> None:
    """A charter, dossiers, a territory's call, two applications that wait."""
    with clock.pretend(day(-20)):
        sign(opened)
    for provider in Provider.objects.filter(organization__isnull=False).select_related("organization"):
        fill_dossier(provider, opened["rete"])
        standing.refresh(provider.pk)
    network, valley = opened["rete"], opened["valle-chiara"]
    apply(network, None, "Coop. Il Faro", Form.SOCIAL_COOPERATIVE_A, 1, ["summer_camp"], opened["primavera"])
    apply(valley, open_call(valley), "Ludoteca Sole", Form.COMPANY, 2, ["summer_camp"], None)


def sign(opened: dict[str, Organization]) -> None:
    """The first version of the charter, signed by most."""
    with isolation.enter(opened["rete"], reason="demo"):
        draft = charter.write(TITLE, TEXT, actor=SYSTEM)
        charter.publish(draft, day(45), actor=SYSTEM)
    for slug, organization in opened.items():
        if organization.kind in charter.SIGNING and slug not in UNSIGNED:
            with isolation.enter(organization, reason="demo"):
                charter.sign(draft, person_id=None, actor=SYSTEM)


def fill_dossier(provider: Provider, network: Organization) -> None:
    """Every paper that is needed, in order but for two providers'."""
    organization = provider.organization
    assert organization is not None  # noqa: S101  (tells the type checker)
    for line in dossier.lines_of(provider):
        if line.requirement is None:
            continue
        last = last_of(line.requirement)
        if line.kind == DocumentKind.INSURANCE and organization.slug == ENDING:
            last = day(12)
        if line.kind == DocumentKind.DURC and organization.slug == ENDED:
            last = day(-3)
        with isolation.enter(organization, reason="demo"):
            document = dossier.send(provider, paper_of(line.kind, provider.name, last), actor=SYSTEM)
        with isolation.enter(network, reason="demo"):
            checking.decide(document, is_accepted=True, expires_on=last, reason="", actor=SYSTEM)


def last_of(requirement: Requirement | None) -> datetime.date | None:
    """The last day of a paper that is in order."""
    if requirement is None or not requirement.ends:
        return None
    return requirement.last_day(day(ISSUED)) or day(200)


def paper_of(kind: DocumentKind, name: str, last: datetime.date | None) -> Paper:
    """An invented document, as a photo."""
    lines = ["FAC-SIMILE", "", str(kind.label), name, "", "(documento inventato)"]
    return Paper(kind, day(ISSUED), last, drawn(lines), "png")


def open_call(territory: Organization) -> Call:
    """The municipality looks for summer services."""
    terms = {
        "title": "Accreditamento dei servizi estivi",
        "text": "Cerchiamo chi organizza centri estivi per bambini da 3 a 14 anni nei comuni dell'Unione.",
        "opens_on": day(-10), "closes_on": day(25), "lasts_months": 24, "service_types": ["summer_camp"],
        "documents": ["chamber", "insurance"],
    }  # fmt: skip
    with isolation.enter(territory, reason="demo"):
        call = calls.write(terms, actor=SYSTEM)
        for text, kind in QUESTIONS:
            calls.add_criterion(call, {"text": text, "kind": kind, "is_required": True}, actor=SYSTEM)
        calls.publish(call, actor=SYSTEM)
    return call


def apply(
    house: Organization, call: Call | None, name: str, form: Form, number: int, kinds: list[str],
    presenter: Organization | None,
) -> None:  # fmt: skip
    """One application, with all its papers, that waits for the office."""
    fields = {
        "name": name, "legal_name": f"{name} società cooperativa", "form": form,
        "vat_number": vat_number(NUMBERS + number), "tax_code": vat_number(NUMBERS + number),
        "iban": "IT60X0542811101000000123456", "sdi_code": "", "certified_email": "posta@pec.example",
        "address": "Via Po 3", "postcode": "41121", "town": "Modena", "phone": "059 000001",
        "about": "Estati, compiti e giochi, con educatori del posto.", "kinds": kinds, "contact_given_name": "Lia",
        "contact_family_name": "Torri", "contact_email": "lia.torri@faro.example", "contact_phone": "",
    }  # fmt: skip
    with isolation.enter(house, reason="demo"):
        application = applying.start(fields, call=call)
        for criterion in call.criteria.all() if call else ():
            is_yes = True if criterion.kind == "yes_no" else None
            applying.answer(application, criterion, is_yes=is_yes, text="" if is_yes else "Uno ogni dieci.")
        for asked in papers.asked_for(application):
            papers.attach(application, paper_of(asked.kind, name, last_of(asked.requirement)))
        if presenter is not None:
            applying.present_by(application, presenter.pk)
        applying.submit(application, charter.in_force())
        Letter.objects.update(state=Letter.State.SENT, sent_at=clock.now())
