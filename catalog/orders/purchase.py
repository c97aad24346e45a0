"""What somebody wants to buy, read from the registry and the organization in four queries."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

from django.db.models import F, Subquery
from django.http import Http404

from catalog.orders.discounts import Discount
from catalog.orders.kept import kept_reference
from catalog.orders.refusals import Terms
from catalog.orders.year import Year
from catalog.plans.models import Budget, Plan
from catalog.shelf.models import ShelfItem
from catalog.shelf.prices import agreed as agreed_price
from catalog.shelf.prices import of_dates, priced
from members.certificates import reading
from members.models import Member, Relative
from providers.models import Delivery, Offer, Slot
from providers.reserves import with_own
from tenants import isolation
from welfare.clock import age_on, today
from welfare.money import ZERO

EUR = "EUR"
# Long columns of an offer that only its own page and the search read.
UNREAD = ("offer__text", "offer__search", "offer__folded")
WITH_VOUCHER = frozenset({Delivery.VOUCHER, Delivery.PLACES, Delivery.QUOTE})
VALID_AFTER_SLOT = datetime.timedelta(days=60)


@dataclass(frozen=True)
class Choice:
    """What a person asked for, as ids; nothing in it is trusted yet."""

    offer_id: uuid.UUID
    slot_id: uuid.UUID | None = None
    # None: the member in person.
    relative_id: uuid.UUID | None = None
    # Codes of `providers.models.Question` to what was written.
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Agreed:
    """What was agreed with one person apart from the offer's own terms.

    A quote, a month of a subscription, a contribution to a fund. Made by the service that knows of the agreement,
    never from what a form sent.
    """

    # In euro, VAT included.
    price: Decimal
    # First day of the month it is for.
    period: datetime.date | None = None
    # The provider has who comes and the answers already: nothing is booked or asked again.
    is_renewal: bool = False
    # The rate that was agreed with the price; None: the offer's.
    vat_rate: Decimal | None = None
    # The subscription that it is a month of: under its id the provider knows who comes.
    subscription: uuid.UUID | None = None
    # Credit that was held for it before it could be ordered, by lot: these lots pay, whatever their day, and no other.
    held: Mapping[int, Decimal] = field(default_factory=dict)
    # Their budgets; the law has answered for them when they were held, and answers again.
    budgets: tuple[Budget, ...] = ()


@dataclass(frozen=True)
class Limits:
    """How many requests one member may make, family included: in a calendar year, and open at once; None: no limit."""

    a_year: int | None = None
    at_once: int | None = None


@dataclass(frozen=True)
class Purchase:
    """A choice with the rows it names, and the budgets of the open plans that may pay."""

    member: Member
    offer: Offer
    slot: Slot | None
    relative: Relative | None
    budgets: tuple[Budget, ...]
    price: Decimal
    answers: Mapping[str, str]
    on: datetime.date
    # The member's tax year, read as far as it is asked for.
    year: Year
    # The reference under which a place of the slot is kept for this beneficiary, who waited for it.
    kept: uuid.UUID | None = None
    agreed: Agreed | None = None
    # What the price is lower for, by the offer's rules (`catalog.orders.pricing`).
    discounts: tuple[Discount, ...] = ()

    @property
    def full_price(self) -> Decimal:
        """The price without discounts."""
        return self.price + sum((each.amount for each in self.discounts), ZERO)

    # How often one person may ask for it here.
    limits: Limits = Limits()

    @property
    def held(self) -> Mapping[int, Decimal]:
        """The credit that has been held for it, by lot; empty where it is taken when the order is placed."""
        return self.agreed.held if self.agreed else {}

    @property
    def gives_voucher(self) -> bool:
        """Whether the person shows a code; a month of a subscription and a contribution are confirmed in a list."""
        return self.offer.delivery in WITH_VOUCHER

    @property
    def terms(self) -> Terms:
        """What the confirmation form must still agree with."""
        return Terms(self.offer.revision, self.price)

    @property
    def first_day(self) -> datetime.date:
        """The day on which the beneficiary's age counts."""
        return self.slot.starts_on if self.slot else self.on

    @property
    def name(self) -> str:
        """Who benefits."""
        return self.relative.full_name if self.relative else self.member.user.full_name

    @property
    def given_name(self) -> str:
        """Who benefits, among people who know each other."""
        return (self.relative or self.member.user).given_name

    @property
    def age(self) -> int | None:
        """Years completed on the first day; None for a member without birth date."""
        born = self.relative.birth_date if self.relative else self.member.birth_date
        return age_on(born, self.first_day) if born else None

    @property
    def cancel_until(self) -> datetime.date:
        """The last day to cancel: before the slot, or after the order where there is none.

        A month of a subscription cannot be: one stops the subscription, and the provider says which month it gave.
        """
        if self.agreed and self.agreed.subscription:
            return self.on - datetime.timedelta(days=1)
        days = datetime.timedelta(days=self.offer.cancellation_days)
        return self.slot.starts_on - days if self.slot else self.on + days

    @property
    def valid_until(self) -> datetime.date:
        """The last day on which the provider may accept the voucher."""
        if self.slot:
            return self.slot.ends_on + VALID_AFTER_SLOT
        return self.on + datetime.timedelta(days=self.offer.validity_days)


