"""Counting what was searched in vain, showing what many looked for, forgetting it in time.

A term is shown when it was searched in vain at least five times, of an organization and a day counted once, and by at
least two organizations: one person who types a name again and again makes nothing visible.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import BitOr
from django.db import transaction
from django.db.models import F, Func, IntegerField, Sum
from django.db.models.functions import Cast

from providers.demand.models import Gap
from providers.demand.terms import Term
from tenants import throttle
from tenants.models import Organization
from welfare import keys
from welfare.clock import today
from welfare.errors import TooMany

ONCE, MANY = "search-in-vain", "searches-in-vain"
A_DAY = 24 * 60 * 60
# Nobody looks for more in a day: what is over it is noise.
MOST_A_DAY = 500
BUCKETS = 16
LEAST_TIMES, LEAST_ORGANIZATIONS = 5, 2
SHOWN_MONTHS, KEPT_MONTHS = 12, 13
MOST_SHOWN = 100


class BitCount(Func):
    """How many bits of a number are set."""

    template = f"bit_count(%(expressions)s::bit({BUCKETS}))"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class Missed:
    """A term that many searched in vain."""

    term: str
    town: str
    where: str
    times: int

    @property
    def where_label(self) -> str:
        """What was searched, in words."""
        return str(Gap.Where(self.where).label)


def note(term: Term, where: Gap.Where, organization: Organization) -> bool:
    """Count a search in vain, once a day for an organization; False when it was counted, or is too much.

    Who asked is in no row: what keeps a second count out is a keyed hash that lives two days (`tenants.throttle`).
    """
    day = today()
    subject = f"{organization.key}:{day}:{where}:{term.words}:{term.town}"
    try:
        throttle.hit(ONCE, subject, limit=1, seconds=A_DAY)
        throttle.hit(MANY, organization.key, limit=MOST_A_DAY, seconds=A_DAY)
    except TooMany:
        return False
    add(term, where, day.replace(day=1), bucket_of(term, organization))
    return True


@transaction.atomic
def add(term: Term, where: Gap.Where, month: datetime.date, bucket: int) -> None:
    """One more for a term in a month."""
    row, _is_new = Gap.objects.get_or_create(term=term.words, town=term.town, where=where, month=month)
    Gap.objects.filter(pk=row.pk).update(count=F("count") + 1, buckets=F("buckets").bitor(bucket))


def bucket_of(term: Term, organization: Organization) -> int:
    """The bit of an organization: another one for each term, so that rows cannot be held against one another."""
    digest = keys.fingerprint("search-gap", "all", f"{term.words}:{term.town}:{organization.key}")
    return 1 << digest[0] % BUCKETS


def missed() -> list[Missed]:
    """What many searched in vain in the last year, most often first; one query, at most 100."""
    recent = Gap.objects.filter(month__gte=months_ago(SHOWN_MONTHS)).order_by().values_list("term", "town", "where")
    counted = recent.annotate(times=Sum("count"), asked=BitCount(Cast(BitOr("buckets"), IntegerField())))
    enough = counted.filter(times__gte=LEAST_TIMES, asked__gte=LEAST_ORGANIZATIONS)
    rows = enough.order_by("-times", "term", "town", "where")[:MOST_SHOWN]
    return [Missed(term, town, where, times) for term, town, where, times, _asked in rows]


def towns_of(found: Sequence[Missed]) -> list[str]:
    """The towns in which something was missed, by name."""
    return sorted({each.town for each in found if each.town})


def months_ago(months: int) -> datetime.date:
    """The first day of the month so many months ago."""
    day = today()
    index = day.year * 12 + day.month - 1 - months
    return datetime.date(index // 12, index % 12 + 1, 1)


def erase_due() -> int:
    """Erase what is older than thirteen months; returns how many rows."""
    erased, _rows = Gap.objects.filter(month__lt=months_ago(KEPT_MONTHS)).delete()
    return erased
