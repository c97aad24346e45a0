"""What a list would do to the shops of an agreement as they are now; making the plan writes nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from catalog.cards.shops_sheet import Content, ShopRow
from members.imports.matching import matched
from members.imports.works import CellError, Line
from providers.agreements.agreements import open_shops
from providers.agreements.models import Agreement, Shop
from providers.directory.rows import name_key_of
from welfare.clock import today

Difference = tuple[str, Any, Any]


class Kind(StrEnum):
    """What becomes of a row, or of a shop that is in no row."""

    ERROR = "error"
    NEW = "new"
    CHANGED = "changed"
    BACK = "back"
    SAME = "same"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """A row that can be used, the shop that it is, and in what they differ."""

    kind: Kind
    row: ShopRow
    values: Mapping[str, Any]
    shop: Shop | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class ShopsPlan:
    """Every row with what becomes of it; `gone` are shown today and are in no row."""

    content: Content
    changes: tuple[Change, ...]
    gone: tuple[Shop, ...]

    @cached_property
    def refused(self) -> list[ShopRow]:
        """The rows that cannot be used."""
        return [row for row in self.content.rows if row.errors]

    @cached_property
    def errors(self) -> Sequence[CellError]:
        """Every error, by row."""
        return [error for row in self.refused for error in row.errors]

    @cached_property
    def figures(self) -> dict[str, Any]:
        """The counts; refused, new, changed, back and same rows are all rows."""
        kinds = Counter(change.kind for change in self.changes)
        return {
            "rows": len(self.content.rows),
            "accepted": len(self.changes),
            "changed": len(self.changes) - kinds[Kind.SAME],
            "repaired": sum(change.row.is_mended for change in self.changes),
            "errors": len(self.errors),
            "refused": len(self.refused),
            "new": kinds[Kind.NEW],
            "updated": kinds[Kind.CHANGED],
            "back": kinds[Kind.BACK],
            "same": kinds[Kind.SAME],
            "gone": len(self.gone),
            "ignored": list(self.content.ignored),
        }

    @cached_property
    def lines(self) -> Sequence[Line]:
        """Errors first, then what changes, then what is not in the list."""
        return [*self._error_lines(), *self._change_lines(), *self._gone_lines()]

    def _error_lines(self) -> Iterator[Line]:
        for row in self.refused:
            yield Line(Kind.ERROR, row.row, row.label, {"errors": [[e.column, e.message] for e in row.errors]})

    def _change_lines(self) -> Iterator[Line]:
        for change in self.changes:
            if change.kind != Kind.SAME:
                told = [[name, shown(old), shown(new)] for name, old, new in change.differences]
                yield Line(change.kind, change.row.row, change.row.label, {"differences": told})

    def _gone_lines(self) -> Iterator[Line]:
        for shop in self.gone:
            yield Line(Kind.GONE, None, f"{shop.name} · {shop.town}")


def shown(value: Any) -> str:
    """A value as JSON keeps it."""
    return "" if value is None else str(value)


def plan_of(content: Content, agreement: Agreement) -> ShopsPlan:
    """Hold a list against the shops of an agreement; two queries, however many there are."""
    shops = list(Shop.objects.filter(agreement=agreement).defer("search", "folded").order_by("sort_name", "pk"))
    matches = match(content.rows, shops)
    changes = tuple(change_of(row, matches.get(row.row), agreement) for row in content.rows if not row.errors)
    found = {shop.pk for shop in matches.values()}
    still = set(Shop.objects.filter(open_shops(today()), agreement=agreement).values_list("pk", flat=True))
    return ShopsPlan(content, changes, tuple(shop for shop in shops if shop.pk in still - found))


def match(rows: Sequence[ShopRow], shops: Sequence[Shop]) -> dict[int, Shop]:
    """Which shop each row is, by the row's number: the same key, else the only one of its name and town.

    A row that cannot be used is matched too: its shop has not vanished from the list.
    """
    return matched({row.row: row.key for row in rows}, {shop: shop.key for shop in shops}, name_key_of)


def change_of(row: ShopRow, shop: Shop | None, agreement: Agreement) -> Change:
    """What becomes of one row; a column that the list lacks changes nothing."""
    values = dict(row.values)
    if not values.get("category") and (shop is None or "category" in values):
        values["category"] = agreement.category
    if shop is None:
        return Change(Kind.NEW, row, values)
    differences = tuple((name, getattr(shop, name), new) for name, new in values.items() if getattr(shop, name) != new)
    if shop.closed_on is not None:
        return Change(Kind.BACK, row, values, shop, differences)
    kind = Kind.CHANGED if differences or shop.key != row.key else Kind.SAME
    return Change(kind, row, values, shop, differences)
