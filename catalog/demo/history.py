"""Orders gone by: some used, one cancelled, one still to be used; booked for today at the Mulino."""

import datetime
import random
import uuid
from dataclasses import dataclass

from catalog.demo.cast import ACCOUNTS
from catalog.demo.people import SEED
from catalog.demo.shelf import NAMESPACE
from catalog.orders import accept, codes
from catalog.orders.cancel import cancel_order
from catalog.orders.models import Order
from catalog.orders.place import PlaceOrder, place_order
from catalog.orders.purchase import Choice
from catalog.orders.refusals import Refusal, Terms
from members.models import Kinship, Member, Relative
from providers.models import Offer, Provider, Slot
from tenants import isolation
from tenants.identity.models import Role, User
from tenants.isolation import Actor
from tenants.messages.models import Message
from tenants.models import Organization
from welfare import clock

ANSWERS = {
    "allergies": "",
    "medicines": "",
    "pick_up": "La nonna, Ada",
    "phone": "333 0000000",
    "photos": "no",
    "notes": "",
}


@dataclass(frozen=True)
class Past:
    """One order gone by: of whom, what, how many days ago, and what became of it."""

    slug: str
    given_name: str
    title: str
    days_ago: int
    # "used", "cancelled" or "" for one still to be used.
    outcome: str = ""
    # Which slot: -1 the last gone by, 0 the one of today or the next; None for vouchers.
    slot: int | None = None
    child: str = ""


PASTS = (
    Past("officine-riva", "Anna", "Laboratori del pomeriggio", 9, "", 0, "Leo"),
    Past("officine-riva", "Anna", "Palestra, ingresso trimestrale", 70, "used"),
    Past("officine-riva", "Anna", "Piscina, dieci ingressi", 20, ""),
    Past("officine-riva", "Anna", "Doposcuola Il Quaderno", 12, "used", None, "Sara"),
    Past("officine-riva", "Marco", "Fisioterapia, cinque sedute", 45, "used"),
    Past("officine-riva", "Fatima", "Inglese per viaggiare", 120, "used"),
    Past("officine-riva", "Irene", "Controllo del cuore", 33, "used"),
    Past("officine-riva", "Walter", "Palestra, ingresso trimestrale", 15, "cancelled"),
    Past("primavera", "Bruno", "Piscina, dieci ingressi", 12, ""),
    Past("primavera", "Elisa", "Sportello psicologico, quattro colloqui", 60, "used"),
    Past("il-ponte", "Giulia", "Palestra, ingresso trimestrale", 40, "used"),
    Past("girasole", "Tommaso", "Ginnastica dolce per la schiena", 10, "", 0),
)


def play(organizations: dict[str, Organization]) -> None:
    """Place the orders on their days; then let their mails rest: nobody waits for news of last spring."""
    for past in PASTS:
        with clock.pretend(day_of(past)):
            order = place(past, organizations[past.slug])
        finish(past, order, organizations)
    play_crowd(organizations["officine-riva"])
    fill_today(organizations)
    for organization in organizations.values():
        with isolation.enter(organization, reason="demo"):
            Message.objects.update(state=Message.State.SENT, sent_at=clock.now())


CROWD_TITLES = (
    "Piscina, dieci ingressi",
    "Palestra, ingresso trimestrale",
    "Controllo del cuore",
    "Fisioterapia, cinque sedute",
)
CROWD_EACH_MONTH = 5
# The story of these is written above.
CAST = frozenset(account.given_name for account in ACCOUNTS)


def play_crowd(organization: Organization) -> None:
    """Orders of many other people over the months gone by, so that HR's figures speak of groups."""
    dice = random.Random(SEED)  # noqa: S311 - a demo that is the same every time
    today = clock.today()
    with isolation.enter(organization, reason="demo"):
        people = list(Member.objects.select_related("user").exclude(user__given_name__in=CAST).order_by("pk"))
        for month in range(1, today.month + 1):
            day = min(today, datetime.date(today.year, month, 10))
            for member in dice.sample(people, CROWD_EACH_MONTH):
                with clock.pretend(day):
                    try_to_buy(member, dice.choice(CROWD_TITLES))


