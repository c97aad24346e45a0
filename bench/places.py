"""10,000 racing requests of several tenants for a few weeks of a camp: `python -m bench places`.

Four tenants' people ask for one to three weeks at once, in whatever order, eight at a time; one success in eight is
cancelled at once and its places are asked for again. Places of every week are kept for two of the tenants. Aim: no
place oversold, no kept place sold to others, no deadlock; `failed` counts
whatever is neither sold nor refused in words.
"""

import json
import random
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal

from django.db import connections
from django.db.models import Count

from bench import ready  # noqa: F401 - sets Django up before the models below
from bench.database import own_database, serve
from bench.orders import grant, open_plan
from catalog.orders.cancel_group import cancel_group
from catalog.orders.grouping import GroupChoice
from catalog.orders.models import Order
from catalog.orders.place_group import PlaceGroup, place_group
from catalog.orders.refusals import Refusal, Terms
from members.ledger import queries
from members.models import Member
from providers import reserving
from providers.models import Delivery, Fulfilment, Offer, Slot, SlotReserve
from providers.reserves import HELD
from tenants import isolation, provisioning
from tenants.envelope import without_hints
from tenants.isolation import SYSTEM, Actor
from tenants.models import Organization
from tests import make
from tests.orders.stage import in_days

REQUESTS, CLIENTS, TENANTS = 10_000, 8, 4
WEEKS, PLACES, KEPT, MEMBERS = 6, 300, 40, 200
PRICE = Decimal("10.00")


@dataclass(frozen=True)
class Request:
    """One family's form."""

    where: Organization
    member: Member
    offer: Offer
    slots: tuple[Slot, ...]
    is_cancelled: bool

    def sent(self) -> str:
        """What came of it: sold, cancelled, refused or failed."""
        try:
            with without_hints(), isolation.enter(self.where, reason="bench"):
                orders = place_group(self.command())
                if self.is_cancelled:
                    cancel_group(orders, actor=self.actor)
        except Refusal:
            return "refused"
        except Exception as error:
            # What the database says: a lock that was not free in three seconds, or a deadlock.
            return f"failed: {type(error.__cause__ or error).__name__}"
        return "cancelled" if self.is_cancelled else "sold"

    @property
    def actor(self) -> Actor:
        """The person."""
        return Actor(self.where.key, self.member.user_id, "member")

    def command(self) -> PlaceGroup:
        """The confirmation, as the page would send it."""
        choice = GroupChoice(self.offer.pk, tuple((slot.pk, None) for slot in self.slots))
        terms = Terms(self.offer.revision, PRICE * len(self.slots))
        return PlaceGroup(uuid.uuid4().hex, self.member, self.actor, choice, terms)


def measure() -> None:
    """Seed, race, count, print."""
    with own_database() as database:
        requests = list(seeded())
        serve(database)
        begin = time.perf_counter()
        with ThreadPoolExecutor(max_workers=CLIENTS) as pool:
            outcomes = Counter(pool.map(answered, requests))
        print(json.dumps(figure(outcomes, time.perf_counter() - begin)), flush=True)


def answered(request: Request) -> str:
    """One request; its thread's connection goes on to the next."""
    try:
        return request.sent()
    finally:
        connections.close_all()


def seeded() -> Iterator[Request]:
    """Tenants, people with credit, weeks in series, places kept; then the requests, always the same."""
    supplier = provisioning.open_organization(slug="campo", kind="cooperative", name="Campo")
    offer = make.offer(
        make.provider(supplier), service_type="gym", area="tempo_libero", delivery=Delivery.PLACES, price=PRICE
    )
    series = uuid.uuid4()
    weeks = [make.slot(offer, days=60 + 7 * n, capacity=PLACES, series=series) for n in range(WEEKS)]
    tenants = [provisioning.open_organization(slug=f"t{n}", kind="company", name=f"T{n}") for n in range(TENANTS)]
    people = [(tenant, hired(tenant, offer)) for tenant in tenants]
    with isolation.enter(supplier, reason="bench"):
        for tenant in tenants[:2]:
            reserving.reserve(weeks, tenant, seats=KEPT, until=in_days(30), actor=SYSTEM)
    yield from drawn(people, offer, weeks)


def hired(tenant: Organization, offer: Offer) -> list[Member]:
    """People with credit in a plan that opens the offer."""
    with isolation.enter(tenant, reason="bench"):
        members = [make.member(f"Anna{number}") for number in range(MEMBERS)]
        grant(members, open_plan(offer))
    return members


def drawn(
    people: Sequence[tuple[Organization, Sequence[Member]]], offer: Offer, weeks: Sequence[Slot]
) -> Iterator[Request]:
    """Who asks for what, in the order in which it is sent."""
    dice = random.Random(8)
    for _ in range(REQUESTS):
        where, members = dice.choice(people)
        slots = tuple(dice.sample(weeks, dice.randint(1, 3)))
        yield Request(where, dice.choice(members), offer, slots, is_cancelled=dice.random() < 1 / 8)


def figure(outcomes: Counter[str], seconds: float) -> dict[str, object]:
    """Places sold against places there are, as the rows say; refuses to call it measured when the books disagree."""
    sold = places_sold()
    slots = list(Slot.objects.all())
    assert all(sold[slot.pk] == slot.taken for slot in slots)
    assert all(books_are_right(tenant) for tenant in Organization.objects.filter(slug__startswith="t"))
    failed = {name: count for name, count in outcomes.items() if name.startswith("failed")}
    return {
        "bench": "places",
        "requests": sum(outcomes.values()),
        "tenants": TENANTS,
        "places": WEEKS * PLACES,
        "sold": sum(sold.values()),
        "oversold": sum(max(sold[slot.pk] - slot.capacity, 0) for slot in slots),
        "kept_places_sold_to_others": kept_sold(),
        "orders_placed": outcomes["sold"] + outcomes["cancelled"],
        "refused": outcomes["refused"],
        "failed": failed,
        "seconds": round(seconds, 1),
        "requests_a_second": round(sum(outcomes.values()) / seconds),
    }


def places_sold() -> Counter[uuid.UUID]:
    """Standing fulfilments by slot."""
    rows = Fulfilment.objects.filter(state__in=HELD).order_by().values("slot").annotate(n=Count("pk"))
    return Counter({row["slot"]: row["n"] for row in rows})


def kept_sold() -> int:
    """Places that others have of those that were to be kept."""
    gone = 0
    for slot in Slot.objects.all():
        kept = {each.organization_id: each.seats for each in SlotReserve.objects.filter(slot=slot)}
        others = Fulfilment.objects.filter(slot=slot, state__in=HELD)
        theirs = {key: others.filter(issuer_id=key).count() for key in kept}
        free = slot.capacity - others.count() + sum(min(theirs[key], seats) for key, seats in kept.items())
        gone += max(sum(kept.values()) - free, 0)
    return gone


def books_are_right(tenant: Organization) -> bool:
    """Whether a tenant's ledger balances, and each standing order has its fulfilment."""
    with isolation.enter(tenant, reason="bench"):
        placed = set(Order.objects.filter(state=Order.State.PLACED).values_list("fulfilment_id", flat=True))
        issued = set(Fulfilment.objects.filter(issuer=tenant, state__in=HELD).values_list("pk", flat=True))
        return queries.is_balanced() and placed == issued


if __name__ == "__main__":
    measure()
