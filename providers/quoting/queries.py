"""Reading quotes by the registry alone: what waits for a provider, what waits for the office, what comes back."""

import datetime
import uuid

from django.db.models import Q, QuerySet
from django.http import Http404

from providers.models import Provider
from providers.quoting.models import Dispute, Guarantee, Quote
from tenants.models import Kind, Organization, Status

State = Quote.State
NEWEST = ("-asked_at", "pk")
# The oldest promise first.
DUE = ("due_on", "pk")
DONE = (State.DECLINED, State.WITHDRAWN, State.NOT_CHOSEN, State.CLOSED, State.EXPIRED)
# What a provider's list can be narrowed to, by the value in its address.
LISTS = {"da-rispondere": (State.ASKED,), "inviati": (State.QUOTED,), "accettati": (State.ACCEPTED,), "finiti": DONE}


def quotes_of(provider: Provider, listed: str = "") -> QuerySet[Quote]:
    """A provider's quotes, narrowed to one of `LISTS`; sort them by NEWEST."""
    quotes = Quote.objects.filter(provider=provider).select_related("offer")
    states = LISTS.get(listed)
    shown = quotes.filter(state__in=states) if states else quotes
    return shown.defer("offer__search", "offer__folded", "offer__text")


def to_answer(provider: Provider) -> int:
    """How many wait for this provider's answer."""
    return Quote.objects.filter(provider=provider, state=State.ASKED).count()


def open_disputes_of(provider: Provider) -> int:
    """How many of this provider's works somebody is not content with."""
    return Dispute.objects.filter(quote__provider=provider, state=Dispute.State.OPEN).count()


def overdue_of(issuer: Organization, on: datetime.date) -> QuerySet[Quote]:
    """The quotes of an organization's people whose day was before `on`."""
    answered = Q(state=State.QUOTED, valid_until__lt=on)
    unanswered = Q(state=State.ASKED, reply_by__lt=on)
    quotes = Quote.objects.filter(answered | unanswered, issuer=issuer)
    return quotes.select_related("offer", "provider__organization", "issuer").order_by("pk")


def disputes(*, is_open: bool = True) -> QuerySet[Dispute]:
    """The disputes of active organizations; sort the open ones by DUE."""
    state = Dispute.State.OPEN if is_open else Dispute.State.CLOSED
    found = Dispute.objects.filter(state=state, quote__issuer__status=Status.ACTIVE)
    related = found.select_related("quote__issuer", "quote__provider__organization", "quote__offer")
    return related.defer("quote__offer__search", "quote__offer__folded", "quote__offer__text")


def get_dispute(key: uuid.UUID) -> Dispute:
    """One dispute of an active organization, open or not; 404 when absent."""
    found = disputes().filter(pk=key).first() or disputes(is_open=False).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def returns() -> QuerySet[Dispute]:
    """What providers give back of vouchers that were accepted; each is a correction of the statements, under its id."""
    return Dispute.objects.filter(state=Dispute.State.CLOSED, returned__isnull=False).select_related("quote")


def guarantor_of(organization: Organization) -> Organization:
    """Who stands behind a quote: the network that the member's organization belongs to, or the network there is;
    where there is none, the organization itself.
    """
    if organization.kind == Kind.NETWORK:
        return organization
    if organization.parent is not None:
        parent: Organization = organization.parent
        return parent
    network = Organization.objects.filter(kind=Kind.NETWORK, status=Status.ACTIVE).order_by("pk").first()
    return network or organization


def guarantee_of(organization: Organization) -> Guarantee | None:
    """The newest version of what an organization promises; None where it has not written its own."""
    return Guarantee.objects.filter(organization=organization).order_by("-number").first()


def versions_of(organization: Organization) -> list[Guarantee]:
    """Every version, the newest first, at most 50."""
    return list(Guarantee.objects.filter(organization=organization).order_by("-number")[:50])
