"""The forms of weeks: ticked and confirmed by a family, planned, changed and reserved by a provider."""

import datetime
import re
from typing import Any

from tests.badinput.form import Form
from tests.badinput.supplied import ANSWERS, day
from tests.badinput.world import World
from welfare.clock import today


def start_of(world: World) -> str:
    """Where a choice begins."""
    return f"/richieste/nuova/{world.stage.offer.pk}/"


def weeks(world: World) -> dict[str, Any]:
    """One week for Leo, on the page of several."""
    who = world.leo.pk
    said = {f"a-{who}-{name}": text for name, text in ANSWERS.items()}
    return {"step": "check", f"w-{who}": [str(world.stage.slot.pk)], **said}


def weeks_checked(world: World) -> dict[str, Any]:
    """The form that confirms it, as the page of the check holds it."""
    page = world.clients["anna"].post(f"{start_of(world)}settimane/", weeks(world)).content.decode()
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def series(world: World) -> dict[str, Any]:
    """Two weeks, the second left out."""
    first = today() + datetime.timedelta(days=7 - today().weekday() + 21)
    return {
        "step": "write", "first_day": first.isoformat(), "number": "2", "weekdays": ["0", "4"], "hours": "8-13",
        "place": "", "capacity": "9", f"w{first:%Y%m%d}-is_kept": "on",
    }  # fmt: skip


WEEKS = (
    Form(
        "tick weeks",
        "anna",
        lambda world: f"{start_of(world)}settimane/",
        {},
        weeks,
        writes=False,
    ),
    Form(
        "sum of weeks",
        "anna",
        lambda world: f"{start_of(world)}settimane/totale/",
        {},
        weeks,
        writes=False,
    ),
    Form(
        "confirm weeks",
        "anna",
        lambda world: f"{start_of(world)}settimane/conferma/",
        {"nonce": "code!", "revision": "number!", "price": "amount!"},
        weeks_checked,
    ),
    Form("cancel a group", "anna", lambda world: f"/richieste/insieme/{world.group}/annulla/"),
    Form("ask for a group's document", "anna", lambda world: f"/buoni/insieme/{world.group}/di-nuovo/"),
    Form(
        "plan weeks",
        "manager",
        lambda world: f"/fornitore/servizi/{world.stage.offer.pk}/settimane/",
        {
            "first_day": "day!",
            "number": "number!",
            "weekdays": "choice!",
            "hours": "text",
            "place": "text",
            "capacity": "number!",
        },
        lambda world: series(world) | {"step": "look"},
        writes=False,
    ),
    Form(
        "open weeks",
        "manager",
        lambda world: f"/fornitore/servizi/{world.stage.offer.pk}/settimane/",
        {"first_day": "day!", "number": "number!", "weekdays": "choice!", "capacity": "number!"},
        series,
    ),
    Form(
        "change all weeks",
        "manager",
        lambda world: f"/fornitore/turni/{world.week.pk}/settimane/",
        {"hours": "text", "place": "text", "capacity": "number", "price": "amount"},
        lambda world: {"hours": "9-16", "place": "", "capacity": "", "price": ""},
    ),
    Form(
        "reserve places",
        "manager",
        lambda world: f"/fornitore/turni/{world.week.pk}/riserva/",
        {"organization": "id!", "seats": "number!", "until": "day!"},
        lambda world: {"organization": str(world.stage.issuer.pk), "seats": "2", "until": day(5)},
    ),
    Form(
        "give reserved places back",
        "manager",
        lambda world: f"/fornitore/turni/{world.week.pk}/riserva/{world.reserve.pk}/togli/",
    ),
)
