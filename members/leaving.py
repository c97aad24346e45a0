"""What becomes of the credit of who leaves: decided in the room of plans, which hands it down as the process starts.

The plans stand over this room in the import order: `catalog.plans` supplies the dotted names of its two services in
its `ready()`, before any model can be imported.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, cast

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    # Supplied before any model can be imported.
    from members.models import Member
    from tenants.isolation import Actor


class Service(Protocol):
    """Deals with the credit of some people, and writes on each record until when it can be used (`credit_until`)."""

    def __call__(self, people: Sequence["Member"], *, actor: "Actor") -> None: ...


supplied: dict[str, str] = {}


def supply(*, settle: str, undo: str) -> None:
    """Take the two services; called once, before the first request."""
    supplied.update(settle=settle, undo=undo)


def settle(people: Sequence["Member"], *, actor: "Actor") -> None:
    """Let these people, whose last day is noted, keep what their plans say, and tell them at once."""
    call("settle", people, actor)


def undo(people: Sequence["Member"], *, actor: "Actor") -> None:
    """Put the credit of people back as it was before their leaving was noted, as far as it is not used."""
    call("undo", people, actor)


def call(name: str, people: Sequence["Member"], actor: "Actor") -> None:
    """Ask a service; nothing happens for nobody."""
    if people and name in supplied:
        service = cast(Service, import_string(supplied[name]))
        service(people, actor=actor)
