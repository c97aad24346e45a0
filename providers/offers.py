"""Moving offers that people have seen: suspended, shown again; one function a move.

What an offer says is written in versions: `providers.revisions`.
"""

from django.db import transaction
from django.db.models import QuerySet

from providers import waiting_pauses
from providers.models import Form, Offer, Origin, Provider, Suspension
from providers.taxonomy import KINDS
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor

# A buyer who had the page open must see these again: the order form carries the revision.
SEEN_BY_BUYERS = frozenset(
    {
        "service_type", "delivery", "title", "price", "discount", "unit", "vat_rate", "is_single_purpose",
        "age_min", "age_max", "town", "address", "cancellation_days", "validity_days", "questions", "second_child",
        "second_child_kind", "many_weeks", "many_weeks_kind", "many_weeks_from",
        "draw_day", "notice_days", "minimum_months",
    }
)  # fmt: skip
State = Offer.State


class StaleOffer(Exception):
    """Somebody else has changed the offer since the form was opened."""


class NotAccredited(Exception):
    """The network has not accredited the provider, or no longer does."""


class HeldByNetwork(Exception):
    """The network has suspended the offer: it alone lets it go on."""


class PapersMissing(Exception):
    """The provider's papers or its signature are not in order: its services come back by themselves once they are."""


class WrongMove(Exception):
    """The offer is not in a state from which this can be done."""


@transaction.atomic
def publish(offer: Offer, *, actor: Actor) -> None:
    """Show again an offer that its provider had suspended; who waits has the free places first.

    What nobody has seen yet goes through `providers.revisions`. Raises NotAccredited, PapersMissing, HeldByNetwork,
    WrongMove.
    """
    if not offer.provider.is_accredited:
        raise NotAccredited
    if offer.provider.withheld:
        raise PapersMissing
    dates = waiting_pauses.hold_dates(offer)
    asleep = Offer.objects.filter(pk=offer.pk, state=State.SUSPENDED, suspension="", published_at__isnull=False)
    if not asleep.update(state=State.PUBLISHED):
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
    """The network puts an offer it had suspended back where it was. Raises PapersMissing, WrongMove."""
    if offer.provider.withheld:
        raise PapersMissing
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
