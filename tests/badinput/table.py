"""Every form that changes something: who sends it, where, which fields, and one good filling.

A new form needs a row here. The kind of a field says what it must refuse (`values.py`); with `!` it
may not be empty.
"""

import re
import uuid
from typing import Any

from tests.accept import pictures
from tests.badinput.after import AFTER
from tests.badinput.bonus import last_day
from tests.badinput.declared import DECLARED
from tests.badinput.form import Form, Upload, at
from tests.badinput.of_confirmations import OF_CONFIRMATIONS
from tests.badinput.of_funds import OF_FUNDS
from tests.badinput.of_nominations import OF_NOMINATIONS
from tests.badinput.of_offers import OF_OFFERS
from tests.badinput.of_plans import OF_PLANS, grant
from tests.badinput.of_quotes import OF_QUOTES
from tests.badinput.of_subscriptions import OF_SUBSCRIPTIONS
from tests.badinput.supplied import day
from tests.badinput.table_cards import CARDS
from tests.badinput.table_joining import JOINING
from tests.badinput.table_payroll import PAYROLL
from tests.badinput.table_statements import STATEMENTS
from tests.badinput.table_weeks import WEEKS
from tests.badinput.world import LIST, World

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?')


def chosen(world: World) -> dict[str, Any]:
    """What Anna fills in for Leo."""
    return {
        "step": "check", "who": str(world.leo.pk), "slot": str(world.stage.slot.pk),
        "allergies": "noci", "phone": "059 123456", "photos": "no",
    }  # fmt: skip


def start_of(world: World) -> str:
    """Where a choice begins."""
    return f"/richieste/nuova/{world.stage.offer.pk}/"


def checked(world: World) -> dict[str, Any]:
    """The form that confirms, as the page of the check holds it."""
    page = world.clients["anna"].post(start_of(world), chosen(world)).content.decode()
    return {name: value for name, value in HIDDEN.findall(page) if name != "csrfmiddlewaretoken"}


RELATIVE = {
    "given_name": "text!", "family_name": "text!", "kinship": "choice!", "birth_date": "day!", "tax_code": "code",
    "is_cohabiting": "check", "is_dependent": "check", "is_separated": "check",
}  # fmt: skip


def relative(world: World) -> dict[str, Any]:
    """A daughter."""
    return {
        "given_name": "Mia", "family_name": "Bianchi", "kinship": "child", "birth_date": "2019-05-02", "tax_code": "",
        "is_cohabiting": "on",
    }  # fmt: skip


PERSON = {
    "given_name": "text!", "family_name": "text!", "number": "text!", "email": "email", "tax_code": "code",
    "birth_date": "day", "hired_on": "day", "category": "id", "site": "text", "level": "text",
    "contract_hours": "amount",
}  # fmt: skip


def person(world: World) -> dict[str, Any]:
    """Somebody who is hired."""
    return {
        "given_name": "Ugo", "family_name": "Neri", "number": "0042", "email": "ugo@example.org", "tax_code": "",
        "birth_date": "1990-05-02", "hired_on": "2024-01-08", "category": str(world.clerks.pk), "site": "Modena",
        "level": "C1", "contract_hours": "38,5",
    }  # fmt: skip


def closing_of(world: World) -> str:
    """Where a budget is closed."""
    return f"/hr/piani/{world.over.plan_id}/chiusura/{world.over.pk}/"


def closing(world: World) -> dict[str, Any]:
    """The form that closes it, as the page of its figures holds it."""
    page = world.clients["hr"].get(closing_of(world)).content.decode()
    return {name: value for name, value in HIDDEN.findall(page) if name != "csrfmiddlewaretoken"}


# A draft keeps whatever was typed; only its name must be there.
OFFER = {"title": "text!", "edition": "number"}


def offer(world: World) -> dict[str, Any]:
    """A camp."""
    return {
        "service_type": "summer_camp", "delivery": "places", "title": "Inverno al Mulino", "summary": "Settimane",
        "text": "Giochi", "price": "140,00", "unit": "week", "vat_rate": "5.00", "is_single_purpose": "on",
        "age_min": "3", "age_max": "11", "town": "Carpi", "address": "Via del Mulino 3", "cancellation_days": "14",
        "validity_days": "180", "questions": ["allergies"], "edition": "0",
    }  # fmt: skip


