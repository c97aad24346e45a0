"""What a member's home says of the providers it has named: one that has joined, and what has just ended."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from catalog.nominations.ending import KEPT_FOR
from catalog.nominations.models import Nominee
from catalog.nominations.shown import ShownNominee, shown
from catalog.nominations.telling import OF_MEMBERS, words
from members.models import Member
from providers.nominating.models import Nomination
from welfare.clock import today
from welfare.money import format_euro

State = Nomination.State
# How long an end is told; the mail has told it, too.
TOLD_FOR = datetime.timedelta(days=10)
MOST_SHOWN = 3


@dataclass(frozen=True)
class Told:
    """A notice: what has happened, and where the rest stands."""

    title: str
    text: str
    kind: str
    url: str


def news_of(member: Member) -> list[Told]:
    """The newest that joined, or ended without the member's own doing; one query, and one where there are any."""
    lately = Q(erase_after=None) | Q(erase_after__gte=today() + KEPT_FOR - TOLD_FOR)
    found = list(Nominee.objects.filter(lately, member=member).order_by("-named_at", "id")[: 2 * MOST_SHOWN])
    told = [told_of(each) for each in shown(found)] if found else []
    return [each for each in told if each is not None][:MOST_SHOWN]


def told_of(one: ShownNominee) -> Told | None:
    """The same words as its mail; None where nothing has happened, or the member has done it."""
    news: Any = "joined" if one.is_open and one.provider is not None else one.state
    if one.is_on_its_way or str(news) not in OF_MEMBERS:
        return None
    said = words(OF_MEMBERS[str(news)], {"provider": one.name, "amount": format_euro(one.nominee.amount)})
    kind = "success" if news in ("joined", State.CONFIRMED) else "info"
    url = reverse("nominations:one", args=[one.nominee.pk])
    return Told(said["headline"], said["sentence"], kind, url)
