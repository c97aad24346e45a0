"""How an import is shown: figures, chips, lines, in words."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.models import ImportLine, ImportRun
from welfare.templatetags.kit import day

FIELDS: dict[str, str | Promise] = {
    "number": _("Member number"),
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "email": _("E-mail"),
    "tax_code": _("Tax code"),
    "birth_date": _("Birth date"),
    "hired_on": _("Hired on"),
    "left_on": _("Last day"),
    "site": _("Site"),
    "level": _("Level"),
    "contract_hours": _("Contract hours a week"),
}
# The kinds of lines by the word of the address.
KINDS = {
    "errori": "error",
    "nuove": "added",
    "uscite": "left",
    "cambiate": "changed",
    "avvisi": "noted",
    "assenti": "absent",
}
LABELS: dict[str, str | Promise] = {
    "error": _("Rows with errors"),
    "added": _("New people"),
    "left": _("People who leave"),
    "changed": _("People who change"),
    "noted": _("To be known"),
    "absent": _("People not in the file"),
}
COUNTED = {"added": "added", "left": "left", "changed": "corrected", "noted": "noted", "absent": "absent"}
DAYS = ("birth_date", "hired_on", "left_on")


@dataclass(frozen=True)
class ShownLine:
    """One line in words."""

    row: int | None
    label: str
    errors: list[tuple[str, str]]
    changes: list[tuple[str | Promise, str, str]]
    repairs: list[tuple[str, str, str]]
    warnings: list[str]


def shown(line: ImportLine) -> ShownLine:
    """A line as the page writes it."""
    details = line.details
    is_change = line.kind in ("changed", "left")
    return ShownLine(
        row=line.row,
        label=line.label,
        errors=[(column, message) for column, message in details.get("errors", [])],
        changes=[change_of(*change) for change in details.get("changes", [])] if is_change else [],
        repairs=[(column, old, new) for column, old, new in details.get("repairs", [])],
        warnings=details.get("warnings", []),
    )


def change_of(name: str, old: str, new: str) -> tuple[str | Promise, str, str]:
    """A change with the field's label and its values as pages write them."""
    return FIELDS.get(name, name), spelled(name, old), spelled(name, new)


def spelled(name: str, value: str) -> str:
    """A kept value in words: dates in full, nothing as a dash."""
    if not value:
        return "–"
    if name in DAYS:
        return day(datetime.date.fromisoformat(value))
    return number_format(Decimal(value)) if name == "contract_hours" else value


def count_of(run: ImportRun, kind: str) -> int:
    """How many lines of a kind a run has."""
    figures = run.figures
    if kind == "error":
        return int(figures.get("rows", 0)) - int(figures.get("accepted", 0))
    return int(figures.get(COUNTED[kind], 0))


def chips(run: ImportRun, active: str) -> list[dict[str, Any]]:
    """The kinds of lines that there are, each with its number."""
    return [
        {"label": f"{LABELS[kind]} ({count_of(run, kind)})", "url": f"?cosa={word}", "active": kind == active}
        for word, kind in KINDS.items()
        if count_of(run, kind)
    ]


def first_kind(run: ImportRun) -> str:
    """What is shown first: errors if there are any, else what changes."""
    return next((kind for kind in KINDS.values() if count_of(run, kind)), "")


def unread(run: ImportRun) -> Iterable[str]:
    """The titles of columns that are not read."""
    titles: list[str] = run.figures.get("ignored", [])
    return titles


def submit_label(run: ImportRun) -> str:
    """The button names the act and how many rows it writes."""
    count = int(run.figures.get("changed", 0))
    return ngettext("Import %(n)s row", "Import %(n)s rows", count) % {"n": count}
