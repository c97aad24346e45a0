"""What the page of one service tells: facts, dates, credit, who supplies it, how to ask for it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.shelf import queries, words
from catalog.shelf.cards import kind_of
from catalog.shelf.prices import lowest_of, of_dates
from catalog.shelf.reader import Reader
from members.models import Member
from providers.images import ShownImage, shown
from providers.models import Delivery, Offer, Origin, Question, Slot
from providers.opinions.counting import summaries
from providers.waiting import has_line
from tenants.models import Kind, Organization
from welfare.money import format_euro

# Where orders can be placed: a territory's come with its own plan.
ORDERING = (Kind.COMPANY, Kind.COOPERATIVE)
# Where asking for a service begins, by its delivery; what is missing here is only looked at.
STARTS = {
    Delivery.VOUCHER: "orders:start",
    Delivery.PLACES: "orders:start",
    Delivery.SUBSCRIPTION: "subscriptions:start",
    Delivery.QUOTE: "quotes:start",
    Delivery.ENROLMENT: "enrolments:start",
}
# Where nothing is ordered, on hosts of every kind.
SHOWN = {Delivery.CARD: "cards:card"}


@dataclass(frozen=True, slots=True)
class Dates:
    """One slot as a line: its days, hours and place, the places left, the way to book it."""

    days: str
    where: str
    pill: str
    pill_kind: str
    url: str
    # Where to wait for a place, while there is none.
    wait_url: str = ""


@dataclass(frozen=True, slots=True)
class ServicePage:
    """What the template prints."""

    offer: Any
    kind: str
    price: str
    cancellation: str
    facts: list[tuple[str, ...]]
    dates: list[Dates]
    questions: list[Any]
    order_url: str
    wait_url: str
    is_full: bool
    is_information: bool
    # Who may order it, and its dates to come: orders say what the credit covers (templates/shelf/order_box.html).
    reader: Member | None
    slots: list[Slot]
    images: list[ShownImage]


def service_page(offer: Any, reader: Reader, organization: Organization) -> ServicePage:
    """Gather the page of an offer read by `catalog.shelf.queries.get_offer`."""
    slots = queries.slots_to_come(offer) if offer.delivery == Delivery.PLACES else []
    order_url = order_address(offer, reader.member, organization)
    return ServicePage(
        offer=offer,
        kind=kind_of(offer),
        price=words.price_of(offer),
        cancellation=words.cancellation(offer),
        facts=[*facts_of(offer), *opinion_of(offer)],
        dates=[dates_of(offer, slot, order_url) for slot in slots],
        questions=[Question(code).label for code in offer.questions if code in Question.values],
        order_url=order_url,
        wait_url=reverse("orders:wait", args=(offer.pk,)) if order_url and any(map(has_line, slots)) else "",
        reader=reader.member,
        slots=slots,
        images=[shown(image) for image in offer.images],
        is_information=offer.delivery == Delivery.PUBLIC,
        is_full=offer.delivery == Delivery.PLACES and not any(slot.left > 0 for slot in slots),
    )


def order_address(offer: Offer, member: Member | None, organization: Organization) -> str:
    """Where the order begins; nothing where nobody can: information, a directory entry, no member, a territory."""
    if member is not None and offer.delivery in SHOWN:
        return reverse(SHOWN[Delivery(offer.delivery)])
    start = STARTS.get(Delivery(offer.delivery))
    if member is None or organization.kind not in ORDERING or not start or offer.provider.organization_id is None:
        return ""
    return reverse(start, args=(offer.pk,))


def facts_of(offer: Any) -> list[tuple[str, ...]]:
    """The facts as label and value; those without value are left out."""
    is_sold = offer.delivery != Delivery.PUBLIC
    facts = [
        (_("For whom"), words.ages(offer) or (_("everybody") if is_sold else "")),
        (_("Where"), ", ".join(part for part in (offer.address, offer.town) if part)),
        (_("Beds"), words.beds(offer)),
        (_("How you get it"), Delivery(offer.delivery).label if is_sold else ""),
        (_("Origin"), Origin(offer.origin_shown).label),
    ]
    return [(str(label), str(value)) for label, value in facts if value]


def opinion_of(offer: Any) -> list[tuple[str, ...]]:
    """How it went for those who used it, from five answers on; one query."""
    if offer.delivery == Delivery.PUBLIC:
        return []
    summary = summaries([offer.pk]).get(offer.pk)
    return [(str(_("How it went")), *words.opinion(summary))] if summary else []


def own_price(offer: Any, slot: Slot) -> str:
    """The price here of dates that cost something else than the service, or of all where they differ; else empty."""
    price = of_dates(slot.price, offer.price_shown, offer.agreed_for_us)
    _lowest, they_differ = lowest_of(offer.price_shown, offer.prices_of_dates)
    return format_euro(price) if price is not None and (they_differ or price != offer.price_shown) else ""


def dates_of(offer: Any, slot: Slot, order_url: str) -> Dates:
    """One slot; the way to book it while there are places, else to wait for one."""
    pill, kind = words.places(slot.left)
    wait_url = reverse("orders:wait", args=(offer.pk,)) if order_url and slot.left < 1 and has_line(slot) else ""
    return Dates(
        days=words.dates(slot),
        where=" · ".join(part for part in (slot.hours, slot.place or offer.address, own_price(offer, slot)) if part),
        pill=pill,
        pill_kind=kind,
        url=f"{order_url}?turno={slot.pk}" if order_url and slot.left > 0 else "",
        wait_url=f"{wait_url}?turno={slot.pk}" if wait_url else "",
    )
