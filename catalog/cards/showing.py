"""Which agreements of the network an organization shows to its people: all, until somebody hides one."""

import uuid

from django.core.cache import cache
from django.db import transaction

from catalog.cards.models import HiddenAgreement
from providers.agreements import finding
from providers.agreements.agreements import in_force
from providers.agreements.finding import Counts
from providers.agreements.models import Agreement
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.models import Kind
from welfare.clock import today

COUNTS = "cards:shops"
COUNTS_SECONDS = 30


def hidden() -> set[uuid.UUID]:
    """What this organization does not show; one query."""
    return set(HiddenAgreement.objects.values_list("agreement_id", flat=True))


def shown_agreements() -> list[Agreement]:
    """The agreements that the people of the organization in force are shown today; two queries."""
    return finding.agreements_for(isolation.current(), hidden())


def networks_agreements() -> list[tuple[Agreement, bool]]:
    """The networks' agreements in force, each with whether it is shown here; two queries."""
    not_shown = hidden()
    found = Agreement.objects.filter(in_force(today()), owner__kind=Kind.NETWORK).select_related("owner")
    return [(each, each.pk not in not_shown) for each in found.order_by("sort_name", "pk")[:200]]


def counts_of(agreements: list[Agreement]) -> Counts:
    """How many shops are shown, at most half a minute old: the one thing that reads all of them."""
    counted = cache.get(COUNTS)
    if counted is None:
        counted = finding.count(finding.shops_of(agreements))
        cache.set(COUNTS, counted, COUNTS_SECONDS)
    return Counts(counted)


def forget_counts() -> None:
    """Count anew: what is shown has changed."""
    cache.delete(COUNTS)


@transaction.atomic
def show(agreement: Agreement, *, is_shown: bool, actor: Actor) -> None:
    """Show an agreement of the network to the people here, or stop to; twice is once."""
    if is_shown:
        moved = bool(HiddenAgreement.objects.filter(agreement_id=agreement.pk).delete()[0])
    else:
        _row, moved = HiddenAgreement.objects.get_or_create(agreement_id=agreement.pk)
    if moved:
        action = "agreement.shown" if is_shown else "agreement.hidden"
        trail.record(actor, action, subject=str(agreement.pk))
    transaction.on_commit(forget_counts)
