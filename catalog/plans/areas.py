"""The areas of the shelf, as plans name them; supplied from above when the process starts.

Their names stand in `catalog.shelf`, which is over this room in the import order and hands them down in its `ready()`.
"""

from collections.abc import Iterable
from typing import Any

from catalog.fiscal import rule_book

LABELS: dict[str, Any] = {}


def supply(areas: Iterable[tuple[str, Any]]) -> None:
    """Take codes and names; called once, before the first request."""
    LABELS.clear()
    LABELS.update(areas)


def choices() -> list[tuple[str, Any]]:
    """The areas that credit can pay in, in the order of the shelf."""
    paid = {service.area for service in rule_book().services.values() if service.entries}
    return [(code, label) for code, label in LABELS.items() if code in paid]


def names_of(codes: Iterable[str]) -> list[Any]:
    """The names of areas, in the order of the shelf; a code that there is no more is left out."""
    wanted = set(codes)
    return [label for code, label in LABELS.items() if code in wanted]