BONUS = {
    "budget": "id!", "agreement": "text!", "deposited_on": "day!", "deposit_number": "text!", "opens_on": "day!",
    "closes_on": "day!", "paid_in": "choice!", "contribution": "choice!", "other_rate": "amount",
}  # fmt: skip


def bonus_window(world: World) -> dict[str, Any]:
    """A window of a few days for credit that has none."""
    return {
        "budget": str(world.bonus_credit.pk), "agreement": "Premio", "deposited_on": day(0), "deposit_number": "1",
        "has_clause": "on", "has_increase": "on", "opens_on": day(0), "closes_on": last_day().isoformat(),
        "paid_in": f"{last_day():%Y-%m}", "contribution": "private", "other_rate": "",
    }  # fmt: skip


SLOT = {
    "starts_on": "day!", "ends_on": "day!", "hours": "text", "place": "text", "capacity": "number!", "price": "amount",
}  # fmt: skip


def slot(world: World) -> dict[str, Any]:
    """Five days in a month."""
    return {"starts_on": day(30), "ends_on": day(34), "hours": "8-17", "place": "", "capacity": "12", "price": ""}


def marks(world: World) -> dict[str, Any]:
    """Leo is there, and was collected."""
    key = world.running.fulfilment_id
    return {f"{key}-presence": "present", f"{key}-collector": "Nonna Lucia"}


ORGANIZATION = {
    "kind": "choice!", "name": "text!", "slug": "text!", "legal_name": "text", "vat_number": "code",
    "help_phone": "text", "help_hours": "text", "email": "email!", "given_name": "text!", "family_name": "text!",
}  # fmt: skip


def organization(world: World) -> dict[str, Any]:
    """A company."""
    return {
        "kind": "company", "name": "Officine", "slug": "officine", "legal_name": "Officine Srl", "vat_number": "",
        "help_phone": "", "help_hours": "", "email": "anna@officine.example", "given_name": "Anna",
        "family_name": "Verdi",
    }  # fmt: skip


PROVIDER = {
    "organization": "id", "name": "text!", "form": "choice!", "vat_number": "code", "town": "text!",
    "address": "text", "phone": "text", "email": "email", "is_accredited": "check",
}  # fmt: skip


def provider(world: World) -> dict[str, Any]:
    """A provider without an organization of its own."""
    return {
        "organization": "", "name": "Coop. Nuova", "form": "coop_a", "vat_number": "", "town": "Carpi", "address": "",
        "phone": "", "email": "", "about": "", "is_accredited": "on",
    }  # fmt: skip


def photo(code: str) -> Upload:
    """A photo of a voucher."""
    return Upload(pictures.saved(pictures.scene(code, width=200, size=(640, 480))), "foto.jpg")


