"""The forms of categories, certificates and declarations: a part of the table."""

from typing import Any

from tests.badinput.form import Form, Upload, at
from tests.badinput.supplied import day
from tests.badinput.world import World
from tests.members.papers import PDF
from welfare.clock import today

CATEGORY = {
    "name": "text!", "description": "text", "sites": "choice", "hours_from": "amount", "hours_to": "amount",
    "years_from": "number", "years_to": "number", "before": "id", "releases": "check",
}  # fmt: skip


def category(world: World) -> dict[str, Any]:
    """Words alone: people are put in by hand."""
    return {"name": "Operai", "description": "Chi lavora in officina"}


def rule(world: World) -> dict[str, Any]:
    """Words, and a rule: it is looked at first."""
    return category(world) | {"years_from": "0", "years_to": "60"}


CERTIFICATE = {"file": "file!", "issued_by": "text!", "issued_on": "day!", "valid_until": "day", "agrees": "check"}


def certificate(world: World) -> dict[str, Any]:
    """A certificate for Leo."""
    return {
        "file": Upload(PDF, "inps.pdf"),
        "issued_by": "INPS",
        "issued_on": day(-20),
        "valid_until": day(300),
        "agrees": "on",
    }


def waiting(world: World) -> dict[str, Any]:
    """Nothing to fill in, once a certificate of Leo's waits."""
    assert world.certificate.state == "sent"
    return {}


def signed(world: World) -> dict[str, Any]:
    """Nothing to fill in, once Anna has signed."""
    assert world.declaration.revoked_at is None
    return {}


SIGNATURE = {"signed_name": "text!", "agrees": "check"}


def declaration(world: World) -> dict[str, Any]:
    """An amount, signed by Anna."""
    return {"amount": "120,50", "signed_name": world.stage.anna.user.full_name, "agrees": "on"}


DECLARED = [
    Form("write a category", "hr", at("/hr/persone/categorie/nuova/"), CATEGORY, category),
    Form("write a rule", "hr", at("/hr/persone/categorie/nuova/"), CATEGORY, rule, writes=False),
    Form("correct a category", "hr", lambda world: f"/hr/persone/categorie/{world.clerks.pk}/", CATEGORY, category),
    Form(
        "order categories", "hr", at("/hr/persone/categorie/ordine/"),
        {"order": "nonce!"}, lambda world: {"order": str(world.clerks.pk)},
    ),
    Form(
        "send a certificate", "anna", lambda world: f"/famiglia/{world.leo.pk}/certificati/", CERTIFICATE, certificate
    ),
    Form(
        "withdraw a certificate", "anna",
        lambda world: f"/famiglia/{world.leo.pk}/certificati/{world.certificate.pk}/ritira/", filling=waiting,
    ),
    Form(
        "decide on a certificate", "operator", lambda world: f"/rete/certificati/{world.certificate.pk}/",
        {"decision": "choice!", "reason": "text"},
        lambda world: waiting(world) | {"decision": "declined", "reason": "Manca la firma"},
    ),
    Form(
        "declare an amount", "anna", lambda world: f"/famiglia/dichiarazioni/altri-datori/{today().year}/",
        {"amount": "amount!"} | SIGNATURE, declaration,
    ),
    Form(
        "declare children", "anna", lambda world: f"/famiglia/dichiarazioni/figli/{today().year}/",
        {"children": "choice!"} | SIGNATURE,
        lambda world: declaration(world) | {"children": [world.coded_leo.tax_code]},
    ),
    Form(
        "revoke a declaration", "anna", lambda world: f"/famiglia/dichiarazioni/{world.declaration.pk}/revoca/",
        filling=signed,
    ),
]  # fmt: skip
