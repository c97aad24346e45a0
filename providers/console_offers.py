"""The network's list of services: the question, and the services of every provider that answer it."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from providers import search
from providers.models import Delivery, Offer, Provider
from providers.taxonomy import KINDS
from welfare.clock import now
from welfare.paging import Page, page_by_key

BY_TITLE = ("sort_title", "pk")
LONGEST_SEARCH = 100
PAGE_SIZE = 25
# What is not a state of an offer but is looked for like one.
OLD_DRAFT, HELD = "bozze-ferme", "fermati"
OLD = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Asked:
    """A question to the list of services; empty text asks nothing."""

    words: str = ""
    state: str = ""
    area: str = ""
    delivery: str = ""
    provider: str = ""

    @property
    def narrowing(self) -> bool:
        """Whether anything but words was asked."""
        return bool(self.state or self.area or self.delivery or self.provider)

    def kept(self) -> dict[str, str]:
        """The question as the values of an address."""
        return {
            "q": self.words,
            "stato": self.state,
            "area": self.area,
            "consegna": self.delivery,
            "fornitore": self.provider,
        }


def asked_in(query: Mapping[str, Any]) -> Asked:
    """The question that an address holds; what is no choice asks nothing."""
    visible = "".join(c if c.isprintable() else " " for c in str(query.get("q", ""))[: LONGEST_SEARCH * 4])
    return Asked(
        words=" ".join(visible.split())[:LONGEST_SEARCH],
        state=chosen(query.get("stato"), [*Offer.State.values, OLD_DRAFT, HELD]),
        area=chosen(query.get("area"), areas()),
        delivery=chosen(query.get("consegna"), Delivery.values),
        provider=key_in(query.get("fornitore")),
    )


def chosen(value: Any, allowed: Any) -> str:
    """A value if it is one of those allowed, else nothing."""
    return value if isinstance(value, str) and value in allowed else ""


def key_in(value: Any) -> str:
    """A UUID's text if it is one, else nothing."""
    try:
        return str(uuid.UUID(str(value or "")))
    except ValueError:
        return ""


def areas() -> dict[str, Any]:
    """The names of the areas that services can be in, by code."""
    return {kind.area: kind.area_label for kind in KINDS.values()}


def offers() -> QuerySet[Offer]:
    """Every provider's services, with what a row shows."""
    return Offer.objects.select_related("provider").defer("search", "folded", "text")


def answers(asked: Asked) -> QuerySet[Offer]:
    """The services that answer a question, words apart."""
    wanted = {"area": asked.area, "delivery": asked.delivery, "provider": asked.provider}
    return offers().filter(in_state(asked.state), **{name: value for name, value in wanted.items() if value})


def in_state(state: str) -> Q:
    """Services in a state: those of the database, drafts nobody has touched for a month, those held by the network."""
    if state == OLD_DRAFT:
        return Q(state=Offer.State.DRAFT, created_at__lt=now() - OLD)
    if state == HELD:
        return ~Q(suspension="")
    return Q(state=state) if state else Q()


def page_of(asked: Asked, cursor: str) -> tuple[Page[Offer], int]:
    """One page of answers and how many there are: by title, or the best 100 when there are words."""
    found = answers(asked)
    if not asked.words:
        return page_by_key(found, BY_TITLE, cursor, PAGE_SIZE), found.count()
    keys = search.found(found, asked.words)
    start = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 4 else 0
    rows = found.in_bulk(keys[start : start + PAGE_SIZE])
    shown = [rows[key] for key in keys[start : start + PAGE_SIZE] if key in rows]
    following = str(start + PAGE_SIZE) if start + PAGE_SIZE < len(keys) else ""
    before = str(max(0, start - PAGE_SIZE)) if start else ""
    return Page(shown, following, is_first=start == 0, previous_cursor=before), len(keys)


def get_offer(key: uuid.UUID) -> Offer:
    """One service with its provider and organization; raises Http404."""
    found = Offer.objects.select_related("provider__organization").defer("search", "folded").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def provider_named(key: str) -> str:
    """The name of the provider that a list is narrowed to; empty for none."""
    return str(Provider.objects.filter(pk=key).values_list("name", flat=True).first() or "") if key else ""


def waiting() -> dict[str, int]:
    """How many services wait for somebody: drafts nobody has touched for a month, those held; one query."""
    counts = {name: Count("pk", filter=in_state(state)) for name, state in WAITING.items()}
    return Offer.objects.aggregate(**counts)


WAITING = {"old_drafts": OLD_DRAFT, "held": HELD}
