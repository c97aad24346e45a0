"""The forms of plans: their set-up, and what a grant sends."""

import uuid
from collections.abc import Callable
from typing import Any

from tests.badinput.form import Form
from tests.badinput.supplied import day
from tests.badinput.world import World

PLAN = {"key": "nonce!", "name": "text!", "starts_on": "day!", "ends_on": "day!"}


def grant(world: World) -> dict[str, Any]:
    """Credit for the clerks, as the form holds it: Anna and Bruno."""
    return {"key": str(uuid.UUID(int=98)), "category": str(world.clerks.pk), "amount": "250,00"}


def plan(world: World) -> dict[str, Any]:
    """Name and dates of a plan."""
    return {"key": str(uuid.UUID(int=99)), "name": "Piano nuovo", "starts_on": day(-10), "ends_on": day(100)}


def step(name: str, of_budget: bool = True) -> Callable[[World], str]:
    """A page of the set-up of HR's draft."""
    return lambda world: f"/hr/piani/{world.drafted.plan_id}/imposta/{f'{world.drafted.pk}/' * of_budget}{name}/"


def amounts(world: World) -> dict[str, Any]:
    """The same for everybody."""
    return {"everybody": "100,00"}


REST = {
    "residual": "choice!", "carried_until": "day", "refund_days": "choice!", "leaving": "choice!",
    "leaver_days": "number",
}  # fmt: skip


def rest(world: World) -> dict[str, Any]:
    """It stays usable for a month."""
    return {
        "residual": "next", "carried_until": day(90), "refund_days": "30", "leaving": "days", "leaver_days": "10",
    }  # fmt: skip


OF_PLANS = (
    Form("begin a plan", "hr", lambda world: "/hr/piani/nuovo/nome/", PLAN, plan),
    Form(
        "name a plan",
        "hr",
        step("nome", of_budget=False),
        {"name": "text!", "starts_on": "day!", "ends_on": "day!"},
        plan,
    ),
    Form(
        "choose sources",
        "hr",
        step("fonti", of_budget=False),
        {"sources": "choice!"},
        lambda world: {"sources": ["FRINGE", "VOLUNTARY"]},
    ),
    Form(
        "name a source",
        "hr",
        step("atto"),
        {"name": "text!", "basis": "choice!"},
        lambda world: {"name": "Fringe", "basis": "VOLUNTARY"},
    ),
    Form("say how much", "hr", step("quanto"), {"everybody": "amount!"}, amounts),
    Form(
        "say who has less",
        "hr",
        step("parti"),
        {"full_time_hours": "amount", "per_child": "amount", "most_children": "number", "pro_rata": "choice!"},
        lambda world: {"full_time_hours": "40", "per_child": "10", "most_children": "2", "pro_rata": "days"},
    ),
    Form("say what it opens", "hr", step("aree"), {"opens": "choice"}, lambda world: {"opens": ["cura"]}),
    Form(
        "say when",
        "hr",
        step("quando"),
        {"opens_on": "day", "expires_on": "day!"},
        lambda world: {"opens_on": day(0), "expires_on": day(60)},
    ),
    Form("say what is left", "hr", step("resto"), REST, rest),
    Form(
        "write the labour cost",
        "hr",
        step("verifica", of_budget=False),
        {"labour_cost": "amount!"},
        lambda world: {"labour_cost": "100.000,00"},
    ),
    Form("open a plan", "hr", lambda world: f"/hr/piani/{world.drafted.plan_id}/apri/"),
    Form("throw a draft away", "hr", lambda world: f"/hr/piani/{world.drafted.plan_id}/elimina/"),
)
