"""What a list would do to a territory's shelf as things are now; making the plan writes nothing."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Q

from catalog.directory import wording
from catalog.directory.content import Content, ListedRow
from catalog.shelf import listing
from members.imports.matching import matched
from members.imports.works import CellError, Line
from providers.directory.rows import Home, changed_fields, name_key_of
from providers.models import Delivery, DirectoryEntry, Offer
from tenants.models import Organization

SERVICE_TYPE = "residential_care"
Difference = tuple[str, Any, Any]


class Kind(StrEnum):
    """What becomes of a row, or of a home that is in no row."""

    ERROR = "error"
    NEW = "new"
    CHANGED = "changed"
    LISTED = "listed"
    SAME = "same"
    GONE = "gone"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Known:
    """A home that a list has named before: what it said, and the service that stands for it."""

    key: str
    values: Mapping[str, Any]
    provider_id: uuid.UUID
    # None: nothing stands for it yet.
    offer_id: uuid.UUID | None
    is_published: bool
    name: str
    town: str


@dataclass(frozen=True, slots=True)
class Change:
    """A home of the list, what is known of it, and in what they differ."""

    kind: Kind
    row: ListedRow
    home: Home
    known: Known | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class DirectoryPlan:
    """Every row of a list with what becomes of it; `gone` stand on the shelf and are in no row."""

    content: Content
    changes: tuple[Change, ...]
    gone: tuple[Known, ...]

    @cached_property
    def refused(self) -> list[ListedRow]:
        """The rows that cannot be used."""
        return [row for row in self.content.rows if row.reading.home is None]

    @cached_property
    def errors(self) -> Sequence[CellError]:
        """Every error, by row."""
        titles = self.content.titles
        return [
            CellError(row.number, titles[problem.column], wording.fault(problem))
            for row in self.refused
            for problem in row.reading.problems
        ]

    @cached_property
    def figures(self) -> dict[str, Any]:
        """The counts; refused, new, changed, listed and same rows are all rows."""
        kinds = Counter(change.kind for change in self.changes)
        return {
            "rows": len(self.content.rows),
            "accepted": len(self.changes),
            "changed": len(self.changes) - kinds[Kind.SAME],
            "repaired": sum(bool(change.row.reading.mends) for change in self.changes),
            "errors": len(self.errors),
            "refused": len(self.refused),
            "new": kinds[Kind.NEW],
            "updated": kinds[Kind.CHANGED],
            "listed": kinds[Kind.LISTED],
            "same": kinds[Kind.SAME],
            "gone": len(self.gone),
        }

    @cached_property
    def lines(self) -> Sequence[Line]:
        """Errors first, then what changes, what is not in the list, and the columns that are not read."""
        return [*self._error_lines(), *self._change_lines(), *self._other_lines()]

    def _error_lines(self) -> Iterator[Line]:
        labels = {row.number: row.reading.label for row in self.refused}
        for error in self.errors:
            yield Line(Kind.ERROR, error.row, labels[error.row], {"column": error.column, "message": error.message})

    def _change_lines(self) -> Iterator[Line]:
        for change in self.changes:
            if change.kind != Kind.SAME:
                yield Line(change.kind, change.row.number, change.row.reading.label, told(change))

    def _other_lines(self) -> Iterator[Line]:
        for known in self.gone:
            yield Line(Kind.GONE, None, f"{known.name} · {known.town}")
        for title in self.content.ignored:
            yield Line(Kind.IGNORED, None, title)


def told(change: Change) -> dict[str, Any]:
    """What is shown of a change, as JSON: values mended, and differences to what was known."""
    mends = [[mend.column, mend.old, mend.new] for mend in change.row.reading.mends]
    return {"mends": mends, "differences": [list(difference) for difference in change.differences]}


def plan_of(content: Content, territory: Organization) -> DirectoryPlan:
    """Hold a list against what is known and against the territory's shelf; a handful of queries."""
    shown = listing.listed_ids(territory)
    known = known_homes(content.rows, shown)
    matches = match(content.rows, known)
    changes = tuple(
        change_of(row, row.reading.home, matches.get(row.number), shown)
        for row in content.rows
        if row.reading.home is not None
    )
    found = {each.provider_id for each in matches.values()}
    return DirectoryPlan(content, changes, tuple(each for each in known if is_gone(each, found, shown)))


def is_gone(known: Known, found: set[uuid.UUID], shown: set[uuid.UUID]) -> bool:
    """Whether a home stands on the shelf and in no row of the list."""
    return known.offer_id in shown and known.provider_id not in found


def known_homes(listed: Iterable[ListedRow], shown: set[uuid.UUID]) -> list[Known]:
    """The homes known by one of the rows' keys, and those on the shelf; two queries."""
    keys = {row.reading.key for row in listed}
    mine = Offer.objects.filter(delivery=Delivery.PUBLIC, service_type=SERVICE_TYPE)
    of_lists = mine.filter(provider__directory_entry__isnull=False)
    wanted = Q(key__in=keys) | Q(name_key__in={name_key_of(key) for key in keys})
    on_shelf = Q(provider__in=of_lists.filter(pk__in=shown).values("provider"))
    entries = DirectoryEntry.objects.select_related("provider").filter(wanted | on_shelf).order_by("key")
    rows = of_lists.filter(provider__in=[entry.pk for entry in entries]).values_list("provider", "pk", "state")
    offers = {provider: (key, state == Offer.State.PUBLISHED) for provider, key, state in rows}
    return [known_of(entry, *offers.get(entry.pk, (None, False))) for entry in entries]


def known_of(entry: DirectoryEntry, offer_id: uuid.UUID | None, is_published: bool) -> Known:
    """An entry with its service."""
    provider = entry.provider
    return Known(entry.key, entry.values, entry.pk, offer_id, is_published, provider.name, provider.town)


def match(rows: Sequence[ListedRow], known: Sequence[Known]) -> dict[int, Known]:
    """Which known home each row is, by the row's number: the same key, else the only one of its name and town.

    A row that cannot be used is matched too: its home has not vanished from the list.
    """
    by_provider = {each.provider_id: each for each in known}
    keys = {each.provider_id: each.key for each in known}
    found = matched({row.number: row.reading.key for row in rows}, keys, name_key_of)
    return {row: by_provider[provider] for row, provider in found.items()}


def change_of(row: ListedRow, home: Home, known: Known | None, shown: set[uuid.UUID]) -> Change:
    """What becomes of one home; a service that somebody has withdrawn is not put back."""
    if known is None:
        return Change(Kind.NEW, row, home)
    differences = tuple(changed_fields(home, known.values))
    if differences or known.offer_id is None or known.key != row.reading.key:
        return Change(Kind.CHANGED, row, home, known, differences)
    is_to_list = known.is_published and known.offer_id not in shown
    return Change(Kind.LISTED if is_to_list else Kind.SAME, row, home, known)
