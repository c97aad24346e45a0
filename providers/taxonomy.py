"""The kinds of service that an offer may be; supplied from above when the process starts.

The taxonomy is the fiscal rules' (`catalog.fiscal`), which stand over this room in the import
order: `catalog.shelf` hands it down once, in its `ready()`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ServiceKind:
    """A type of service: its code, Italian label, area with its name, and how it may be delivered."""

    code: str
    label: str
    area: str
    area_label: Any
    deliveries: tuple[str, ...]


KINDS: dict[str, ServiceKind] = {}


def supply(kinds: Iterable[ServiceKind]) -> None:
    """Take the taxonomy; called once, before the first request."""
    KINDS.clear()
    KINDS.update({kind.code: kind for kind in kinds})


def choices() -> list[tuple[Any, list[tuple[str, str]]]]:
    """The kinds by area, as the choices of a form field."""
    areas: dict[str, tuple[Any, list[tuple[str, str]]]] = {}
    for kind in KINDS.values():
        areas.setdefault(kind.area, (kind.area_label, []))[1].append((kind.code, kind.label))
    return list(areas.values())
