"""Who is admitted because people named it finds its first services begun: of each kind asked for, one draft.

What people wrote stays out of it: the draft says the kind, where, and the least of what is held, so that the price fits
everybody who waits.
"""

from decimal import Decimal

from django.db.models import Min

from providers import revisions
from providers.applications.models import Application
from providers.models import Delivery, Offer, Provider
from providers.nominating.models import Nomination
from providers.taxonomy import KINDS, ServiceKind
from tenants.isolation import Actor

# How what is named can be given, the likelier first (`catalog.nominations.confirming.CONFIRMED_WITH`).
DELIVERIES = (Delivery.VOUCHER, Delivery.QUOTE)


def begin_services(application: Application, provider: Provider, *, actor: Actor) -> int:
    """Begin a draft of each kind that people wait for and that the provider does not have yet; returns how many."""
    wanted = Nomination.objects.filter(outcome=application.invitation_id, state=Nomination.State.OPEN)
    least = dict(wanted.values("service_type").annotate(least=Min("amount")).values_list("service_type", "least"))
    has = Offer.objects.filter(provider=provider).exclude(state=Offer.State.ARCHIVED)
    missing = sorted(least.keys() - set(has.values_list("service_type", flat=True)))
    kinds = [KINDS[code] for code in missing if code in KINDS]
    for kind in kinds:
        revisions.begin(provider, typed_of(kind, provider, least[kind.code]), None, actor=actor)
    return len(kinds)


def typed_of(kind: ServiceKind, provider: Provider, price: Decimal) -> dict[str, list[str]]:
    """A draft as somebody would type it; what is agreed quote by quote has no price."""
    delivery = next((each for each in DELIVERIES if each in kind.deliveries), "")
    typed = {"service_type": kind.code, "delivery": str(delivery), "title": kind.label[:90], "town": provider.town}
    if delivery == Delivery.VOUCHER:
        typed["price"] = f"{price:.2f}".replace(".", ",")
    return {name: [value] for name, value in typed.items() if value}
