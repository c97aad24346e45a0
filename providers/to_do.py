"""What needs an answer of a provider: lines on its home that lead to where the act is done, and go away with it.

The rooms above hand down their subjects by dotted name as the process starts, before any model can be imported:

    class QuotesConfig(AppConfig):
        def ready(self) -> None:
            to_do.declare("catalog.quotes.to_answer.lines")

A subject takes who asks (`Asker`) and gives lines, best with one query. What a branch's staff
may not see, it leaves out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    # Declared before any model can be imported.
    from providers.models import Provider


@dataclass(frozen=True)
class Line:
    """Something that waits: how many (None: one thing), of what, where it is done; `is_late` ones come first."""

    label: str
    url: str
    count: int | None = None
    detail: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class Asker:
    """Whose home it is: the provider, and whether the person manages all of it."""

    provider: "Provider"
    is_manager: bool


Subject = Callable[[Asker], Iterable[Line]]
declared: list[str] = []
# Those that only managers may act on.
of_managers: set[str] = set()


def declare(subject: str, *, managers_only: bool = False) -> None:
    """Take the dotted name of a subject; once each, whatever how often it is called."""
    if subject not in declared:
        declared.append(subject)
    if managers_only:
        of_managers.add(subject)


def lines_for(asker: Asker) -> list[Line]:
    """All that waits, what is late first; else in the order in which rooms were declared."""
    names = [name for name in declared if asker.is_manager or name not in of_managers]
    found = [line for name in names for line in subject_of(name)(asker)]
    return sorted(found, key=lambda line: not line.is_late)


def subject_of(name: str) -> Subject:
    """The function behind a dotted name."""
    subject: Subject = import_string(name)
    return subject
