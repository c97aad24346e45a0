"""Reading a provider's own offers, slots and what is owed to it. The getters are the guard."""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.http import Http404

from providers.models import Delivery, Fulfilment, Offer, Provider, Slot
from tenants.models import Organization
from welfare.clock import ROME, today
from welfare.money import ZERO, MoneyField

MONTHS_SHOWN = 13


def get_provider_for(organization: Organization) -> Provider:
    """The provider that an organization is; 404 when it is none."""
    provider = Provider.objects.select_related("organization").filter(organization=organization).first()
    if provider is None:
        raise Http404
    return provider


def get_offer_for(provider: Provider, key: uuid.UUID) -> Offer:
    """One of the provider's own offers; 404 for another's."""
    offer = (
        Offer.objects.select_related("branch")
        .defer("search", "folded")
        .filter(provider.reach.of_offers(), provider=provider, pk=key)
        .first()
    )
    if offer is None:
        raise Http404
    offer.provider = provider
    return offer


def get_slot_for(provider: Provider, key: uuid.UUID) -> Slot:
    """One slot of the provider's own offers; 404 for another's."""
    slots = Slot.objects.select_related("offer").defer("offer__search", "offer__folded")
    slot = slots.filter(provider.reach.of_slots(), offer__provider=provider, pk=key).first()
    if slot is None:
        raise Http404
    return slot


def runs_a_fund(provider: Provider) -> bool:
    """Whether people enrol in something of the provider's: it has lists of them to confirm."""
    return Offer.objects.filter(provider=provider, delivery=Delivery.ENROLMENT, published_at__isnull=False).exists()


def offers_of(provider: Provider) -> QuerySet[Offer]:
    """The provider's offers with `places_left` and `coming` (how many slots) over open slots to come."""
    slots = Slot.objects.filter(offer=OuterRef("pk"), state=Slot.State.OPEN, starts_on__gte=today())
    grouped = slots.order_by().values("offer")
    free = grouped.annotate(free=Sum(F("capacity") - F("taken"))).values("free")
    coming = grouped.annotate(n=Count("pk")).values("n")
    offers = Offer.objects.filter(provider.reach.of_offers(), provider=provider).exclude(state=Offer.State.ARCHIVED)
    return offers.defer("search", "folded", "text").annotate(
        places_left=Coalesce(Subquery(free, output_field=IntegerField()), 0),
        coming=Coalesce(Subquery(coming, output_field=IntegerField()), 0),
    )


def slots_of(offer: Offer, *, past: bool = False) -> list[Slot]:
    """An offer's slots to come (or those that are over, the latest first), at most 200."""
    reached = offer.slots.filter(offer.provider.reach.of_slots())
    if past:
        return list(reached.filter(ends_on__lt=today()).order_by("-starts_on", "pk")[:200])
    return list(reached.filter(ends_on__gte=today()).order_by("starts_on", "pk")[:200])


@dataclass(frozen=True, slots=True)
class Duties:
    """What needs an act of the provider: counts of offers."""

    drafts: int
    without_dates: int


def duties_of(provider: Provider) -> Duties:
    """Count drafts and published services without any date to come; one query."""
    open_slots = Slot.objects.filter(offer=OuterRef("pk"), state=Slot.State.OPEN, starts_on__gte=today())
    any_slot = Subquery(open_slots.values("pk")[:1])
    is_draft = Q(state=Offer.State.DRAFT)
    undated = Q(state=Offer.State.PUBLISHED, delivery=Delivery.PLACES, any_slot__isnull=True)
    offers = Offer.objects.filter(provider.reach.of_offers(), provider=provider).annotate(any_slot=any_slot)
    counts = offers.aggregate(drafts=Count("pk", filter=is_draft), undated=Count("pk", filter=undated))
    return Duties(counts["drafts"], counts["undated"])


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed for one offer in a month."""

    title: str
    vouchers: int
    amount: Decimal


def owed_by_offer(provider: Provider, first_day: datetime.date) -> list[Owed]:
    """What accepted vouchers of the month that begins on `first_day` are worth, by offer; the largest first."""
    begin, end = month_bounds(first_day)
    accepted = accepted_of(provider).filter(accepted_at__gte=begin, accepted_at__lt=end)
    rows = accepted.values("offer__title").annotate(n=Count("pk"), total=Sum("amount")).order_by("-total")
    return [Owed(row["offer__title"], row["n"], row["total"]) for row in rows]


def owed_by_month(provider: Provider) -> list[tuple[datetime.date, Decimal]]:
    """The months with accepted vouchers and what they are worth, the latest first, at most 13."""
    month = TruncMonth("accepted_at", tzinfo=ROME)
    rows = accepted_of(provider).annotate(month=month).values("month").annotate(total=Sum("amount"))
    return [(row["month"].date(), row["total"]) for row in rows.order_by("-month")[:MONTHS_SHOWN]]


def owed_in(provider: Provider, first_day: datetime.date) -> Decimal:
    """What is owed for a month, in one figure."""
    begin, end = month_bounds(first_day)
    accepted = accepted_of(provider).filter(accepted_at__gte=begin, accepted_at__lt=end)
    total: Any = accepted.aggregate(total=Coalesce(Sum("amount"), ZERO, output_field=MoneyField()))["total"]
    return Decimal(total)


def accepted_of(provider: Provider) -> QuerySet[Fulfilment, Any]:
    """The fulfilments that the provider has accepted."""
    return Fulfilment.objects.filter(provider=provider, state=Fulfilment.State.ACCEPTED)


def month_bounds(first_day: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    """The instants at which a month begins and ends in Italy."""
    following = (first_day + datetime.timedelta(days=32)).replace(day=1)
    begin, end = (datetime.datetime.combine(day, datetime.time(), ROME) for day in (first_day, following))
    return begin, end
