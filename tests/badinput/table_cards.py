"""The forms of agreements, of the card, and of searches in vain (see `table.py`)."""

from typing import Any

from tests.badinput.form import Form, Upload, at
from tests.badinput.supplied import day
from tests.badinput.world import World

AGREEMENT = {
    "name": "text!", "category": "choice!", "discount": "text!", "percent": "amount", "conditions": "text",
    "website": "text", "is_everywhere": "check", "starts_on": "day!", "ends_on": "day",
}  # fmt: skip


def agreement(world: World) -> dict[str, Any]:
    """An agreement with shops."""
    return {
        "name": "Botteghe", "category": "food", "discount": "5% su tutto", "percent": "5", "conditions": "",
        "website": "", "starts_on": day(0), "ends_on": day(90),
    }  # fmt: skip


def path_of(rest: str) -> Any:
    """An address of the network's agreement."""
    return lambda world: f"/rete/convenzioni/{world.agreement.pk}/{rest}"


CARDS = [
    Form("write an agreement", "operator", at("/rete/convenzioni/nuova/"), AGREEMENT, agreement),
    Form("change an agreement", "operator", path_of("modifica/"), AGREEMENT, agreement),
    Form("end an agreement", "operator", path_of("chiudi/")),
    Form(
        "upload shops", "operator", path_of("importa/"), {"file": "choice!"},
        lambda world: {"file": Upload(b"Nome;Comune\r\nForno;Carpi", "negozi.csv")},
    ),
    Form(
        "hide an agreement", "hr", lambda world: f"/hr/convenzioni/{world.agreement.pk}/mostra/", {},
        lambda world: {"show": "0"},
    ),
    Form("write one's own agreement", "hr", at("/hr/convenzioni/nuova/"), AGREEMENT, agreement),
    Form("get the card", "anna", at("/tessera/attiva/")),
    Form(
        "check a card", "anna", at("/tessera/verifica/"), {"number": "code!", "code": "code!"},
        lambda world: {"number": "100000000008", "code": "12345678"}, writes=False,
    ),
    Form(
        "miss a service", "anna", at("/scaffale/non-trovato/"), {},
        lambda world: {"q": "ippoterapia", "comune": ""},
    ),
    Form(
        "miss a shop", "anna", at("/convenzioni/non-trovato/"), {},
        lambda world: {"q": "occhiali", "comune": ""},
    ),
]  # fmt: skip
