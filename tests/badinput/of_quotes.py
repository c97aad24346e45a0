"""The forms of quotes: asked, answered, accepted, changed, disputed."""

from typing import Any

from tests.badinput.form import Form, Upload
from tests.badinput.supplied import day
from tests.badinput.world import World
from tests.quotes.scene import photo


def of_request(rest: str = "") -> Any:
    """An address of Anna's, about the quote that can be accepted."""
    return lambda world: f"/preventivi/{world.quotes.given.request}/{world.quotes.given.pk}/{rest}"


def of_agreed(rest: str = "") -> Any:
    """An address of Anna's, about the quote that she accepted."""
    return lambda world: f"/preventivi/{world.quotes.agreed.request}/{world.quotes.agreed.pk}/{rest}"


def at_provider(name: str, rest: str) -> Any:
    """An address of Beta's."""
    return lambda world: f"/fornitore/preventivi/{getattr(world.quotes, name).pk}/{rest}"


def at_office(rest: str) -> Any:
    """An address of the network's office."""
    return lambda world: f"/rete/problemi/{world.quotes.dispute.pk}/{rest}"


def asking(world: World) -> dict[str, Any]:
    """A tap."""
    return {
        "who": "me", "what": "Perde", "town": "Carpi", "address": "Via Roma 12", "urgency": "week", "when": "sera",
        "phone": "059 123456", "hours": "sera", "whom": "chosen", "chosen": [str(world.quotes.offer.pk)],
        "nonce": "b" * 32, "photos": Upload(photo(), "foto.jpg"),
    }  # fmt: skip


def quote(world: World) -> dict[str, Any]:
    """A price."""
    return {
        "price": "120,00", "vat_rate": "22.00", "included": "Tutto", "starts_on": day(2), "valid_until": day(9),
    }  # fmt: skip


def variation(world: World) -> dict[str, Any]:
    """More than was agreed."""
    return {"new-price": "150,00", "new-vat_rate": "22.00", "new-reason": "Il tubo è marcio"}


OF_QUOTES = [
    Form(
        "ask for quotes", "anna", lambda world: f"/preventivi/nuovo/{world.quotes.offer.pk}/",
        {
            "who": "id!", "what": "text!", "town": "text!", "address": "text!", "urgency": "choice!", "when": "text",
            "phone": "phone", "hours": "text", "whom": "choice!", "chosen": "id!", "nonce": "nonce!",
        },
        asking,
    ),
    Form("close a request for quotes", "anna", lambda world: f"/preventivi/{world.quotes.given.request}/chiudi/"),
    Form("write to a provider", "anna", of_request("scrivi/"), {"text": "text!"}, lambda world: {"text": "A muro"}),
    Form(
        "accept a quote", "anna", of_request("accetta/"), {"revision": "number!", "price": "amount!"},
        lambda world: {"revision": "1", "price": "100.00"},
    ),
    Form(
        "decide on another price", "anna",
        lambda world: f"{of_agreed('variante/')(world)}{world.quotes.variation.pk}/",
        {"answer": "choice!"}, lambda world: {"answer": "yes"},
    ),
    Form(
        "say what is not right", "anna", lambda world: f"{of_agreed('problema/')(world)}",
        {"text": "text!", "wanted": "choice!"},
        lambda world: {"text": "Perde", "wanted": "redo", "photos": Upload(photo(), "foto.jpg")},
    ),
    Form(
        "answer with a price", "manager", at_provider("waiting", "rispondi/"),
        {
            "price": "amount!", "vat_rate": "choice!", "included": "text!", "starts_on": "day!", "valid_until": "day!",
        },
        quote,
    ),
    Form(
        "decline", "manager", at_provider("waiting", "declina/"), {"no-reason": "text!"},
        lambda world: {"no-reason": "Siamo pieni"},
    ),
    Form("withdraw a quote", "manager", at_provider("given", "ritira/")),
    Form("ask back", "manager", at_provider("waiting", "scrivi/"), {"text": "text!"}, lambda world: {"text": "Dove?"}),
    Form(
        "propose another price", "manager", at_provider("second", "variante/"),
        {"new-price": "amount!", "new-vat_rate": "choice!", "new-reason": "text!"}, variation,
    ),
    Form(
        "take another price back", "manager",
        lambda world: f"/fornitore/preventivi/{world.quotes.agreed.pk}/variante/{world.quotes.variation.pk}/ritira/",
    ),
    Form(
        "answer a dispute", "manager", at_provider("disputed", "problema/"), {"dispute-text": "text!"},
        lambda world: {"dispute-text": "Torniamo"},
    ),
    Form(
        "mediate", "operator", at_office("scrivi/"), {"message-text": "text!"},
        lambda world: {"message-text": "Vi sentite giovedì?"},
    ),
    Form(
        "close a dispute", "operator", at_office("esito/"),
        {"outcome": "choice!", "returned": "amount", "text": "text!"},
        lambda world: {"outcome": "settled", "returned": "", "text": "Chiarito"},
    ),
    Form(
        "publish a guarantee", "operator", lambda world: "/rete/garanzia/", {"text": "text!", "after": "number!"},
        lambda world: {"text": "Noi", "after": "0"},
    ),
]  # fmt: skip
