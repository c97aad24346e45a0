"""What the keepers of agreements read: how one stands, what became of a row of a list."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from catalog.cards.shops_plan import Kind
from members.models import ImportLine, ImportRun
from providers.agreements.models import Agreement, Category
from welfare.clock import today
from welfare.templatetags.kit import day

FIELDS = {
    "name": gettext_lazy("Name"),
    "category": gettext_lazy("Category"),
    "address": gettext_lazy("Address"),
    "postcode": gettext_lazy("Postcode"),
    "town": gettext_lazy("Town"),
    "province": gettext_lazy("Province"),
    "phone": gettext_lazy("Phone"),
    "discount": gettext_lazy("Discount"),
    "conditions": gettext_lazy("Conditions"),
    "valid_until": pgettext_lazy("a discount", "Good until"),
}
ONE_OF = {
    Kind.ERROR: pgettext_lazy("a row of a list", "Cannot be used"),
    Kind.NEW: pgettext_lazy("a row of a list", "New"),
    Kind.CHANGED: pgettext_lazy("a row of a list", "Changed"),
    Kind.BACK: pgettext_lazy("a row of a list", "Comes back"),
    Kind.GONE: pgettext_lazy("a row of a list", "Not in the list"),
}
# The figure that counts the rows of each kind.
FIGURE_OF = {
    Kind.ERROR: "refused", Kind.NEW: "new", Kind.CHANGED: "updated", Kind.BACK: "back", Kind.GONE: "gone",
}  # fmt: skip


def pill_of(agreement: Agreement) -> tuple[str, str]:
    """How an agreement stands, and the look of it."""
    if agreement.closed_on is not None:
        return pgettext("an agreement", "Ended"), "neutral"
    if agreement.ends_on is not None and agreement.ends_on < today():
        return pgettext("an agreement", "Expired"), "warn"
    if agreement.starts_on > today():
        return _("From %(day)s") % {"day": day(agreement.starts_on, "short")}, "neutral"
    return pgettext("an agreement", "In force"), ""


def shown_line(line: ImportLine) -> dict[str, Any]:
    """A line of an import in words."""
    return {
        "title": line.label,
        "number": line.row,
        "kind": ONE_OF.get(Kind(line.kind), line.kind),
        "is_error": line.kind == Kind.ERROR,
        "errors": line.details.get("errors", []),
        "differences": list(differences(line)) if line.kind != Kind.NEW else [],
    }


def differences(line: ImportLine) -> Iterator[tuple[str, str, str]]:
    """Field, old and new value, in words."""
    for name, old, new in line.details.get("differences", []):
        yield str(FIELDS.get(name, name)), said(name, old), said(name, new)


def said(name: str, value: str) -> str:
    """A value as people read it."""
    return str(Category(value).label) if name == "category" and value in Category.values else value


def chips(run: ImportRun, kind: str) -> list[dict[str, Any]]:
    """All, and each kind that there is, with how many."""
    found = [(each, run.figures.get(FIGURE_OF[each], 0)) for each in FIGURE_OF]
    kinds = [(str(each), f"{ONE_OF[each]} ({count})") for each, count in found if count]
    choices = [("", pgettext("rows of a list", "All")), *kinds]
    return [{"label": label, "url": f"?righe={each}", "active": each == kind} for each, label in choices]


def facts(run: ImportRun) -> list[tuple[str, str]]:
    """The figures as a list that accounts for every row; those that are zero are left out."""
    rows = [
        (_("Rows of the list"), "rows"),
        (_("New shops"), "new"),
        (_("Shops that change"), "updated"),
        (_("Shops that come back"), "back"),
        (_("Shops that stay as they are"), "same"),
        (_("Rows that cannot be used"), "refused"),
        (_("Rows with mended values"), "repaired"),
        (_("Shown today and not in the list"), "gone"),
    ]
    found = [(str(label), run.figures.get(name, 0)) for label, name in rows]
    return [(label, str(count)) for label, count in found[:1] + [row for row in found[1:] if row[1]]]
