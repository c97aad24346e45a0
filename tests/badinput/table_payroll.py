"""The forms of payroll, in the terms of `table.py`."""

import uuid
from typing import Any

from tests.badinput.form import Form, Upload, at
from tests.badinput.supplied import day
from tests.badinput.world import World

BENEFIT = {
    "key": "nonce!", "person": "text!", "kind": "choice!", "amount": "amount!", "meals": "number",
    "received_on": "day!", "refers_to": "number",
}  # fmt: skip


def benefit(world: World) -> dict[str, Any]:
    """A gift card."""
    return {
        "key": str(uuid.UUID(int=96)), "person": world.bruno.number, "kind": "gift_card", "amount": "50,00",
        "meals": "", "received_on": day(0), "refers_to": "",
    }  # fmt: skip


LAYOUT = {
    "name": "text!", "shape": "choice!", "format": "choice!", "delimiter": "choice!", "decimal": "choice!",
    "encoding": "choice!", "column-1-place": "number", "column-1-field": "choice", "column-1-heading": "text",
    "column-1-text": "text", "code-fringe": "text",
}  # fmt: skip


def layout(world: World) -> dict[str, Any]:
    """A layout of one column."""
    return {
        "name": "Nuovo", "shape": "person", "format": "csv", "delimiter": ";", "decimal": ",", "encoding": "utf-8",
        "column-1-place": "1", "column-1-field": "number", "column-1-heading": "Matricola", "column-1-text": "",
        "code-fringe": "",
    }  # fmt: skip


PAYROLL = [
    Form(
        "prepare a month", "payroll", at("/paghe/"), {"period": "choice!"},
        lambda world: {"period": f"{world.draft_month.year}-{world.draft_month.month:02}"},
    ),
    Form(
        "lock a month", "payroll", lambda world: f"/paghe/{world.draft_month.pk}/blocca/",
        {"digest": "nonce!"}, lambda world: {"digest": world.draft_month.digest},
    ),
    Form(
        "make a payroll file", "payroll", lambda world: f"/paghe/{world.locked_month.pk}/file/",
        {"layout": "id!"}, lambda world: {"layout": str(world.layout.pk)},
    ),
    Form("make a file again", "payroll", lambda world: f"/paghe/file/{world.made.pk}/", writes=False),
    Form(
        "make the file of a year", "payroll", at("/paghe/cu/file/"), {"year": "number!", "format": "choice!"},
        lambda world: {"year": str(world.locked_month.year), "format": "csv"}, writes=False,
    ),
    Form("map a layout", "payroll", at("/paghe/tracciati/nuovo/"), LAYOUT, layout),
    Form("change a layout", "payroll", lambda world: f"/paghe/tracciati/{world.layout.pk}/", LAYOUT, layout),
    Form("take a layout away", "payroll", lambda world: f"/paghe/tracciati/{world.layout.pk}/togli/"),
    Form("write a benefit down", "payroll", at("/paghe/benefit/nuovo/"), BENEFIT, benefit),
    Form("withdraw a benefit", "payroll", lambda world: f"/paghe/benefit/{world.car.pk}/ritira/"),
    Form(
        "import benefits", "payroll", at("/paghe/benefit/importa/"), {"file": "choice!"},
        lambda world: {"file": Upload(b"Matricola;Tipo;Valore;Data\n1;Auto;1,00;01/01/2026\n", "benefit.csv")},
    ),
    Form(
        "confirm an import of benefits", "payroll",
        lambda world: f"/paghe/benefit/importa/{world.imported_benefits.pk}/conferma/",
        {"digest": "nonce!"}, lambda world: {"digest": world.imported_benefits.digest},
    ),
    Form(
        "give an import of benefits up", "payroll",
        lambda world: f"/paghe/benefit/importa/{world.imported_benefits.pk}/rinuncia/",
    ),
]  # fmt: skip
