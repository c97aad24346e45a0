"""How a provider's services do: asked for and accepted this month against the last, who waits, places left.

Counts of its own fulfilments alone: no person is in them.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from providers.models import Delivery, Fulfilment, Offer, Provider, Waiting
from providers.queries import month_bounds, offers_of

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one service: asked for and accepted, this month and the last."""

    asked: int = 0
    asked_before: int = 0
    accepted: int = 0
    accepted_before: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """One published service; `places_left` is None where there are no places to have."""

    offer: Offer
    counts: Counts
    waiting: int
    places_left: int | None


def figures_of(provider: Provider, day: datetime.date) -> list[Figures]:
    """The published services that were asked for most this month, at most twelve; three queries."""
    offers = list(offers_of(provider).filter(state=Offer.State.PUBLISHED).exclude(delivery=Delivery.PUBLIC))
    counts, waiting = counts_of(offers, day), waiting_of(offers)
    found = [
        Figures(offer, counts.get(offer.pk, Counts()), waiting.get(offer.pk, 0), places_of(offer)) for offer in offers
    ]
    found.sort(key=lambda one: (-one.counts.asked, -one.counts.asked_before, one.offer.sort_title))
    return found[:MOST_SHOWN]


def places_of(offer: Offer) -> int | None:
    """The places left over all its dates to come; `offers_of` has counted them."""
    left: int = offer.places_left  # type: ignore[attr-defined]
    return left if offer.delivery == Delivery.PLACES else None


def counts_of(offers: Sequence[Offer], day: datetime.date) -> dict[uuid.UUID, Counts]:
    """What was asked for and accepted in the month of a day and the one before, by service; one query."""
    first = day.replace(day=1)
    begin, end = month_bounds(first)
    before, _ = month_bounds((first - datetime.timedelta(days=1)).replace(day=1))
    now, then = {"gte": begin, "lt": end}, {"gte": before, "lt": begin}
    wanted = Q(issued_at__gte=before) | Q(accepted_at__gte=before)
    rows = Fulfilment.objects.filter(wanted, offer__in=offers).order_by().values("offer")
    found = rows.annotate(
        asked=Count("pk", filter=between("issued_at", now)),
        asked_before=Count("pk", filter=between("issued_at", then)),
        accepted=Count("pk", filter=between("accepted_at", now)),
        accepted_before=Count("pk", filter=between("accepted_at", then)),
    )
    return {
        row["offer"]: Counts(row["asked"], row["asked_before"], row["accepted"], row["accepted_before"])
        for row in found
    }


def between(field: str, bounds: dict[str, datetime.datetime]) -> Q:
    """Whether a moment lies within bounds."""
    return Q(**{f"{field}__{name}": moment for name, moment in bounds.items()})


def waiting_of(offers: Sequence[Offer]) -> dict[uuid.UUID, int]:
    """How many wait for a place, by service; one query."""
    open_ones = Waiting.objects.filter(state__in=[Waiting.State.WAITING, Waiting.State.OFFERED])
    rows = open_ones.filter(slot__offer__in=offers).order_by().values_list("slot__offer")
    return dict(rows.annotate(n=Count("pk")))
