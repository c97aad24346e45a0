"""Playing the demo's year through the services of the product, day by day, in the order of days."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from catalog.closing.daily import settle_due
from catalog.demo import plans
from catalog.demo.calendar import month_starts
from catalog.demo.cast import ACCOUNTS
from catalog.demo.shelf import offer_id
from catalog.demo.wishes import CANCELLED, USED, Wish
from catalog.orders import accept, codes, documents, expiry
from catalog.orders.cancel import cancel_order
from catalog.orders.models import Order, Voucher
from catalog.orders.place import PlaceOrder, place_order
from catalog.orders.purchase import Choice
from catalog.orders.refusals import Terms
from catalog.plans.telling import tell_months
from members.models import Member, Relative
from providers.bookings.services import erase_due
from providers.models import Fulfilment, Offer, Slot
from tenants import isolation
from tenants.envelope import without_hints
from tenants.identity.models import Role, User
from tenants.isolation import Actor
from tenants.messages.models import Message
from tenants.models import Organization
from welfare import clock

# The first thing in the morning of a month; then people order, and later in the day services are used.
EARLY, MORNING, LATER = datetime.time(0, 5), datetime.time(9, 30), datetime.time(16, 45)
ANSWERS = {
    "allergies": "",
    "medicines": "",
    "pick_up": "I nonni",
    "phone": "333 0000000",
    "photos": "yes",
    "notes": "",
}
# What the staff must have in mind of some of those who come, by their name.
MINDED = {
    "Leo": {"allergies": "Noci e arachidi"},
    "Mia": {"allergies": "Lattosio"},
    "Amina": {"medicines": "Antistaminico dopo pranzo, mezza compressa"},
    "Greta": {"photos": "no"},
    "Ada": {"medicines": "Pastiglia della pressione alle 8"},
}


@dataclass(frozen=True)
class Event:
    """Something that happens on a day; of the same day, the earlier first."""

    day: datetime.date
    at: datetime.time
    sorting: tuple[object, ...]
    act: Callable[[], object]


@dataclass
class Stage:
    """The rows that the year is played with, each read once."""

    organizations: dict[str, Organization]
    offers: dict[uuid.UUID, Offer] = field(default_factory=dict)
    slots: dict[tuple[uuid.UUID, datetime.date], Slot] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    kin: dict[tuple[str, str], Relative] = field(default_factory=dict)
    staff: dict[uuid.UUID, Actor] = field(default_factory=dict)
    orders: dict[tuple[object, ...], Order] = field(default_factory=dict)

    @property
    def employers(self) -> list[Organization]:
        """Who grants credit."""
        return [one for one in self.organizations.values() if one.kind in plans.EMPLOYERS]


def stage_of(organizations: dict[str, Organization]) -> Stage:
    """Read what was built so far."""
    stage = Stage(organizations)
    offers = Offer.objects.select_related("provider__organization")
    stage.offers = {offer.pk: offer for offer in offers}
    stage.slots = {(slot.offer_id, slot.starts_on): slot for slot in Slot.objects.all()}
    for organization in organizations.values():
        with isolation.enter(organization, reason="demo"):
            stage.members |= {row.number: row for row in Member.objects.select_related("user")}
            relatives = Relative.objects.select_related("member")
            stage.kin |= {(row.member.number, row.given_name): row for row in relatives}
            at_the_door = User.objects.filter(roles__overlap=[Role.PROVIDER_STAFF, Role.PROVIDER_MANAGER])
            if staff := at_the_door.order_by("pk").first():
                stage.staff[organization.pk] = Actor(organization.key, staff.pk, "provider")
    return stage


def play(organizations: dict[str, Organization], wishes: Sequence[Wish]) -> None:
    """Let the year happen; then its mails rest, and its documents wait until somebody asks for them.

    Nobody waits for news of last spring, and a first start has better things to do than render it.
    """
    stage = stage_of(organizations)
    with without_hints():
        for event in sorted(events_of(stage, wishes), key=lambda event: (event.day, event.at, event.sorting)):
            with clock.pretend(event.day, event.at):
                event.act()
        for organization in organizations.values():
            with isolation.enter(organization, reason="demo"):
                tidy_up()
    date_fulfilments(stage.orders.values())


def events_of(stage: Stage, wishes: Sequence[Wish]) -> list[Event]:
    """The year as single acts."""
    placed = [Event(wish.day, MORNING, wish.sorting, partial(order, stage, wish)) for wish in wishes]
    ended = [Event(wish.ended, LATER, wish.sorting, partial(end, stage, wish)) for wish in wishes if wish.ended]
    today = clock.today()
    days = {datetime.date(today.year - 1, 1, 1), *month_starts(today)}
    return placed + ended + [Event(day, EARLY, (), partial(turn_of_the_month, stage)) for day in days]


def turn_of_the_month(stage: Stage) -> None:
    """What falls due expires; in January credit is granted, and in any month to those hired since."""
    day = clock.today()
    for organization in stage.employers:
        with isolation.enter(organization, reason="demo"):
            expiry.expire_overdue(day)
            settle_due(day)
            tell_months()
            if day.month == 1:
                plans.grant_credit(organization, day.year)
            elif Member.objects.filter(hired_on=day).exists():
                plans.grant_newcomers(organization, day.year)


def order(stage: Stage, wish: Wish) -> None:
    """Place one order as its member would have."""
    organization, member = stage.organizations[wish.person.slug], stage.members[wish.person.number]
    offer = stage.offers[offer_id(wish.service)]
    with isolation.enter(organization, reason="demo"):
        placed = place_order(
            PlaceOrder(
                key=uuid.uuid4().hex,
                member=member,
                actor=Actor(organization.key, member.user_id, "member"),
                choice=choice_of(stage, wish, offer),
                terms=Terms(offer.revision, offer.price),
            )
        )
    stage.orders[wish.sorting] = placed


def choice_of(stage: Stage, wish: Wish, offer: Offer) -> Choice:
    """What a member would have filled in."""
    answers = ANSWERS | MINDED.get(wish.kin.given_name if wish.kin else "", {})
    return Choice(
        offer_id=offer.pk,
        slot_id=stage.slots[offer.pk, wish.slot].pk if wish.slot else None,
        relative_id=stage.kin[wish.person.number, wish.kin.given_name].pk if wish.kin else None,
        answers={question: answers[question] for question in offer.questions},
    )


def end(stage: Stage, wish: Wish) -> None:
    """Let an order be used at the provider's door, or cancelled by its member."""
    placed, issuer = stage.orders[wish.sorting], stage.organizations[wish.person.slug]
    if wish.outcome == USED:
        use(stage, placed, issuer)
    elif wish.outcome == CANCELLED:
        with isolation.enter(issuer, reason="demo"):
            cancel_order(placed, actor=Actor(issuer.key, placed.member.user_id, "member"))


