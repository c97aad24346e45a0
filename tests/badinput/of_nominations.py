"""The forms of providers that members bring: named, taken back; and whether a plan lets them."""

from typing import Any

from tests.badinput.form import Form, at
from tests.badinput.world import World

FIELDS = {
    "name": "text!", "town": "text!", "email": "email!", "phone": "phone", "vat_number": "code", "kind": "choice!",
    "what": "text!", "who": "id!", "amount": "amount!",
}  # fmt: skip


def named(world: World) -> dict[str, Any]:
    """A swimming school for Leo, by who has a plan that lets her."""
    world.let_nominate()
    return {
        "name": "Nuoto Delfino", "town": "Carpi", "email": "ciao@delfino.example", "phone": "", "vat_number": "",
        "kind": "swimming_pool", "what": "Corso di nuoto", "who": str(world.leo.pk), "amount": "40,00",
    }  # fmt: skip


def check(world: World) -> dict[str, Any]:
    """The same, to be looked at first."""
    return named(world) | {"step": "check"}


def confirm(world: World) -> dict[str, Any]:
    """The form that confirms, as the page of the check holds it."""
    return named(world) | {"step": "confirm", "nonce": "c" * 32}


def no_more(world: World) -> dict[str, Any]:
    """HR turns it off again."""
    world.let_nominate()
    return {"allow": "no"}


OF_NOMINATIONS = (
    Form("look at a provider to name", "anna", at("/porta/nuovo/"), FIELDS, check, writes=False),
    Form("name a provider", "anna", at("/porta/nuovo/"), FIELDS | {"nonce": "code!"}, confirm),
    Form("take a provider back", "anna", lambda world: f"/porta/{world.nominee.pk}/ritira/"),
    Form(
        "let people bring a provider", "hr", lambda world: f"/hr/piani/{world.stage.plan.pk}/fornitori/",
        {"allow": "choice!"}, no_more,
    ),
)  # fmt: skip
