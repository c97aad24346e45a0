"""Who waits for a place in the demo: families of the company in line for a camp week that is sold out."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import F

from catalog.orders import waiting
from catalog.orders.purchase import Choice
from catalog.orders.refusals import Refusal
from members.models import Kinship, Relative
from providers.models import Offer, Slot
from tenants import isolation
from tenants.isolation import Actor
from tenants.messages.models import Message
from tenants.models import Organization
from welfare import clock

IN_LINE = 3


def fill(organization: Organization) -> None:
    """Let the first children who may join the line do so; nobody is mailed news of long ago."""
    for slot in full_slots():
        with isolation.enter(organization, reason="demo"):
            joined = list(islice((child for child in children() if joins(child, slot)), IN_LINE))
            Message.objects.update(state=Message.State.SENT, sent_at=clock.now())
        if joined:
            return


def full_slots() -> list[Slot]:
    """Slots to come without a place left, the nearest first."""
    coming = Slot.objects.filter(state=Slot.State.OPEN, starts_on__gt=clock.today(), taken=F("capacity"))
    return list(coming.select_related("offer").filter(offer__state=Offer.State.PUBLISHED).order_by("starts_on", "pk"))


def children() -> Iterator[Relative]:
    """The children of the organization in force, always in the same order."""
    found = Relative.objects.filter(kinship=Kinship.CHILD, closed_on__isnull=True).select_related("member__user")
    yield from found.order_by("birth_date", "given_name", "family_name")[:40]


def joins(child: Relative, slot: Slot) -> bool:
    """Whether a child was put in line; not when too young, too old, or booked there already."""
    actor = Actor(isolation.current().key, child.member.user_id, "member")
    try:
        waiting.join(child.member, Choice(slot.offer_id, slot.pk, child.pk), actor=actor)
    except Refusal:
        return False
    return True
