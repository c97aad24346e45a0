"""What there is to choose from before an order: people, dates, questions."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.orders.kept import has_place
from catalog.orders.people import Person, people_for
from catalog.orders.purchase import Choice, Purchase, needs_slot, purchase_of
from catalog.orders.queries import open_slots
from members.models import Member
from providers.models import Slot
from providers.waiting import has_line


@dataclass(frozen=True)
class Choosing:
    """An offer on this shelf with the member's family and, where there are places, its dates."""

    purchase: Purchase
    slots: Sequence[Slot] | None
    people: Sequence[Person]

    @property
    def able(self) -> list[Person]:
        """Who it can be for."""
        return [person for person in self.people if person.obstacle is None]

    @property
    def unable(self) -> list[Person]:
        """Who it cannot be for."""
        return [person for person in self.people if person.obstacle is not None]

    @property
    def is_full(self) -> bool:
        """Whether no date has a place left."""
        return self.slots is not None and not self.free

    @property
    def free(self) -> list[Slot]:
        """The dates that still have places, or keep one for this member."""
        return [slot for slot in self.slots or () if has_place(slot)]

    @property
    def full(self) -> list[Slot]:
        """The dates that have none."""
        return [slot for slot in self.slots or () if not has_place(slot)]

    @property
    def with_line(self) -> list[Slot]:
        """Those of them that one can wait for: what begins today is not."""
        return [slot for slot in self.full if has_line(slot)]

    @property
    def has_dates_with_line(self) -> bool:
        """Whether any date could be waited for once it is full."""
        return any(has_line(slot) for slot in self.slots or ())


def choosing(member: Member, offer_id: uuid.UUID) -> Choosing:
    """Gather the possibilities; raises Http404 for an offer that is not on this shelf."""
    purchase = purchase_of(member, Choice(offer_id))
    slots = open_slots(member, offer_id) if needs_slot(purchase.offer) else None
    return Choosing(purchase, slots, people_for(purchase, slots or ()))
