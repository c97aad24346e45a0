"""The forms of versions, photos and prices of services, and of those who look at them."""

from typing import Any

from tests.badinput.form import Form, Upload, at
from tests.badinput.supplied import day
from tests.badinput.world import World
from tests.providers.test_images import picture

PRICE = {"price": "amount!", "starts_on": "day!", "ends_on": "day"}


def price(world: World) -> dict[str, Any]:
    """A price for one organization from tomorrow."""
    return {"price": "120,00", "starts_on": day(1), "ends_on": ""}


OF_OFFERS = (
    Form(
        "send a draft",
        "manager",
        lambda world: f"/fornitore/servizi/{world.written.offer_id}/invia/",
        {"edition": "number!", "note": "text", "starts_on": "day"},
        lambda world: {"edition": str(world.written.edition), "note": "", "starts_on": ""},
    ),
    Form("take a version back", "manager", lambda world: f"/fornitore/servizi/{world.sent.offer_id}/riprendi/"),
    Form("throw a draft away", "manager", lambda world: f"/fornitore/servizi/{world.written.offer_id}/butta/"),
    Form(
        "add a photo",
        "manager",
        lambda world: f"/fornitore/servizi/{world.written.offer_id}/foto/",
        {"alt": "text!"},
        lambda world: {"photo": Upload(picture(), "foto.jpg"), "alt": "Un prato"},
    ),
    Form(
        "propose a price",
        "manager",
        lambda world: f"/fornitore/servizi/{world.stage.offer.pk}/prezzi/",
        PRICE | {"organization": "id!"},
        lambda world: price(world) | {"organization": str(world.stage.issuer.pk)},
    ),
    Form(
        "answer a price",
        "manager",
        lambda world: f"/fornitore/servizi/{world.bargain.offer_id}/prezzi/{world.bargain.pk}/",
        {},
        lambda world: {"accetta": "1"},
    ),
    Form("ask for a price", "hr", lambda world: f"/hr/scaffale/{world.stage.offer.pk}/prezzo/", PRICE, price),
    Form(
        "take a price back",
        "hr",
        lambda world: f"/hr/scaffale/{world.bargain.offer_id}/prezzo/{world.bargain.pk}/",
        {},
        lambda world: {"ritira": "1"},
    ),
    Form(
        "look again",
        "hr",
        lambda world: f"/hr/scaffale/{world.changed.offer_id}/rivedi/",
        {"versione": "number"},
        lambda world: {"versione": str(world.changed.number), "tieni": "1"},
    ),
    Form("ask for the booklet", "anna", at("/scaffale/opuscolo/")),
    Form(
        "publish what was sent",
        "operator",
        lambda world: f"/rete/servizi/revisioni/{world.sent.pk}/pubblica/",
        {"edition": "number"},
        lambda world: {"edition": str(world.sent.edition)},
    ),
    Form(
        "send a version back",
        "operator",
        lambda world: f"/rete/servizi/revisioni/{world.sent.pk}/rimanda/",
        {"edition": "number!", "reason": "text!"},
        lambda world: {"edition": str(world.sent.edition), "reason": "Dicci da quando vale."},
    ),
    Form(
        "rules of reviews",
        "operator",
        at("/rete/servizi/revisioni/regole/"),
        {"reviews_terms": "check", "look_days": "number!"},
        lambda world: {"reviews_terms": "on", "look_days": "20"},
    ),
)