@dataclass(frozen=True)
class Opening:
    """What this organization's shelf says of an offer: who may pay, at which price, and how often."""

    is_listed: bool
    budgets: tuple[Budget, ...] = ()
    # What it costs here; None where nobody sells, or where the amount is agreed with each person.
    price: Decimal | None = None
    # What of it both sides agreed for this organization; None: nothing.
    price_agreed: Decimal | None = None
    limits: Limits = Limits()


def purchase_of(
    member: Member, choice: Choice, opening: Opening | None = None, agreed: Agreed | None = None
) -> Purchase:
    """Read what a choice names; what was agreed apart sets the price.

    Raises Http404 for an offer that is not on this organization's shelf, information that nobody sells,
    a slot of another offer, a relative who is closed or somebody else's.
    """
    opening = opening or opening_of(choice.offer_id)
    if not opening.is_listed:
        raise Http404
    offer, slot = offer_and_slot(member, choice)
    relative = relative_of(member, choice.relative_id)
    return purchase_from(member, choice, opening, offer=offer, slot=slot, relative=relative, agreed=agreed)


def purchase_from(
    member: Member,
    choice: Choice,
    opening: Opening,
    *,
    offer: Offer,
    slot: Slot | None,
    relative: Relative | None,
    agreed: Agreed | None = None,
) -> Purchase:
    """The purchase of rows that are read already; raises Http404 for what nobody sells."""
    price = agreed.price if agreed else full_price(opening, slot)
    if offer.delivery == Delivery.PUBLIC or price is None:
        raise Http404
    day = today()
    return Purchase(
        member=member,
        offer=offer,
        slot=slot,
        relative=relative,
        budgets=agreed.budgets if agreed and agreed.held else opening.budgets,
        price=price,
        answers=choice.answers,
        on=day,
        year=Year(member, day.year),
        kept=getattr(slot, "kept", None),
        agreed=agreed,
        limits=opening.limits,
    )


def full_price(opening: Opening, slot: Slot | None) -> Decimal | None:
    """The price for this organization, discounts apart: dates may have one of their own."""
    return of_dates(slot.price if slot else None, opening.price, opening.price_agreed)


def offer_and_slot(member: Member, choice: Choice) -> tuple[Offer, Slot | None]:
    """The offer with its provider and organization, and the slot if one is asked for; one query.

    The slot says under `kept` whether a place of it is kept for the beneficiary.
    """
    if choice.slot_id is None:
        offer = Offer.objects.select_related("provider__organization").filter(pk=choice.offer_id).first()
        return offer or not_there(), None
    slots = Slot.objects.select_related("offer__provider__organization").defer(*UNREAD)
    slots = with_own(slots.annotate(kept=kept_reference(member, choice.relative_id)), isolation.current())
    slot = slots.filter(pk=choice.slot_id, offer_id=choice.offer_id).first() or not_there()
    return slot.offer, slot if needs_slot(slot.offer) else None


def opening_of(offer_id: uuid.UUID) -> Opening:
    """The budgets of open plans that open the offer here; one query when there are any."""
    opened = Budget.objects.filter(
        plan__shelfitem__offer_id=offer_id,
        plan__state=Plan.State.OPEN,
        plan__is_base=False,
        plan__starts_on__lte=today(),
        unit=EUR,
    ).annotate(
        price_here=Subquery(priced(offer_id)),
        agreed_for_us=Subquery(agreed_price(offer_id)),
        most_a_year=F("plan__shelfitem__most_a_year"),
        most_at_once=F("plan__shelfitem__most_at_once"),
    )
    budgets = tuple(opened.order_by("pk"))
    if budgets:
        return opening_from(budgets[0], budgets)
    items = ShelfItem.objects.filter(offer_id=offer_id)
    priced_here = {"price_here": Subquery(priced(offer_id)), "agreed_for_us": Subquery(agreed_price(offer_id))}
    item = items.annotate(**priced_here).first()
    return opening_from(item) if item else Opening(is_listed=False)


def opening_from(row: Any, budgets: tuple[Budget, ...] = ()) -> Opening:
    """What a row read by `opening_of` says."""
    return Opening(
        is_listed=True,
        budgets=budgets,
        price=row.price_here,
        price_agreed=row.agreed_for_us,
        limits=Limits(row.most_a_year, row.most_at_once),
    )


def relative_of(member: Member, relative_id: uuid.UUID | None) -> Relative | None:
    """The member's own open relative; None for the member in person."""
    if relative_id is None:
        return None
    mine = reading(Relative.objects.filter(member=member, closed_on__isnull=True), today().year)
    return mine.filter(pk=relative_id).first() or not_there()


def slot_of(purchase: Purchase) -> Slot:
    """The slot of a purchase that has one; raises ValueError for one without."""
    if purchase.slot is None:
        raise ValueError("a purchase without dates")
    return purchase.slot


def needs_slot(offer: Offer) -> bool:
    """Whether the service has places in dated slots."""
    return offer.delivery == Delivery.PLACES


def not_there() -> NoReturn:
    """Absent, or somebody else's: the two look the same."""
    raise Http404
