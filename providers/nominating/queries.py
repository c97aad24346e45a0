"""Reading nominations: of an organization that waits, of a provider that is waited for."""

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from providers.accreditation.models import InvitationOutcome
from providers.models import Provider
from providers.nominating.models import Nomination
from tenants.models import Organization
from welfare.clock import ROME, today

State = Nomination.State
Outcome = InvitationOutcome.State
# How many providers the public figure looks back on.
MEASURED = 20
FALLEN = (Outcome.DECLINED, Outcome.REFUSED, Outcome.EXPIRED)


def nominee_of(nomination: Nomination) -> Provider | None:
    """The provider, once it is in the network; `outcome` and `provider` are read with it."""
    if nomination.provider is not None:
        return nomination.provider
    outcome = nomination.outcome
    return outcome.provider if outcome is not None and outcome.state == Outcome.ACTIVE else None


def is_waiting(nomination: Nomination, on: datetime.date) -> bool:
    """Whether it can be confirmed on a day."""
    return nomination.state == State.OPEN and nomination.held_until >= on


def waiting(on: datetime.date) -> Q:
    """The same of rows."""
    return Q(state=State.OPEN, held_until__gte=on)


def naming(provider: Provider | OuterRef) -> Q:
    """That a nomination names a provider which is in the network."""
    return Q(provider=provider) | Q(outcome__provider=provider, outcome__state=Outcome.ACTIVE)


def of_provider(provider: Provider) -> QuerySet[Nomination]:
    """Those that name a provider which is in the network, with who waits."""
    return Nomination.objects.filter(naming(provider)).select_related("issuer", "outcome", "provider")


def open_for(provider: OuterRef) -> QuerySet[Nomination]:
    """For a subquery: those that wait for the provider of a row."""
    return Nomination.objects.filter(naming(provider), waiting(today()))


def open_of(provider: Provider, on: datetime.date) -> QuerySet[Nomination]:
    """Those of them that can be confirmed on a day."""
    return of_provider(provider).filter(waiting(on))


def by_key(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Nomination]:
    """Nominations with who waits and where their invitation stands; one query."""
    found = Nomination.objects.filter(pk__in=list(keys)).select_related("issuer", "outcome__provider", "provider")
    return {each.pk: each for each in found}


def to_tend(issuer: Organization, on: datetime.date) -> QuerySet[Nomination]:
    """Those of an organization that something is to be done with: over, or the person is to be told of the joining."""
    fallen = Q(outcome__state__in=FALLEN) | Q(held_until__lt=on)
    joined = Q(outcome__state=Outcome.ACTIVE, is_told=False)
    return Nomination.objects.filter(fallen | joined, issuer=issuer, state=State.OPEN).order_by("since", "pk")


def promise_kept() -> tuple[int, int]:
    """Of the last 20 providers that people brought, how many were in the network by the office's day; and how many.

    The day is the first working day after they had sent everything. Those that still wait past it count as not kept;
    those not admitted, and those whose day is still to come, do not count. One query; nobody's name.
    """
    named = Exists(Nomination.objects.filter(outcome=OuterRef("pk")))
    over = Q(state=Outcome.ACTIVE) | Q(state=Outcome.OPEN, answer_by__lt=today())
    applied = InvitationOutcome.objects.filter(named, over, applied_at__isnull=False, answer_by__isnull=False)
    last = list(applied.order_by("-applied_at", "pk").only("ended_at", "answer_by")[:MEASURED])
    return sum(map(is_in_time, last)), len(last)


def is_in_time(outcome: InvitationOutcome) -> bool:
    """Whether an invitation that was followed ended by the office's day."""
    ended, day = outcome.ended_at, outcome.answer_by
    return ended is not None and day is not None and ended.astimezone(ROME).date() <= day
