"""One form that changes something: who sends it, where, and with what."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile

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


class Upload(ContentFile[bytes]):
    """A file that can be sent again and again."""

    def read(self, *_: Any) -> bytes:
        """All of it, every time."""
        self.seek(0)
        return bytes(super().read())


def at(path: str) -> Callable[[World], str]:
    """An address that names no row."""
    return lambda world: path