def use(stage: Stage, placed: Order, issuer: Organization) -> None:
    """Let the provider's staff accept the order's voucher."""
    with isolation.enter(issuer, reason="demo"):
        code = codes.unseal_code(issuer.key, placed.voucher.sealed_code)
    supplier = stage.offers[placed.offer_id].provider.organization
    assert supplier is not None  # noqa: S101 - what is ordered has a provider with an organization
    with isolation.enter(supplier, reason="demo"):
        accept.accept(code, actor=stage.staff[supplier.pk])


def date_fulfilments(orders: Iterable[Order]) -> None:
    """Let the shared halves say when they were issued: the database's own clock knows today alone."""
    moments = {placed.fulfilment_id: placed.placed_at for placed in orders}
    fulfilments = list(Fulfilment.objects.all())
    for fulfilment in fulfilments:
        fulfilment.issued_at = moments[fulfilment.pk]
    Fulfilment.objects.bulk_update(fulfilments, ["issued_at"], batch_size=500)


def tidy_up() -> None:
    """In one organization: what falls due today, plans and names whose time is over, mails, documents."""
    expiry.expire_overdue(clock.today())
    settle_due(clock.today())
    erase_due(clock.today())
    plans.close_past()
    Message.objects.update(state=Message.State.SENT, sent_at=clock.now())
    can_sign_in = [account.email for account in ACCOUNTS]
    still_wanted = Voucher.objects.filter(order__state=Order.State.PLACED, order__member__user__email__in=can_sign_in)
    documents.lay_aside(Voucher.objects.exclude(pk__in=still_wanted.values("pk")))
