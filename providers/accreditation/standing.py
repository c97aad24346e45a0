"""Whether a provider may supply: who accredited it, and whether its papers and its signature are in order.

What is not in order takes its published services off every shelf by itself, and puts back exactly those once it is
(`PausedOffer`). A service that its provider, or the network, suspended stays where it is.
"""

import datetime
import uuid

from django.db import transaction
from django.db.models import Q, QuerySet

from providers import offers
from providers.accreditation import charter, dossier
from providers.accreditation.models import Accreditation, Call, PausedOffer
from providers.models import Offer, Provider, Suspension
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import SYSTEM, Actor
from tenants.models import Kind, Organization
from welfare.clock import now, today

IN_WORDS = {Suspension.PAPERS, Suspension.CHARTER}


def in_force(day: datetime.date) -> Q:
    """The accreditations that hold on a day."""
    return Q(withdrawn_on__isnull=True, since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def given_by(organization: Organization) -> QuerySet[Accreditation]:
    """The accreditations of an organization that hold today."""
    return Accreditation.objects.filter(in_force(today()), by=organization)


@transaction.atomic
def accredit(
    provider: Provider, *, call: Call | None = None, until: datetime.date | None = None, actor: Actor
) -> Accreditation:
    """The organization in force accredits a provider from today; one that stands already is renewed."""
    by = isolation.current()
    lock(provider)
    standing = Accreditation.objects.filter(provider=provider, by=by, withdrawn_on__isnull=True)
    if standing.update(until=until, call=call):
        found = standing.get()
    else:
        found = Accreditation.objects.create(provider=provider, by=by, call=call, since=today(), until=until)
    follow(provider)
    trail.record(actor, "accreditation.given", subject=str(provider.pk))
    return found


@transaction.atomic
def withdraw(provider: Provider, ending: Accreditation.Ending, *, actor: Actor) -> bool:
    """The organization in force ends its accreditation; False when none of it stands."""
    lock(provider)
    own = Accreditation.objects.filter(provider=provider, by=isolation.current(), withdrawn_on__isnull=True)
    if not own.update(withdrawn_on=today(), ending=ending):
        return False
    follow(provider)
    trail.record(actor, f"accreditation.withdrawn.{ending}", subject=str(provider.pk))
    return True


def lock(provider: Provider) -> Provider:
    """Keep others from moving the provider's standing until the transaction ends."""
    return Provider.objects.select_for_update(no_key=True, of=("self",)).get(pk=provider.pk)


def follow(provider: Provider) -> None:
    """Let `is_accredited` say whether a network's accreditation holds; a territory's speaks for the territory alone.

    A provider that no network has accredited in writing keeps what the office had ticked.
    """
    written = Accreditation.objects.filter(provider=provider, by__kind=Kind.NETWORK)
    if written.exists():
        Provider.objects.filter(pk=provider.pk).update(is_accredited=written.filter(in_force(today())).exists())


def want_of(provider: Provider) -> str:
    """Why the provider may not supply today: a code of Suspension; empty when all is in order."""
    written = Accreditation.objects.filter(provider=provider, by__kind=Kind.NETWORK)
    if not provider.is_accredited and written.exists():
        return Suspension.PAPERS
    if dossier.expired_kinds(provider):
        return Suspension.PAPERS
    if provider.organization is not None and charter.is_overdue(provider.organization):
        return Suspension.CHARTER
    return ""


def refresh(provider_id: uuid.UUID) -> str:
    """Hold a provider's services against its papers: off the shelves, or back; returns why not, empty when in order.

    Safe to repeat, and beside itself. Each service is a transaction of its own; one that a stop left behind is moved
    the next time.
    """
    with transaction.atomic():
        provider = lock(Provider(pk=provider_id))
        follow(provider)
        provider.refresh_from_db()
        want = want_of(provider)
        Provider.objects.filter(pk=provider_id).update(withheld=want)
    organization = provider.organization
    if organization is None or not isolation.schema_exists(organization.schema_name):
        return want
    with isolation.enter(organization, reason="hold services against papers"):
        if want:
            pause_all(provider_id, Suspension(want))
        else:
            put_back_all(provider_id)
    return want


def pause_all(provider_id: uuid.UUID, reason: Suspension) -> None:
    """Take what is published off the shelves, and say of what was taken off before why it still is."""
    for offer in shown(Offer.objects.filter(provider=provider_id, state=Offer.State.PUBLISHED)):
        pause(offer, reason)
    paused = Offer.objects.filter(provider=provider_id, pausedoffer__isnull=False, suspension__in=IN_WORDS)
    paused.exclude(suspension=reason).update(suspension=reason)


def put_back_all(provider_id: uuid.UUID) -> None:
    """Put back what was taken off for want of papers, and nothing else."""
    for offer in shown(Offer.objects.filter(provider=provider_id, pausedoffer__isnull=False)):
        put_back(offer)


def shown(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    """Services with their provider, without what is only searched."""
    return rows.select_related("provider__organization").defer("search", "folded").order_by("pk")


def pause(offer: Offer, reason: Suspension) -> bool:
    """Take one service off every shelf; False when it left by itself meanwhile."""
    try:
        with transaction.atomic():
            offers.hold(offer, reason, actor=SYSTEM)
            PausedOffer.objects.update_or_create(offer=offer, defaults={"since": now()})
    except offers.WrongMove:
        return False
    return True


def put_back(offer: Offer) -> bool:
    """Put one service back; False when it has meanwhile gone elsewhere, where it stays."""
    PausedOffer.objects.filter(offer=offer).delete()
    try:
        offers.let_go_on(offer, actor=SYSTEM)
    except offers.WrongMove:
        return False
    return True
