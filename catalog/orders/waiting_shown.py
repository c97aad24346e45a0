"""Waiting in the words of pages and mails; the getters are the guard."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.orders.models import WaitingRequest
from catalog.orders.people import ME
from catalog.orders.shown import slot_dates
from members.models import Member
from providers.models import Slot, Waiting
from tenants import isolation
from tenants.identity.models import User
from welfare.clock import ROME, now, today
from welfare.templatetags.kit import day

State = Waiting.State


@dataclass(frozen=True)
class ShownWaiting:
    """One person's waiting, both halves of it."""

    request: WaitingRequest
    waiting: Waiting

    @property
    def slot(self) -> Slot:
        """What they wait for."""
        return self.waiting.slot

    @property
    def title(self) -> str:
        """The service."""
        return self.slot.offer.title

    @property
    def dates(self) -> str:
        """Its days."""
        return slot_dates(self.slot)

    @property
    def name(self) -> str:
        """Who would come, among people who know each other."""
        return (self.request.relative or self.request.member.user).given_name

    @property
    def line(self) -> str:
        """For whom, when and with whom, in one line."""
        return " · ".join((self.name, self.dates, self.slot.offer.provider.name))

    @property
    def is_offered(self) -> bool:
        """Whether a place is kept and can still be confirmed."""
        return self.waiting.state == State.OFFERED

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end, whichever."""
        return self.waiting.state not in (State.WAITING, State.OFFERED)

    @property
    def is_paused(self) -> bool:
        """Whether the provider takes no bookings meanwhile."""
        return self.slot.state == Slot.State.CLOSED

    @property
    def until(self) -> str:
        """Until when the place is kept: "tomorrow at 18:05"."""
        return moment(self.waiting.offered_until) if self.waiting.offered_until else ""

    @property
    def until_date(self) -> str:
        """The same as a date, for what is read later."""
        return date_and_time(self.waiting.offered_until) if self.waiting.offered_until else ""

    @property
    def place_in_line(self) -> str:
        """How many are ahead, in words."""
        ahead = int(getattr(self.waiting, "ahead", 0))
        if ahead == 0:
            return _("You are the first in line")
        return ngettext("There is %(n)d person before you", "There are %(n)d people before you", ahead) % {"n": ahead}

    @property
    def confirm_url(self) -> str:
        """Where a kept place is confirmed."""
        query = f"?turno={self.slot.pk}&attesa={self.request.reference}"
        return reverse("orders:start", args=[self.slot.offer_id]) + query

    @property
    def leave_url(self) -> str:
        """Where the line is left."""
        return reverse("orders:waiting_leave", args=[self.request.reference])


def moment(at: datetime.datetime) -> str:
    """An instant of these days as people say it."""
    local = at.astimezone(ROME)
    words = {"time": f"{local:%H:%M}"}
    if local.date() == today():
        return _("today at %(time)s") % words
    if local.date() == today() + datetime.timedelta(days=1):
        return _("tomorrow at %(time)s") % words
    return date_and_time(at)


def date_and_time(at: datetime.datetime) -> str:
    """An instant with its date: "27 November 2026 at 18:05"."""
    local = at.astimezone(ROME)
    return _("%(day)s at %(time)s") % {"day": day(local.date()), "time": f"{local:%H:%M}"}


def waiting_of(member: Member) -> list[ShownWaiting]:
    """What a member waits for, kept places first; one query, two where there is anything."""
    own = requests().filter(member=member, closed_at__isnull=True)
    return sorted(paired(list(own.order_by("joined_at"))), key=lambda each: not each.is_offered)


def offered_to(member: Member) -> list[ShownWaiting]:
    """The places that are kept for a member."""
    return [each for each in waiting_of(member) if each.is_offered]


def paired(found: Sequence[WaitingRequest]) -> list[ShownWaiting]:
    """Requests with their shared halves, those that have come to an end left out; no query for none.

    A place whose time to answer is over is as good as gone, whether or not the sweep has been there.
    """
    if not found:
        return []
    open_ones = shared().filter(still_open()).in_bulk([request.pk for request in found])
    return [ShownWaiting(each, open_ones[each.pk]) for each in found if each.pk in open_ones]


def still_open() -> Q:
    """Who is in line, or has a place that can still be confirmed."""
    return Q(state=State.WAITING) | Q(state=State.OFFERED, offered_until__gt=now())


def get_waiting_for(user: User, reference: uuid.UUID) -> ShownWaiting:
    """A waiting of the account's own, ended ones too; raises Http404 for any other."""
    return ShownWaiting(
        get_object_or_404(requests(), pk=reference, member__user=user), get_object_or_404(shared(), pk=reference)
    )


def who_waited(user: User, reference: str) -> str:
    """Who an account's own waiting is for, as the form of the choice says it; empty for anybody else's."""
    try:
        key = uuid.UUID(reference)
    except ValueError:
        return ""
    found = WaitingRequest.objects.filter(pk=key, member__user=user).first()
    return "" if found is None else str(found.relative_id or ME)


def shown_waiting(reference: uuid.UUID) -> ShownWaiting:
    """A waiting of the organization in force, whoever's it is: for mails."""
    return ShownWaiting(requests().get(pk=reference), shared().get(pk=reference))


def requests() -> QuerySet[WaitingRequest]:
    """Requests with who they are for."""
    return WaitingRequest.objects.select_related("member__user", "relative")


def shared() -> QuerySet[Waiting]:
    """The shared halves of this organization's requests, with slot and service, and how many are `ahead`."""
    before = Waiting.objects.filter(slot=OuterRef("slot"), state=State.WAITING, since__lt=OuterRef("since"))
    counted = before.order_by().values("slot").annotate(n=Count("pk")).values("n")
    ahead = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    own = Waiting.objects.filter(organization=isolation.current()).select_related("slot__offer__provider")
    return own.defer("slot__offer__search", "slot__offer__folded", "slot__offer__text").annotate(ahead=ahead)
