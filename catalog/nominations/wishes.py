"""What a provider that is in the network reads of those who name it: the nameless half, and what was written.

What was written stands sealed in the schema of the person's organization; that the provider read it is recorded there.
Who asks, and for whom, it learns from the booking once it has confirmed.
"""

import datetime
import uuid

from django.db.models import QuerySet
from django.http import Http404

from catalog.nominations import sealing
from catalog.nominations.confirming import offers_for
from catalog.nominations.models import Nominee
from providers.models import Offer, Provider
from providers.nominating import queries
from providers.nominating.models import Nomination
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare.clock import today

FIRST_TO_END, NEWEST = ("held_until", "pk"), ("-since", "pk")
OVER = "finite"
# In these a request is marked.
LAST_DAYS = datetime.timedelta(days=7)
WRITABLE = (Offer.State.DRAFT, Offer.State.SUBMITTED)


def listed(provider: Provider, which: str) -> tuple[QuerySet[Nomination], tuple[str, ...]]:
    """Those that can be confirmed, the first to end ahead; or the others, the newest first."""
    if which != OVER:
        return queries.open_of(provider, today()), FIRST_TO_END
    going = queries.open_of(provider, today()).values("pk")
    return queries.of_provider(provider).exclude(pk__in=going), NEWEST


def get_for(provider: Provider, key: uuid.UUID) -> Nomination:
    """A nomination that names this provider; 404 for any other."""
    found = queries.of_provider(provider).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def is_open(nomination: Nomination) -> bool:
    """Whether it can still be confirmed."""
    return queries.is_waiting(nomination, today())


def read(nomination: Nomination, *, actor: Actor) -> str:
    """What is asked for, in the words of the person; empty once it is erased. The reading is recorded."""
    with isolation.enter(nomination.issuer, actor=actor, reason="read a nomination"):
        nominee = Nominee.objects.select_related("member").get(pk=nomination.pk)
        record(actor, "nomination_read", person_id=nominee.member.user_id, subject=str(nominee.pk))
        return sealing.opened(nominee.sealed).what


def services_for(nomination: Nomination, provider: Provider) -> list[Offer]:
    """With what it can be confirmed."""
    return offers_for(provider, nomination.service_type)


def begun_for(nomination: Nomination, provider: Provider) -> Offer | None:
    """The service of this kind that the provider is writing, or that the network looks at."""
    mine = Offer.objects.filter(provider=provider, service_type=nomination.service_type, state__in=WRITABLE)
    return mine.defer("search", "folded", "text").order_by("state", "pk").first()
