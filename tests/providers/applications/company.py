"""A cooperative that applies, and the call of a house that looks for it."""

import datetime
import re
from typing import Any

from django.core import mail
from stdnum import luhn

from providers.accreditation import calls
from providers.accreditation.models import Call
from providers.applications import letters, tokens
from providers.applications.models import Application
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests.conftest import browse, inside
from welfare.clock import now, today

IBAN = "IT60X0542811101000000123456"
INVITED = re.compile(r"/candidatura/invito/([A-Za-z0-9_-]{20,64})/")
LINK = re.compile(r"/candidatura/([A-Za-z0-9_-]{20,64})/")


def vat_number(company: str = "0123456") -> str:
    """A VAT number with a right check digit: seven digits of the company, Modena's office."""
    return company + "036" + luhn.calc_check_digit(company + "036")


def filled(**fields: Any) -> dict[str, Any]:
    """The first form, filled in well."""
    return {
        "name": "Coop. Il Faro", "legal_name": "Il Faro società cooperativa sociale", "form": "coop_a",
        "vat_number": vat_number(), "tax_code": "", "iban": "IT60 X054 2811 1010 0000 0123 456", "sdi_code": "",
        "certified_email": "ilfaro@pec.example", "address": "Via Po 3", "postcode": "41121", "town": "Modena",
        "phone": "059 123456", "about": "Sostegno a casa.", "kinds": ["summer_camp"],
        "contact_given_name": "Lia", "contact_family_name": "Neri", "contact_email": "lia@example.org",
        "contact_phone": "",
    } | fields  # fmt: skip


def open_call(where: Organization, documents: tuple[str, ...] = ("durc",), **fields: Any) -> Call:
    """A published call of a house, with one question that must be met."""
    terms = {
        "title": "Servizi estivi", "text": "Cerchiamo centri estivi.", "opens_on": today(),
        "closes_on": today() + datetime.timedelta(days=20), "lasts_months": 12, "service_types": [],
        "documents": list(documents),
    } | fields  # fmt: skip
    with inside(where):
        call = calls.write(terms, actor=SYSTEM)
        question = {"text": "Avete una sede nel comune?", "kind": "yes_no", "is_required": True}
        calls.add_criterion(call, question, actor=SYSTEM)
        calls.publish(call, actor=SYSTEM)
    call.refresh_from_db()
    return call


def posted(where: Organization) -> list[str]:
    """Send the letters that are due in a house; returns their texts."""
    with inside(where):
        for key in letters.pending_ids():
            letters.send(key)
    return [str(message.body) for message in mail.outbox]


def begun(where: Organization, call: Call | None = None, **fields: Any) -> str:
    """Begin an application in a browser; returns the token of the link in the mail."""
    address = f"/candidatura/nuova/?bando={call.pk}" if call else "/candidatura/nuova/"
    answer = browse(where).post(address, filled(**fields))
    assert answer.status_code == 302, answer.context["form"].errors
    found = LINK.search(posted(where)[-1])
    assert found is not None
    return found[1]


def sent(where: Organization, call: Call | None = None, **fields: Any) -> Application:
    """An application that waits for the office, without its pages."""
    terms = {
        name: value
        for name, value in filled(**fields).items()
        if name in {each.name for each in Application._meta.fields}
    } | {"tax_code": fields.get("tax_code") or vat_number(), "iban": IBAN, "call_id": call.pk if call else None}
    with inside(where):
        return Application.objects.create(
            state=Application.State.SUBMITTED, submitted_at=now(), **terms, **tokens.new_token()
        )


def application_of(where: Organization) -> Application:
    """The only application of a house."""
    with inside(where):
        return Application.objects.get()
