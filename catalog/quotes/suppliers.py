"""Who of the shelf can be asked for a quote: providers with a published quote offer of a kind, and those nearby."""

import uuid
from collections.abc import Iterable, Sequence

from catalog.fiscal import rule_book
from catalog.orders.purchase import EUR
from catalog.plans.models import Budget, Plan
from catalog.shelf.queries import on_shelf
from providers.models import Delivery, Offer
from providers.search import sort_key
from welfare.clock import today

# Asked at once; more would write for nothing.
MOST_ASKED = 5
MOST_LISTED = 60


def suppliers(service_type: str) -> list[Offer]:
    """One offer of each provider that gives quotes for this kind and that a plan pays for; by name, two queries."""
    offers = on_shelf().filter(delivery=Delivery.QUOTE, service_type=service_type, provider__organization__isnull=False)
    related = offers.select_related("provider__organization").defer("search", "folded", "text")
    found = list(related.order_by("provider__name", "sort_title", "pk")[: 4 * MOST_LISTED])
    paid = paid_here([offer.pk for offer in found])
    return first_of_each(offer for offer in found if offer.pk in paid)


def paid_here(offers: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Those of them that an open plan of this organization pays for."""
    budgets = Budget.objects.filter(
        plan__shelfitem__offer_id__in=offers, plan__state=Plan.State.OPEN, plan__is_base=False,
        plan__starts_on__lte=today(), unit=EUR,
    )  # fmt: skip
    return set(budgets.values_list("plan__shelfitem__offer_id", flat=True).distinct())


def first_of_each(offers: Iterable[Offer]) -> list[Offer]:
    """One offer a provider: a provider is asked once."""
    found: dict[uuid.UUID, Offer] = {}
    for offer in offers:
        found.setdefault(offer.provider_id, offer)
    return list(found.values())[:MOST_LISTED]


def nearby(offers: Iterable[Offer], town: str) -> list[Offer]:
    """Those that work in a town, however it is written; who is at home there first, at most five."""
    wanted = sort_key(town)
    at_home = [offer for offer in offers if sort_key(offer.town) == wanted]
    coming = [offer for offer in offers if wanted in {sort_key(served) for served in offer.towns_served}]
    return list(dict.fromkeys([*at_home, *coming]))[:MOST_ASKED]


def kinds_here() -> list[tuple[str, str]]:
    """The kinds of service that somebody on this shelf gives quotes for: code and name; one query."""
    offers = on_shelf().filter(delivery=Delivery.QUOTE, provider__organization__isnull=False)
    found = offers.order_by("type_label").values_list("service_type", "type_label").distinct()
    return [(code, label) for code, label in found if code in rule_book().services]


def is_for_a_person(service_type: str) -> bool:
    """Whether it matters for whom it is: the law lets relatives have it, too."""
    service = rule_book().services.get(service_type)
    return service is not None and service.family is not None