FORMS = [
    *DECLARED,
    *OF_FUNDS,
    *JOINING,
    *PAYROLL,
    *AFTER,
    *STATEMENTS,
    *OF_QUOTES,
    *OF_CONFIRMATIONS,
    *OF_NOMINATIONS,
    *CARDS,
    *WEEKS,
    Form(
        "choose", "anna", start_of,
        {"who": "id!", "slot": "id!", "allergies": "text", "phone": "phone!", "photos": "choice!"}, chosen,
        writes=False,
    ),
    Form(
        "confirm", "anna", lambda world: f"{start_of(world)}conferma/",
        {
            "who": "id!", "slot": "id!", "nonce": "code!", "revision": "number!", "price": "amount!",
            "allergies": "text", "phone": "text", "photos": "choice",
        },
        checked,
    ),
    Form(
        "join a waiting list", "anna", lambda world: f"/richieste/attesa/nuova/{world.stage.offer.pk}/",
        {"who": "id!", "slot": "id!"}, lambda world: {"who": str(world.leo.pk), "slot": str(world.full.pk)},
    ),
    Form("leave a waiting list", "anna", lambda world: f"/richieste/attesa/{world.waiting.pk}/lascia/"),
    Form("cancel an order", "anna", lambda world: f"/richieste/{world.order.pk}/annulla/"),
    Form("add a relative", "anna", at("/famiglia/nuovo/"), RELATIVE, relative),
    Form("correct a relative", "anna", lambda world: f"/famiglia/{world.leo.pk}/", RELATIVE, relative),
    Form("add a person", "hr", at("/hr/persone/nuova/"), PERSON, person),
    Form(
        "correct a person", "hr", lambda world: f"/hr/persone/{world.bruno.uuid}/correggi/",
        {name: kind for name, kind in PERSON.items() if name != "email"}, person,
    ),
    Form(
        "see a person leave", "hr", lambda world: f"/hr/persone/{world.bruno.uuid}/uscita/",
        {"left_on": "day!"}, lambda world: {"left_on": day(3)},
    ),
    Form(
        "give tasks", "hr", lambda world: f"/hr/persone/{world.bruno.uuid}/compiti/",
        {"roles": "choice"}, lambda world: {"roles": ["payroll"]},
    ),
    *OF_OFFERS,
    *OF_PLANS,
    *OF_SUBSCRIPTIONS,
    Form(
        "write a regulation", "hr", lambda world: f"/hr/piani/{world.stage.plan.pk}/regolamento/",
        {}, lambda world: {"regulation": "Art. 1"},
    ),
    Form(
        "turn an open point of law", "hr", at("/hr/piani/norme/relatives_apart/"),
        {"opinion": "text!", "is_answered_for": "check"},
        lambda world: {"opinion": "Studio Neri, 3 marzo 2026", "is_answered_for": "on"},
    ),
    Form(
        "turn it back", "hr", at("/hr/piani/norme/conversion_over_base/indietro/"), writes=False,
    ),
    Form(
        "approve a regulation", "hr", lambda world: f"/hr/regolamenti/{world.proposal.pk}/approva/",
        {"body": "choice!", "names": "text!", "approved_on": "day!"},
        lambda world: {"body": "unions", "names": "Dario Sala", "approved_on": day(0)},
    ),
    Form(
        "grant", "hr", lambda world: f"/hr/piani/fonti/{world.stage.voluntary.pk}/assegna/",
        {"key": "nonce!", "category": "id", "amount": "amount!", "person": "text"}, grant,
    ),
    Form(
        "confirm a grant", "hr", lambda world: f"/hr/piani/assegnazioni/{world.prepared.pk}/conferma/",
        {}, lambda world: {"digest": world.prepared.digest},
    ),
    Form("give up a grant", "hr", lambda world: f"/hr/piani/assegnazioni/{world.prepared.pk}/rinuncia/"),
    Form("grant the rest", "hr", lambda world: f"/hr/piani/assegnazioni/{world.line.grant_id}/altri/"),
    Form(
        "correct a grant", "hr", lambda world: f"/hr/piani/assegnazioni/righe/{world.line.pk}/",
        {"key": "nonce!", "before": "amount!", "amount": "amount!", "reason": "text!"},
        lambda world: {"key": str(uuid.UUID(int=97)), "before": "10.00", "amount": "7,00", "reason": "Ore sbagliate"},
    ),
    Form("close a budget", "hr", closing_of, {"key": "nonce!", "digest": "nonce!"}, closing),
    Form(
        "grant from a pool", "hr", lambda world: f"/hr/piani/solidarieta/{world.over.pk}/",
        {"key": "nonce!", "budget": "id!", "category": "id", "amount": "amount!"},
        lambda world: {
            "key": str(uuid.UUID(int=96)), "budget": str(world.stage.voluntary.pk), "category": "", "amount": "1,00",
        },
    ),
    Form(
        "list on the shelf", "hr", lambda world: f"/hr/scaffale/{world.stage.offer.pk}/",
        {"plans": "id", "most_a_year": "number", "most_at_once": "number"},
        lambda world: {"plans": [str(world.stage.plan.pk)], "most_a_year": "2", "most_at_once": ""},
    ),
    Form("take off the shelf", "hr", lambda world: f"/hr/scaffale/{world.stage.offer.pk}/togli/"),
    Form(
        "mend an account", "hr", lambda world: f"/identita/{world.bruno.user_id}/ripara/",
        {"act": "choice!", "new_email": "email!", "means": "choice!", "note": "text"},
        lambda world: {"act": "wrong_email", "new_email": "bruno@example.com", "means": "document", "note": ""},
        once=False,
    ),
    Form(
        "import people", "hr", at("/hr/persone/importa/"), {"file": "choice!"},
        lambda world: {"file": Upload(LIST.encode(), "elenco.csv")},
    ),
    Form(
        "confirm an import", "hr", lambda world: f"/hr/persone/importa/{world.imported.pk}/conferma/",
        {"digest": "nonce!"}, lambda world: {"digest": world.imported.digest},
    ),
    Form("give an import up", "hr", lambda world: f"/hr/persone/importa/{world.imported.pk}/rinuncia/"),
    Form(
        "add staff", "manager", at("/identita/nuovo/"),
        {"given_name": "text!", "family_name": "text!", "email": "email!", "roles": "choice!"},
        lambda world: {
            "given_name": "Ugo", "family_name": "Neri", "email": "ugo@example.com", "roles": ["provider_staff"],
        },
    ),
    Form(
        "give staff tasks", "manager", lambda world: f"/identita/{world.doorkeeper.pk}/compiti/",
        {"roles": "choice!"}, lambda world: {"roles": ["provider_staff", "provider_manager"]}, once=False,
    ),
    Form(
        "invite everybody", "hr", at("/identita/inviti/"),
        {"key": "nonce!"}, lambda world: {"key": str(uuid.UUID(int=97))},
    ),
    Form(
        "export the register", "hr", at("/hr/registro/file/"),
        {"persona": "text", "tipo": "text", "dal": "day", "al": "day"},
        lambda world: {"persona": "", "tipo": "persone", "dal": "", "al": ""}, writes=False,
    ),
    Form(
        "choose about a bonus", "anna", lambda world: f"/conto/premio/{world.bonus.pk}/",
        {"converted": "amount!"}, lambda world: {"converted": "500.00"},
    ),
    Form(
        "sign an income", "anna", lambda world: f"/conto/premio/{world.bonus.pk}/reddito/",
        {"income": "amount!", "signed_name": "text!"},
        lambda world: {"income": "30.000,00", "signed_name": "Anna Bianchi"},
    ),
    Form("prepare a bonus window", "hr", at("/hr/premi/nuova/"), BONUS, bonus_window),
    Form(
        "change a bonus window", "hr", lambda world: f"/hr/premi/{world.bonus_draft.pk}/modifica/", BONUS,
        bonus_window,
    ),
    Form(
        "give everybody a premium", "hr", lambda world: f"/hr/premi/{world.bonus_draft.pk}/importo/",
        {"category": "id", "amount": "amount!"},
        lambda world: {"category": str(world.clerks.pk), "amount": "1.000,00"},
    ),
    Form("open a bonus window", "hr", lambda world: f"/hr/premi/{world.bonus_draft.pk}/apri/"),
    Form("delete a bonus window", "hr", lambda world: f"/hr/premi/{world.bonus_draft.pk}/elimina/"),
    Form("remind who has not chosen", "hr", lambda world: f"/hr/premi/{world.bonus.pk}/ricorda/"),
    Form("close a bonus window", "hr", lambda world: f"/hr/premi/{world.bonus.pk}/chiudi/"),
    Form(
        "upload premiums", "hr", lambda world: f"/hr/premi/{world.bonus_draft.pk}/file/", {"file": "choice!"},
        lambda world: {"file": Upload(b"Matricola;Premio", "premi.csv")},
    ),
    Form(
        "confirm premiums", "hr", lambda world: f"/hr/premi/file/{world.bonus_file.pk}/conferma/",
        {"digest": "nonce!"}, lambda world: {"digest": world.bonus_file.digest},
    ),
    Form("give a file of premiums up", "hr", lambda world: f"/hr/premi/file/{world.bonus_file.pk}/rinuncia/"),
    Form("close an account", "hr", lambda world: f"/identita/{world.bruno.user_id}/chiudi/", once=False),
    Form("write a service", "manager", at("/fornitore/servizi/nuovo/"), OFFER | {"edition": "check"}, offer),
    Form("change a service", "manager", lambda world: f"/fornitore/servizi/{world.draft.pk}/modifica/", OFFER, offer),
    Form("publish", "manager", lambda world: f"/fornitore/servizi/{world.asleep.pk}/pubblica/"),
    Form("suspend", "manager", lambda world: f"/fornitore/servizi/{world.stage.offer.pk}/sospendi/"),
    Form("open dates", "manager", lambda world: f"/fornitore/servizi/{world.stage.offer.pk}/turni/nuovo/", SLOT, slot),
    Form("change dates", "manager", lambda world: f"/fornitore/turni/{world.closed.pk}/modifica/", SLOT, slot),
    Form("close dates", "manager", lambda world: f"/fornitore/turni/{world.stage.slot.pk}/chiudi/"),
    Form(
        "cancel dates", "manager", lambda world: f"/fornitore/turni/{world.stage.slot.pk}/annulla/",
        {"reason": "text!"}, lambda world: {"reason": "Il Mulino resta chiuso.", "step": "confirm"},
    ),
    Form("mark a day", "manager", lambda world: f"/fornitore/turni/{world.running.slot_id}/presenze/", {}, marks),
    Form(
        "mark a row", "manager",
        lambda world: f"/fornitore/turni/{world.running.slot_id}/presenze/{world.running.fulfilment_id}/", {}, marks,
    ),
    Form("reopen dates", "manager", lambda world: f"/fornitore/turni/{world.closed.pk}/riapri/"),
    Form(
        "check a voucher", "manager", at("/fornitore/buoni/"),
        {"code": "code!"}, lambda world: {"code": world.code}, writes=False,
    ),
    Form(
        "photograph a voucher", "manager", at("/fornitore/buoni/foto/"),
        {"photo": "file!"}, lambda world: {"photo": photo(world.code)}, writes=False,
    ),
    Form(
        "accept a voucher", "manager", at("/fornitore/buoni/accetta/"),
        {"code": "code!"}, lambda world: {"code": world.code},
    ),
    Form("open an organization", "operator", at("/rete/organizzazioni/nuova/"), ORGANIZATION, organization),
    Form(
        "suspend an organization", "operator", lambda world: f"/rete/organizzazioni/{world.stage.issuer.pk}/sospendi/",
        {"reason": "choice!"}, lambda world: {"reason": "requested"},
    ),
    Form(
        "upload a list", "operator", at("/rete/elenchi/"), {"territory": "id!"},
        lambda world: {"territory": str(world.territory.pk), "file": Upload(b"denominazione;comune", "elenco.csv")},
    ),
    Form(
        "confirm a list", "operator", lambda world: f"/rete/elenchi/{world.checked_list.pk}/conferma/",
        {"digest": "nonce!"}, lambda world: {"digest": "d" * 64, "skips_errors": "on"},
    ),
    Form("give a list up", "operator", lambda world: f"/rete/elenchi/{world.checked_list.pk}/lascia/"),
    Form(
        "hold a service", "operator", lambda world: f"/rete/servizi/{world.stage.offer.pk}/sospendi/",
        {"reason": "choice!"}, lambda world: {"reason": "content"},
    ),
    Form("let a service go on", "operator", lambda world: f"/rete/servizi/{world.stage.offer.pk}/riapri/"),
    Form(
        "try all again", "operator", at("/rete/lavori/riprova/"),
        {"tipo": "text", "q": "text"}, lambda world: {"tipo": "message", "q": ""}, writes=False,
    ),
    Form(
        "invite the first person again", "operator",
        lambda world: f"/rete/organizzazioni/{world.stage.issuer.pk}/invita/", writes=False,
    ),
    Form("list a provider", "operator", at("/rete/fornitori/nuova/"), PROVIDER, provider),
    Form(
        "change a provider", "operator", lambda world: f"/rete/fornitori/{world.provider.pk}/", PROVIDER,
        lambda world: provider(world) | {"organization": str(world.stage.supplier.pk)},
    ),
]  # fmt: skip
