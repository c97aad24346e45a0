"""Writing offers: new, changed, published, suspended; one function a move."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from providers import waiting_pauses
from providers.models import Form, Offer, Origin, Provider, Suspension
from providers.search import sort_key
from providers.taxonomy import KINDS
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.clock import now

# A buyer who had the page open must see these again: the order form carries the revision.
SEEN_BY_BUYERS = frozenset(
    {
        "service_type", "delivery", "title", "price", "discount", "unit", "vat_rate", "is_single_purpose", "age_min",
        "age_max", "town", "address", "cancellation_days", "validity_days", "questions",
    }
)  # fmt: skip
State = Offer.State


class StaleOffer(Exception):
    """Somebody else has changed the offer since the form was opened."""


class NotAccredited(Exception):
    """The network has not accredited the provider, or no longer does."""


class HeldByNetwork(Exception):
    """The network has suspended the offer: it alone lets it go on."""


class WrongMove(Exception):
    """The offer is not in a state from which this can be done."""


@transaction.atomic
def write_offer(provider: Provider, fields: Mapping[str, Any], *, actor: Actor) -> Offer:
    """Write a new offer as a draft; nobody sees it until it is published.

    A form sent twice gives the draft of the first time.
    """
    # Of two forms at once the second waits, then finds what the first wrote.
    Provider.objects.select_for_update(no_key=True, of=("self",)).get(pk=provider.pk)
    same = Offer.objects.filter(provider=provider, state=State.DRAFT, **fields).order_by("pk").first()
    if same is not None:
        return same
    offer = Offer(provider=provider, origin=origin_of(provider), **fields, **taxonomy_of(fields["service_type"]))
    offer.save(force_insert=True)
    trail.record(actor, "offer_written", subject=f"offer:{offer.pk}")
    return offer


@transaction.atomic
def change_offer(offer: Offer, fields: Mapping[str, Any], *, revision: int, actor: Actor) -> bool:
    """Change an offer that is still at `revision`; True when buyers must see it again.

    Raises StaleOffer, and then changes nothing.
    """
    found = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    if found.revision != revision:
        raise StaleOffer
    changed = {name for name, value in fields.items() if getattr(found, name) != value}
    if not changed:
        return False
    shown = bool(changed & SEEN_BY_BUYERS)
    values = dict(fields) | taxonomy_of(fields["service_type"]) | {"sort_title": sort_key(fields["title"])}
    Offer.objects.filter(pk=offer.pk).update(revision=F("revision") + int(shown), **values)
    trail.record(actor, "offer_changed", subject=f"offer:{offer.pk}", details={"fields": sorted(changed)})
    return shown


@transaction.atomic
def publish(offer: Offer, *, actor: Actor) -> None:
    """Show an offer to the organizations of the network; who waits has the free places first.

    Raises NotAccredited, HeldByNetwork, WrongMove.
    """
    if not offer.provider.is_accredited:
        raise NotAccredited
    dates = waiting_pauses.hold_dates(offer)
    states = (State.DRAFT, State.SUBMITTED, State.SUSPENDED)
    unpublished = Offer.objects.filter(pk=offer.pk, state__in=states, suspension="")
    if not unpublished.update(state=State.PUBLISHED, published_at=Coalesce("published_at", Value(now()))):
        raise HeldByNetwork if Offer.objects.filter(pk=offer.pk).exclude(suspension="").exists() else WrongMove
    waiting_pauses.go_on(dates)
    trail.record(actor, "offer_published", subject=f"offer:{offer.pk}")


@transaction.atomic
def suspend(offer: Offer, *, actor: Actor) -> None:
    """Take an offer off every shelf; vouchers already given stay good, who waits keeps their turn. Raises WrongMove."""
    dates = waiting_pauses.hold_dates(offer)
    if not Offer.objects.filter(pk=offer.pk, state=State.PUBLISHED).update(state=State.SUSPENDED):
        raise WrongMove
    waiting_pauses.pause(dates)
    trail.record(actor, "offer_suspended", subject=f"offer:{offer.pk}")


def hold(offer: Offer, reason: Suspension, *, actor: Actor) -> None:
    """The network takes an offer off every shelf, for a reason that its provider reads. Raises WrongMove.

    Vouchers already given stay good. Only the network lets it go on.
    """
    published = Offer.objects.filter(pk=offer.pk, state=State.PUBLISHED)
    _move_for_network(offer, published, State.SUSPENDED, reason, f"offer.suspended.{reason.value}", actor)


def let_go_on(offer: Offer, *, actor: Actor) -> None:
    """The network puts an offer it had suspended back where it was. Raises WrongMove."""
    held = Offer.objects.filter(pk=offer.pk, state=State.SUSPENDED).exclude(suspension="")
    _move_for_network(offer, held, State.PUBLISHED, "", "offer.resumed", actor)


@transaction.atomic
def _move_for_network(
    offer: Offer, movable: QuerySet[Offer], state: str, suspension: str, action: str, actor: Actor
) -> None:
    """Change the state once, and write it to the network's trail and to the provider's."""
    dates = waiting_pauses.hold_dates(offer)
    if not movable.update(state=state, suspension=suspension):
        raise WrongMove
    follow = waiting_pauses.go_on if state == State.PUBLISHED else waiting_pauses.pause
    follow(dates)
    trail.record(actor, action, subject=f"offer:{offer.pk}")
    supplier = offer.provider.organization
    if supplier is not None and supplier.pk != isolation.current().pk:
        with isolation.enter(supplier, reason=action):
            trail.record(actor, action, subject=f"offer:{offer.pk}")


def taxonomy_of(service_type: str) -> dict[str, str]:
    """What follows from the type: area and label."""
    kind = KINDS[service_type]
    return {"area": kind.area, "type_label": kind.label}


def origin_of(provider: Provider) -> str:
    """Whose service it is, by what the provider is; nobody declares it."""
    if provider.form == Form.PUBLIC_BODY:
        return Origin.PUBLIC
    return Origin.ACCREDITED if provider.is_accredited else Origin.PRIVATE
