"""The forms of joining: applying, calls, charter, dossier."""

from typing import Any

from tests.badinput.form import Form, Upload, at
from tests.badinput.supplied import day
from tests.badinput.world import World
from tests.members.papers import PDF
from tests.providers.applications import company

APPLICATION = {
    "name": "text!", "legal_name": "text!", "form": "choice!", "vat_number": "code", "tax_code": "code",
    "iban": "code!", "sdi_code": "code", "certified_email": "email", "address": "text!", "postcode": "code!",
    "town": "text!", "phone": "phone!", "about": "text!", "kinds": "choice!", "contact_given_name": "text!",
    "contact_family_name": "text!", "contact_email": "email!", "contact_phone": "phone",
}  # fmt: skip
CALL = {
    "title": "text!", "text": "text!", "opens_on": "day!", "closes_on": "day!", "lasts_months": "number",
    "service_types": "choice", "documents": "choice",
}  # fmt: skip


def call(world: World) -> dict[str, Any]:
    """A call for summer camps."""
    return {
        "title": "Estate", "text": "Cerchiamo centri estivi.", "opens_on": day(0), "closes_on": day(20),
        "lasts_months": "12", "service_types": "summer_camp", "documents": "durc",
    }  # fmt: skip


def paper(world: World) -> dict[str, Any]:
    """A DURC of today."""
    return {"kind": "durc", "file": Upload(PDF, "durc.pdf"), "issued_on": day(0), "expires_on": ""}


JOINING = [
    Form(
        "apply", "applicant", at("/candidatura/nuova/"), APPLICATION,
        lambda world: company.filled(tax_code=company.vat_number(), sdi_code="M5UXCR1", contact_phone="059 1234"),
    ),
    Form(
        "ask for the link again", "applicant", at("/candidatura/link/"), {"company": "code!", "email": "email!"},
        lambda world: {"company": company.vat_number(), "email": "lia@example.org"}, writes=False,
    ),
    Form("write a call", "operator", at("/rete/bandi/nuovo/"), CALL, call),
    Form(
        "add a question to a call", "operator", lambda world: f"/rete/bandi/{world.call.pk}/",
        {"text": "text!", "kind": "choice!", "is_required": "check"},
        lambda world: {"text": "Avete una sede?", "kind": "yes_no", "is_required": "on"},
    ),
    Form("publish a call", "operator", lambda world: f"/rete/bandi/{world.call.pk}/pubblica/"),
    Form(
        "ask an applicant", "operator", lambda world: f"/rete/candidature/{world.application.pk}/manca/",
        {"words": "text!"}, lambda world: {"words": "Manca lo statuto."},
    ),
    Form(
        "refuse an applicant", "operator", lambda world: f"/rete/candidature/{world.application.pk}/rifiuta/",
        {"words": "text!"}, lambda world: {"words": "Fuori zona."},
    ),
    Form("accept an applicant", "operator", lambda world: f"/rete/candidature/{world.application.pk}/accetta/"),
    Form(
        "write the charter", "operator", at("/rete/carta/"), {"title": "text!"},
        lambda world: {"title": "Valori", "text": "Le persone prima."},
    ),
    Form(
        "sign the charter", "hr", at("/carta/"), {"version": "number!"},
        lambda world: {"version": str(world.charter.version), "agrees": "on"},
    ),
    Form(
        "send a paper", "manager", at("/fornitore/documenti/"),
        {"kind": "choice!", "file": "file!", "issued_on": "day!", "expires_on": "day"}, paper,
    ),
    Form(
        "check a paper", "operator", lambda world: f"/rete/documenti/{world.paper.pk}/",
        {"decision": "choice!", "expires_on": "day!"},
        lambda world: {"decision": "accepted", "expires_on": day(100), "reason": ""},
    ),
]  # fmt: skip
