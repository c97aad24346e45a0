"""A provider cancels a slot: decided in one transaction, carried through booking by booking."""

from dataclasses import dataclass

from django.db import transaction

from catalog.orders.tasks import call_off_bookings
from providers import slots, waiting
from providers.models import Fulfilment, Slot, SlotCancellation
from tenants.envelope import send_after_commit
from tenants.isolation import Actor


@dataclass(frozen=True)
class Consequence:
    """Whom a cancellation would concern: bookings that end, vouchers that stay, people in line."""

    booked: int
    accepted: int
    waiting: int


def consequence_of(slot: Slot) -> Consequence:
    """Count them; two queries."""
    states = Fulfilment.objects.filter(slot=slot).values_list("state", flat=True)
    found = list(states)
    booked, accepted = found.count(Fulfilment.State.ISSUED), found.count(Fulfilment.State.ACCEPTED)
    return Consequence(booked, accepted, sum(waiting.counts(slot.pk)))


def start(slot: Slot, reason: str, *, actor: Actor) -> SlotCancellation:
    """Cancel a slot and set the work on its bookings going; raises `providers.slots.WrongMove`."""
    with transaction.atomic(durable=True):
        cancellation = slots.cancel_slot(slot, reason, actor=actor)
        send_after_commit(call_off_bookings, slot.pk)
    return cancellation
