"""A provider's home and what is owed to it."""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from providers import queries
from providers.access import STAFF, is_manager, provider_of
from providers.bookings import queries as bookings
from providers.bookings.queries import Guest
from providers.models import Slot
from providers.quoting import queries as quoting
from providers.statements import queries as statements
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.clock import today
from welfare.money import ZERO

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class SlotToday:
    """A slot that is on today, with who comes."""

    slot: Slot
    guests: list[Guest]


@access(STAFF)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who comes today, and what needs an act."""
    provider = provider_of(request)
    day = today()
    context = {
        "provider": provider,
        "day": day,
        "slots": slots_on(day, request),
        "duties": queries.duties_of(provider),
        "unaccepted": bookings.unaccepted_after(day),
        "to_quote": quoting.to_answer(provider),
        "disputed": quoting.open_disputes_of(provider),
        "owed": queries.owed_in(provider, day.replace(day=1)),
        "statements": statements.duties_of(provider),
        "is_manager": is_manager(request),
    }
    return render(request, "provider/home.html", context)


def slots_on(day: datetime.date, request: HttpRequest) -> list[SlotToday]:
    """The slots of a day that somebody comes to; two queries however many."""
    guests = bookings.coming_on(day, actor=actor_of(request))
    keys = {guest.booking.slot_id for guest in guests if guest.booking.slot_id}
    slots = Slot.objects.filter(pk__in=keys).select_related("offer").defer("offer__search", "offer__folded")
    return [
        SlotToday(slot, [guest for guest in guests if guest.booking.slot_id == slot.pk])
        for slot in slots.order_by("offer__sort_title", "hours", "pk")
    ]


@access(STAFF)
@require_safe
def owed(request: HttpRequest) -> HttpResponse:
    """What accepted vouchers are worth: one month by offer, and the months before."""
    provider = provider_of(request)
    first_day = month_of(request.GET.get("mese", ""))
    rows = queries.owed_by_offer(provider, first_day)
    context: dict[str, Any] = {
        "month": first_day,
        "is_current": first_day == today().replace(day=1),
        "rows": rows,
        "total": sum((row.amount for row in rows), ZERO),
        "months": queries.owed_by_month(provider),
    }
    return render(request, "provider/owed.html", context)


def month_of(text: str) -> datetime.date:
    """The first day of the month that `2026-11` names; this month for anything else or the future."""
    present = today().replace(day=1)
    found = MONTH.fullmatch(text)
    named = datetime.date(int(found[1]), int(found[2]), 1) if found else present
    return min(named, present)
