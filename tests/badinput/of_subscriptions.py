"""The forms of subscriptions, Anna's and the provider's; and those of the provider's branches."""

import re
from typing import Any

from tests.badinput.form import Form
from tests.badinput.world import World
from welfare.clock import today

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?')


def start_of(world: World) -> str:
    """Where a subscription begins."""
    return f"/abbonamenti/nuovo/{world.monthly.pk}/"


def chosen(world: World) -> dict[str, Any]:
    """What Anna fills in for Leo, from this month on."""
    first = today().replace(day=1).isoformat()
    return {"step": "check", "who": str(world.leo.pk), "first_period": first, "phone": "059 123456"}


def checked(world: World) -> dict[str, Any]:
    """The form that confirms, as the page of the check holds it."""
    page = world.clients["anna"].post(start_of(world), chosen(world)).content.decode()
    return {name: value for name, value in HIDDEN.findall(page) if name != "csrfmiddlewaretoken"}


def month(world: World, act: str) -> str:
    """An act on the month that Beta has not confirmed yet."""
    return f"/fornitore/abbonamenti/mesi/{world.month.pk}/{act}/"


OF_SUBSCRIPTIONS = (
    Form(
        "choose a subscription", "anna", start_of,
        {"who": "id!", "first_period": "day!", "phone": "phone!"}, chosen, writes=False,
    ),
    Form(
        "start a subscription", "anna", lambda world: f"{start_of(world)}conferma/",
        {
            "who": "id!", "first_period": "day!", "nonce": "code!", "revision": "number!", "price": "amount!",
            "draw_day": "number!", "notice_days": "number!", "minimum_months": "number!", "phone": "text",
        },
        checked,
    ),
    Form("stop a subscription", "anna", lambda world: f"/abbonamenti/{world.subscribed.pk}/ferma/"),
    Form(
        "agree to a price", "anna", lambda world: f"/abbonamenti/{world.subscribed.pk}/prezzo/", {},
        lambda world: {"price": "95.00"},
    ),
    Form(
        "confirm a month of all", "manager", lambda world: "/fornitore/abbonamenti/conferma/", {"mese": "code!"},
        lambda world: {"mese": f"{world.month.period:%Y-%m}"},
    ),
    Form("confirm one month", "manager", lambda world: month(world, "conferma")),
    Form("a month was not given", "manager", lambda world: month(world, "non-dato")),
    Form(
        "end somebody's subscription", "manager",
        lambda world: f"/fornitore/abbonamenti/{world.subscribed.pk}/termina/", {"reason": "text!"},
        lambda world: {"reason": "La sede chiude a fine anno."},
    ),
    Form(
        "open a branch", "manager", lambda world: "/fornitore/sedi/nuova/",
        {"name": "text!", "address": "text", "town": "text!"},
        lambda world: {"name": "Vignola", "address": "Via Roma 1", "town": "Vignola"},
    ),
    Form(
        "change a branch", "manager", lambda world: f"/fornitore/sedi/{world.branch.pk}/",
        {"name": "text!", "address": "text", "town": "text!", "offers": "id"},
        lambda world: {"name": "Carpi 2", "address": "", "town": "Carpi", "offers": str(world.stage.offer.pk)},
    ),
    Form("close a branch", "manager", lambda world: f"/fornitore/sedi/{world.branch.pk}/chiudi/"),
    Form(
        "say where somebody works", "manager", lambda world: f"/fornitore/sedi/persone/{world.doorkeeper.pk}/",
        {"where": "choice!"}, lambda world: {"where": "some", f"branch-{world.branch.pk}": "scan"},
    ),
    Form(
        "place dates at a branch", "manager", lambda world: f"/fornitore/turni/{world.closed.pk}/sede/",
        {"branch": "id"}, lambda world: {"branch": str(world.branch.pk)},
    ),
)  # fmt: skip