def try_to_buy(member: Member, title: str) -> None:
    """One order in person; somebody out of credit or of age buys nothing, as in life."""
    try:
        place_order(command_of(member, offer_of(title), None, None))
    except Refusal:
        return


def day_of(past: Past) -> datetime.date:
    """The day of an order: never before the year of the plan began."""
    today = clock.today()
    return max(datetime.date(today.year, 1, 1), today - datetime.timedelta(days=past.days_ago))


def offer_of(title: str) -> Offer:
    """The offer with this title."""
    return Offer.objects.get(pk=uuid.uuid5(NAMESPACE, title))


def slot_of(offer: Offer, number: int | None) -> Slot | None:
    """The slot counted from the first that is still to begin; None where the offer has none."""
    if number is None:
        return None
    coming = Slot.objects.filter(offer=offer, starts_on__gt=clock.today()).order_by("starts_on")
    return coming[number]


def place(past: Past, organization: Organization) -> Order:
    """Place one order as its member would have."""
    offer = offer_of(past.title)
    with isolation.enter(organization, reason="demo"):
        member = Member.objects.select_related("user").get(user__given_name=past.given_name, user__last_login=None)
        relative = Relative.objects.filter(member=member, given_name=past.child).first() if past.child else None
        return place_order(command_of(member, offer, slot_of(offer, past.slot), relative))


# Two children whom the staff must look after with care.
ALLERGIES = {"Leo": "Noci e arachidi", "Mia": "Lattosio"}


def command_of(member: Member, offer: Offer, slot: Slot | None, relative: Relative | None) -> PlaceOrder:
    """The confirmation that a member would send."""
    organization = isolation.current()
    answers = {**ANSWERS, "allergies": ALLERGIES.get(relative.given_name, "") if relative else ""}
    choice = Choice(
        offer_id=offer.pk,
        slot_id=slot.pk if slot else None,
        relative_id=relative.pk if relative else None,
        answers={question: answers[question] for question in offer.questions},
    )
    return PlaceOrder(
        key=uuid.uuid4().hex,
        member=member,
        actor=Actor(organization.key, member.user_id, "member"),
        choice=choice,
        terms=Terms(offer.revision, offer.price),
    )


def finish(past: Past, order: Order, organizations: dict[str, Organization]) -> None:
    """Use or cancel an order, a few days after it was placed."""
    day = min(clock.today(), day_of(past) + datetime.timedelta(days=4))
    with clock.pretend(day):
        if past.outcome == "used":
            use(order, organizations[past.slug])
        elif past.outcome == "cancelled":
            with isolation.enter(organizations[past.slug], reason="demo"):
                cancel_order(order, actor=Actor(isolation.current().key, order.member.user_id, "member"))


def use(order: Order, issuer: Organization) -> None:
    """Let the provider's staff accept the order's voucher."""
    with isolation.enter(issuer, reason="demo"):
        code = codes.unseal_code(issuer.key, order.voucher.sealed_code)
    supplier = Provider.objects.get(pk=order.provider_id).organization
    assert supplier is not None  # noqa: S101 - the demo's providers are all organizations
    with isolation.enter(supplier, reason="demo"):
        staff = User.objects.filter(roles__overlap=[Role.PROVIDER_STAFF, Role.PROVIDER_MANAGER]).order_by("pk")[0]
        accept.accept(code, actor=Actor(supplier.key, staff.pk, "provider"))


def fill_today(organizations: dict[str, Organization]) -> None:
    """Book the children of Officine Riva into the week that runs now, as many as can go."""
    offer = offer_of("Laboratori del pomeriggio")
    slot = Slot.objects.filter(offer=offer, starts_on__lte=clock.today()).order_by("-starts_on")[0]
    day, organization = slot.starts_on - datetime.timedelta(days=6), organizations["officine-riva"]
    with clock.pretend(day), isolation.enter(organization, reason="demo"):
        children = Relative.objects.filter(kinship=Kinship.CHILD).exclude(given_name="Leo")
        for child in children.select_related("member__user").order_by("birth_date")[:12]:
            try:
                place_order(command_of(child.member, offer, slot, child))
            except Refusal:
                # Too young or too old for this service: another child comes.
                continue
