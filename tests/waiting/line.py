"""A full camp and who would like to come: Anna has the one place; Bruno of Alfa and Carla of Beta wait."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from catalog.orders import cancel, waiting, waiting_news
from catalog.orders.models import Order, WaitingRequest
from catalog.orders.place import place_order
from catalog.orders.purchase import Choice
from members.models import Member, Relative
from providers import waiting_due
from providers.models import Fulfilment, Slot, Waiting
from tenants.isolation import Actor
from tenants.messages.models import Message
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage
from welfare.clock import now


@dataclass(frozen=True)
class Person:
    """A member with a child, in their organization."""

    where: Organization
    member: Member
    child: Relative

    @property
    def actor(self) -> Actor:
        """As they act."""
        return Actor(self.where.key, self.member.user_id, "member")


@dataclass(frozen=True)
class Line:
    """The stage of the orders, full, with two people who wait."""

    stage: Stage
    order: Order
    bruno: Person
    carla: Person

    def join(self, person: Person, slot: Slot | None = None) -> WaitingRequest:
        """A person stands in line for the child."""
        choice = Choice(self.stage.offer.pk, (slot or self.stage.slot).pk, person.child.pk)
        with inside(person.where):
            return waiting.join(person.member, choice, actor=person.actor)

    def leave(self, person: Person, request: WaitingRequest) -> bool:
        """A person gives up."""
        with inside(person.where):
            return waiting.leave(request, actor=person.actor)

    def book(self, person: Person, **changes: Any) -> Order:
        """A person books a place for the child."""
        command = self.stage.command(relative_id=person.child.pk, **changes)
        with inside(person.where):
            return place_order(replace(command, member=person.member, actor=person.actor))

    def cancel(self, order: Order | None = None) -> None:
        """Anna cancels: a place becomes free."""
        with inside(self.stage.issuer):
            cancel.cancel_order(order or self.order, actor=self.stage.actor)

    def tell(self, person: Person, request: WaitingRequest) -> None:
        """The person's organization tells the news."""
        with inside(person.where):
            waiting_news.tell(request.reference)

    @property
    def slot(self) -> Slot:
        """The slot as it is now."""
        return Slot.objects.get(pk=self.stage.slot.pk)


def set_up(issuer: Organization, supplier: Organization) -> Line:
    """Build it: one place, which Anna's Leo has."""
    stage = stages.set_up(issuer, supplier)
    Slot.objects.filter(pk=stage.slot.pk).update(capacity=1)
    bruno = person(issuer, "Bruno", "Mia", stage.voluntary)
    with inside(supplier):
        plan, _contract, voluntary = stages.open_plan()
        stages.list_on_shelf(stage.offer, plan)
    carla = person(supplier, "Carla", "Teo", voluntary)
    return Line(stage, stage.place(), bruno, carla)


def person(where: Organization, name: str, child: str, budget: Any) -> Person:
    """A member with 500,00 and a child."""
    with inside(where):
        member = make.member(name)
        stages.grant(member, budget, "500.00")
        return Person(where, member, make.relative(member, child))


def state(request: WaitingRequest) -> str:
    """Where the shared half stands."""
    return str(Waiting.objects.get(pk=request.reference).state)


def is_closed(person: Person, request: WaitingRequest) -> bool:
    """Whether the organization's half has come to its end."""
    with inside(person.where):
        return WaitingRequest.objects.get(pk=request.pk).closed_at is not None


def mails(person: Person) -> list[str]:
    """What a person was mailed about waiting, in order."""
    with inside(person.where):
        kinds = Message.objects.filter(recipient=person.member.user, kind__startswith="waiting")
        return list(kinds.order_by("since").values_list("kind", flat=True))


def run_late(request: WaitingRequest) -> None:
    """Let the time to answer pass."""
    Waiting.objects.filter(pk=request.reference).update(offered_until=now() - datetime.timedelta(seconds=1))


def sweep() -> None:
    """What the sweeper does about waiting lists, the tasks apart."""
    waiting_due.move_due()


def is_sound(slot: Slot) -> bool:
    """Whether the places taken are those of live bookings and of open offers, and no more than there are."""
    live = Fulfilment.objects.filter(slot=slot).exclude(state=Fulfilment.State.CANCELLED).count()
    offered = Waiting.objects.filter(slot=slot, state=Waiting.State.OFFERED).count()
    found = Slot.objects.get(pk=slot.pk)
    return found.taken == live + offered and 0 <= found.taken <= found.capacity
