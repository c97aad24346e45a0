"""The forms after a service: how it went, complaints, what the office answers."""

from tests.badinput.form import Form

AFTER = [
    Form(
        "say how it went", "anna", lambda world: f"/richieste/{world.used.pk}/com-e-andata/",
        {"given": "choice!", "rating": "choice!"}, lambda world: {"given": "yes", "rating": "5"},
    ),
    Form("rather say nothing", "anna", lambda world: f"/richieste/{world.used.pk}/com-e-andata/non-rispondo/"),
    Form(
        "complain", "anna", lambda world: f"/richieste/{world.used.pk}/reclamo/",
        {"kind": "choice!", "text": "text!", "may_name": "check"},
        lambda world: {"kind": "quality", "text": "Mancava il pranzo.", "may_name": "on"},
    ),
    Form("withdraw a complaint", "anna", lambda world: f"/richieste/reclami/{world.complaint.pk}/ritira/"),
    Form(
        "answer a complaint", "operator", lambda world: f"/rete/reclami/{world.complaint.pk}/",
        {"outcome": "choice!", "text": "text!"}, lambda world: {"outcome": "right", "text": "Hai ragione."},
    ),
]  # fmt: skip
