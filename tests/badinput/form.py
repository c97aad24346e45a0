"""What the table says of one form."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.badinput.world import World

Filling = Callable[[World], dict[str, Any]]


@dataclass(frozen=True)
class Form:
    """One form; with `once` the same filling sent again must change nothing more."""

    name: str
    role: str
    path: Callable[[World], str]
    fields: dict[str, str] = field(default_factory=dict)
    filling: Filling = lambda world: {}
    writes: bool = True
    once: bool = True
