"""Counting what people said: five answers at a time, a week after the last of them (decision 0030).

Two looks at the figures of a service differ by five answers or by none, so that nobody's can be told from them.
"""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, F

from providers.models import Offer
from providers.opinions.models import Figures, Given, Opinion
from welfare.clock import today
from welfare.money import rounded

AT_A_TIME = 5
# In these days a person may say something else.
DAYS_TO_CHANGE = 7


@dataclass(frozen=True, slots=True)
class Summary:
    """What is shown of a service: how many answered, how many had all of it, the mean of 1 to 5 to one tenth."""

    answers: int
    given_percent: int
    mean: Decimal | None


def last_fixed_day() -> datetime.date:
    """Answers of this day and before are changed no more."""
    return today() - datetime.timedelta(days=DAYS_TO_CHANGE)


def count_due() -> int:
    """Count what is ripe, offer by offer, in a transaction each; how many answers. One that fails stops no other."""
    counted, errors = 0, []
    for offer_id in ripe_offers():
        try:
            counted += count_offer(offer_id)
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("some services could not be counted", errors)
    return counted


def ripe_offers() -> list[uuid.UUID]:
    """The offers with at least five answers that are changed no more."""
    fixed = Opinion.objects.filter(answered_on__lte=last_fixed_day())
    ripe = fixed.values("offer").annotate(n=Count("pk")).filter(n__gte=AT_A_TIME)
    return list(ripe.order_by("offer").values_list("offer", flat=True))


@transaction.atomic
def count_offer(offer_id: uuid.UUID) -> int:
    """Move the oldest answers of an offer into its figures, a multiple of five, and erase them."""
    # One at a time: of two counters the second finds what the first left.
    Offer.objects.select_for_update(no_key=True, of=("self",)).only("pk").get(pk=offer_id)
    fixed = Opinion.objects.filter(offer=offer_id, answered_on__lte=last_fixed_day())
    found = list(fixed.order_by("answered_on", "pk").select_for_update(of=("self",)))
    opinions = found[: len(found) - len(found) % AT_A_TIME]
    if not opinions:
        return 0
    ratings = [opinion.rating for opinion in opinions if opinion.rating is not None]
    Figures.objects.get_or_create(offer_id=offer_id, defaults={"counted_on": today()})
    Figures.objects.filter(pk=offer_id).update(
        answers=F("answers") + len(opinions),
        given=F("given") + sum(opinion.given == Given.YES for opinion in opinions),
        partly=F("partly") + sum(opinion.given == Given.PARTLY for opinion in opinions),
        rated=F("rated") + len(ratings),
        ratings=F("ratings") + sum(ratings),
        counted_on=today(),
    )
    Opinion.objects.filter(pk__in=[opinion.pk for opinion in opinions]).delete()
    return len(opinions)


def summaries(offer_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Summary]:
    """What is shown of offers, by id; those with fewer than five answers are missing. One query, none for nobody."""
    if not offer_ids:
        return {}
    return {row.pk: summary_of(row) for row in Figures.objects.filter(pk__in=list(offer_ids), answers__gte=AT_A_TIME)}


def summary_of(figures: Figures) -> Summary:
    """The figures of an offer as they are shown."""
    mean = rounded(Decimal(figures.ratings) / figures.rated).quantize(Decimal("0.1")) if figures.rated else None
    return Summary(figures.answers, 100 * figures.given // figures.answers, mean)
