"""The forms of funds: what members fill in, and what the fund does."""

import re
import uuid
from typing import Any

from tests.badinput.form import Form
from tests.badinput.world import World
from welfare.clock import today

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?')

LEVEL = {
    "name": "text!", "covers": "text!", "fee": "amount!", "relative_fee": "amount", "start_rule": "choice!",
    "is_prorated": "check", "age_min": "number", "age_max": "number", "waiting_months": "number!",
    "revision": "number",
}  # fmt: skip


def level_filled(world: World) -> dict[str, Any]:
    """A level."""
    return {
        "name": "Argento", "covers": "Visite", "fee": "90,00", "relative_fee": "", "start_rule": "next_month",
        "is_prorated": "on", "age_min": "", "age_max": "70", "waiting_months": "3", "revision": "1",
    }  # fmt: skip


def enrol_path(world: World) -> str:
    """Where one enrols."""
    return f"/iscrizioni/servizio/{world.funds.free.pk}/"


def enrol_chosen(world: World) -> dict[str, Any]:
    """Anna with Leo."""
    return {
        "step": "check", "level": str(world.funds.other.pk), "relatives": [str(world.leo.pk)], "renews": "on",
        "consent": "on",
    }  # fmt: skip


def enrol_checked(world: World) -> dict[str, Any]:
    """The form that confirms, as the page of the check holds it."""
    page = world.clients["anna"].post(enrol_path(world), enrol_chosen(world)).content.decode()
    return {name: value for name, value in HIDDEN.findall(page) if name != "csrfmiddlewaretoken"}


def pension_path(world: World) -> str:
    """Where one pays in."""
    return f"/iscrizioni/servizio/{world.funds.pension.pk}/"


def pension_chosen(world: World) -> dict[str, Any]:
    """Twenty euro, once."""
    return {
        "step": "check", "fund": str(world.funds.fund.pk), "number": "12", "amount": "20,00", "rhythm": "once",
        "consent": "on",
    }  # fmt: skip


def pension_checked(world: World) -> dict[str, Any]:
    """The same with a nonce."""
    return pension_chosen(world) | {"nonce": uuid.UUID(int=98).hex}


def addition(world: World) -> dict[str, Any]:
    """A relative at the price that was shown."""
    return {"nonce": uuid.UUID(int=99).hex, "price": "5.00"}


def issuer_path(world: World) -> str:
    """Where the fund makes its lists."""
    return f"/fornitore/iscrizioni/{world.funds.enrolment and world.stage.issuer.pk}/"


PENSION = {"fund": "id!", "number": "text", "amount": "amount!", "rhythm": "choice!", "consent": "check"}
OF_FUNDS = [
    Form(
        "choose a level", "anna", enrol_path,
        {"level": "id!", "relatives": "id", "renews": "check", "consent": "check"}, enrol_chosen, writes=False,
    ),
    Form(
        "enrol", "anna", lambda world: f"{enrol_path(world)}conferma/",
        {
            "level": "id!", "relatives": "id", "renews": "check", "nonce": "code!", "revision": "number!",
            "price": "amount!",
        },
        enrol_checked,
    ),
    Form("choose a contribution", "anna", pension_path, PENSION, pension_chosen, writes=False),
    Form(
        "pay into a pension fund", "anna", lambda world: f"{pension_path(world)}versa/", PENSION | {"nonce": "code!"},
        pension_checked,
    ),
    Form("stop a contribution", "anna", lambda world: f"/iscrizioni/versamenti/{world.funds.monthly.pk}/ferma/"),
    Form(
        "renew an enrolment", "anna", lambda world: f"/iscrizioni/{world.funds.enrolment.pk}/rinnovo/",
        {"price": "amount!", "decision": "text"}, lambda world: {"price": "35.00"}, once=False,
    ),
    Form(
        "add to an enrolment", "anna",
        lambda world: f"/iscrizioni/{world.funds.enrolment.pk}/familiari/{world.funds.mia.pk}/aggiungi/",
        {"nonce": "code!", "price": "amount!"}, addition,
    ),
    Form(
        "take out of an enrolment", "anna",
        lambda world: f"/iscrizioni/{world.funds.enrolment.pk}/familiari/{world.funds.covered.pk}/togli/",
    ),
    Form(
        "write a level", "manager", lambda world: f"/fornitore/servizi/{world.funds.taken.pk}/livelli/nuovo/", LEVEL,
        level_filled,
    ),
    Form(
        "change a level", "manager", lambda world: f"/fornitore/livelli/{world.funds.level.pk}/modifica/", LEVEL,
        level_filled,
    ),
    Form("withdraw a level", "manager", lambda world: f"/fornitore/livelli/{world.funds.level.pk}/ritira/"),
    Form(
        "add a pension fund", "manager", lambda world: f"/fornitore/servizi/{world.funds.pension.pk}/fondi/nuovo/",
        {"name": "text!", "register_number": "code!"}, lambda world: {"name": "Cometa", "register_number": "61"},
    ),
    Form(
        "take a pension fund off", "manager",
        lambda world: f"/fornitore/servizi/{world.funds.pension.pk}/fondi/{world.funds.fund.pk}/togli/",
    ),
    Form(
        "make a list of contributions", "manager", issuer_path,
        {"kind": "choice!", "period": "choice!", "year": "choice!", "number": "number"},
        lambda world: {"kind": "pension_fund", "period": "month", "year": str(today().year - 1), "number": "11"},
    ),
    Form(
        "confirm contributions", "manager",
        lambda world: (
            f"/fornitore/iscrizioni/{world.stage.issuer.pk}/elenchi/{world.funds.line.fund_list_id}/conferma/"
        ),
        {"line": "id"}, lambda world: {"line": [str(world.funds.line.pk)]},
    ),
    Form(
        "refuse a contribution", "manager",
        lambda world: f"/fornitore/iscrizioni/{world.stage.issuer.pk}/righe/{world.funds.line.pk}/rifiuta/",
        {"reason": "text!"}, lambda world: {"reason": "Manca il documento."},
    ),
]  # fmt: skip
