"""The forms of bonus windows and of choices about a bonus: a part of the table."""

from typing import Any

from tests.badinput.bonus import last_day
from tests.badinput.form import Form, Upload, at
from tests.badinput.world import World, day

BONUS = {
    "budget": "id!", "agreement": "text!", "deposited_on": "day!", "deposit_number": "text!", "opens_on": "day!",
    "closes_on": "day!", "paid_in": "choice!", "contribution": "choice!", "other_rate": "amount",
}  # fmt: skip


def bonus_window(world: World) -> dict[str, Any]:
    """A window of a few days for credit that has none."""
    return {
        "budget": str(world.bonus_credit.pk), "agreement": "Premio", "deposited_on": day(0), "deposit_number": "1",
        "has_clause": "on", "has_increase": "on", "opens_on": day(0), "closes_on": last_day().isoformat(),
        "paid_in": f"{last_day():%Y-%m}", "contribution": "private", "other_rate": "",
    }  # fmt: skip


BONUSES = [
    Form(
        "choose about a bonus", "anna", lambda world: f"/conto/premio/{world.bonus.pk}/",
        {"converted": "amount!"}, lambda world: {"converted": "500.00"},
    ),
    Form(
        "sign an income", "anna", lambda world: f"/conto/premio/{world.bonus.pk}/reddito/",
        {"income": "amount!", "signed_name": "text!"},
        lambda world: {"income": "30.000,00", "signed_name": "Anna Bianchi"},
    ),
    Form("prepare a bonus window", "hr", at("/hr/premi/nuova/"), BONUS, bonus_window),
    Form(
        "change a bonus window", "hr", lambda world: f"/hr/premi/{world.bonus_draft.pk}/modifica/", BONUS,
        bonus_window,
    ),
    Form(
        "give everybody a premium", "hr", lambda world: f"/hr/premi/{world.bonus_draft.pk}/importo/",
        {"category": "id", "amount": "amount!"},
        lambda world: {"category": str(world.clerks.pk), "amount": "1.000,00"},
    ),
    Form("open a bonus window", "hr", lambda world: f"/hr/premi/{world.bonus_draft.pk}/apri/"),
    Form("delete a bonus window", "hr", lambda world: f"/hr/premi/{world.bonus_draft.pk}/elimina/"),
    Form("remind who has not chosen", "hr", lambda world: f"/hr/premi/{world.bonus.pk}/ricorda/"),
    Form("close a bonus window", "hr", lambda world: f"/hr/premi/{world.bonus.pk}/chiudi/"),
    Form(
        "upload premiums", "hr", lambda world: f"/hr/premi/{world.bonus_draft.pk}/file/", {"file": "choice!"},
        lambda world: {"file": Upload(b"Matricola;Premio", "premi.csv")},
    ),
    Form(
        "confirm premiums", "hr", lambda world: f"/hr/premi/file/{world.bonus_file.pk}/conferma/",
        {"digest": "nonce!"}, lambda world: {"digest": world.bonus_file.digest},
    ),
    Form("give a file of premiums up", "hr", lambda world: f"/hr/premi/file/{world.bonus_file.pk}/rinuncia/"),
]  # fmt: skip
