"""The forms of providers that people name, on the provider's side, and of what invoices must carry."""

from typing import Any

from tests.badinput.form import Form, at
from tests.badinput.world import World
from tests.providers.applications import company

WHERE = {"address": "text", "postcode": "code", "town": "text", "sdi_code": "code", "certified_email": "email"}


def at_provider(rest: str) -> Any:
    """An address of Beta's, of which Anna has asked something."""
    return lambda world: f"/fornitore/chi-ti-aspetta/{world.waited.nominee.pk}/{rest}"


def where(world: World) -> dict[str, Any]:
    """Where invoices go."""
    return {
        "address": "Via Po 3", "postcode": "41012", "town": "Carpi", "sdi_code": "M5UXCR1",
        "certified_email": "alfa@pec.example",
    }  # fmt: skip


OF_CONFIRMATIONS = [
    Form(
        "confirm to somebody who waits", "manager", at_provider("conferma/"), {"offer": "id!", "price": "amount!"},
        lambda world: {"offer": str(world.waited.offer.pk), "price": "250,00", "is_sure": "on"},
    ),
    Form("say no to somebody who waits", "manager", at_provider("declina/")),
    Form("say no to an invitation", "applicant", lambda world: f"{world.waited.invitation}no/"),
    Form("say where invoices go", "payroll", at("/paghe/dati-fattura/"), WHERE, where),
    Form(
        "write the data for invoices", "operator",
        lambda world: f"/rete/organizzazioni/{world.stage.issuer.pk}/fattura/",
        {"legal_name": "text", "vat_number": "code", "tax_code": "code", **WHERE},
        lambda world: where(world) | {
            "legal_name": "Alfa Spa", "vat_number": company.vat_number(), "tax_code": company.vat_number(),
        },
    ),
]  # fmt: skip
