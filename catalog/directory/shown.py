"""What the page of an import shows: the figures, the rows of one kind, each in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.directory.plan import Kind
from catalog.directory.wording import FIELDS, KINDS, ONE_OF
from members.imports import runs
from members.models import ImportLine, ImportRun
from welfare.paging import Page, page_by_key

PAGE_SIZE = 25
IN_ORDER = ("place",)
# The figure that counts the rows of each kind.
FIGURE_OF = {
    Kind.ERROR: "errors",
    Kind.NEW: "new",
    Kind.CHANGED: "updated",
    Kind.LISTED: "listed",
    Kind.GONE: "gone",
}


@dataclass(frozen=True, slots=True)
class Detail:
    """One value of a row: which, as it was, as it will be; nothing new where it is left out."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One row of the list, or a home that is in none."""

    title: str
    number: int | None
    kind: str
    is_error: bool
    column: str
    message: str
    differences: list[Detail]
    mends: list[Detail]


def page_of(run: ImportRun, kind: str, cursor: str) -> Page[ImportLine]:
    """A page of a run's lines, of one kind or all of them; columns that are not read stand elsewhere."""
    lines = runs.lines_of(run, kind) if kind else runs.lines_of(run).exclude(kind=Kind.IGNORED)
    return page_by_key(lines, IN_ORDER, cursor, PAGE_SIZE)


def ignored_titles(run: ImportRun) -> list[str]:
    """The columns of the file that nobody knows."""
    return list(runs.lines_of(run, Kind.IGNORED).values_list("label", flat=True)[:20])


def shown(line: ImportLine) -> ShownLine:
    """A line in words."""
    details = line.details
    return ShownLine(
        title=line.label,
        number=line.row,
        kind=str(ONE_OF.get(line.kind, line.kind)),
        is_error=line.kind == Kind.ERROR,
        column=str(details.get("column", "")),
        message=str(details.get("message", "")),
        differences=list(worded(details.get("differences", ()))) if line.kind == Kind.CHANGED else [],
        mends=list(worded(details.get("mends", ()))),
    )


def worded(values: Any) -> Iterator[Detail]:
    """Field, old and new value, each as text in one line."""
    for name, old, new in values:
        yield Detail(str(FIELDS.get(name, name)), flat(old), flat(new))


def flat(value: Any) -> str:
    """A value in one line; nothing for none."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else " ".join(str(value).split())


def chips(run: ImportRun, kind: str) -> list[dict[str, Any]]:
    """All, and each kind that there is, with how many."""
    found = [(each, run.figures.get(FIGURE_OF[each], 0)) for each in FIGURE_OF]
    kinds = [(str(each), f"{KINDS[each]} ({count})") for each, count in found if count]
    choices = [("", pgettext("rows of a list", "All")), *kinds]
    return [{"label": label, "url": f"?righe={each}", "active": each == kind} for each, label in choices]


def facts(run: ImportRun) -> list[tuple[str, str]]:
    """The figures as a list that accounts for every row; those that are zero are left out."""
    figures = run.figures
    rows = [
        (_("Rows of the list"), figures.get("rows", 0)),
        (_("New homes"), figures.get("new", 0)),
        (_("Homes that change"), figures.get("updated", 0)),
        (_("Known homes that come onto this shelf"), figures.get("listed", 0)),
        (_("Homes that stay as they are"), figures.get("same", 0)),
        (_("Rows that cannot be used"), figures.get("refused", 0)),
        (_("Rows with mended values"), figures.get("repaired", 0)),
        (_("On the shelf and not in the list"), figures.get("gone", 0)),
    ]
    return [(str(label), str(value)) for label, value in rows[:1] + [row for row in rows[1:] if row[1]]]
