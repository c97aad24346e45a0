"""A provider's home and what is owed to it."""

import datetime
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from providers import queries, to_do
from providers.access import STAFF, is_manager, provider_at_desk, provider_of
from providers.offer_figures import figures_of
from providers.today import slots_on
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.clock import today
from welfare.money import ZERO

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


@access(STAFF)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who comes today, what needs an answer, what is owed, how services do; each as far as the person reaches it."""
    provider, day = provider_at_desk(request), today()
    reach = provider.reach
    context = {
        "provider": provider,
        "day": day,
        "slots": slots_on(provider, day, actor=actor_of(request)),
        "lines": [] if reach.only_scans else to_do.lines_for(to_do.Asker(provider, is_manager(request))),
        "owed": queries.owed_in(provider, day.replace(day=1)) if reach.is_whole else None,
        "figures": [] if reach.only_scans else figures_of(provider, day),
        "only_scans": reach.only_scans,
        "is_manager": is_manager(request),
        "has_fund": is_manager(request) and queries.runs_a_fund(provider),
    }
    return render(request, "provider/home.html", context)


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
