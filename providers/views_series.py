"""Weeks in series: planned and shown, written, changed together; places kept for an organization."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from providers import queries, reserving, series, slots
from providers.access import MANAGERS, STAFF, provider_of
from providers.forms_series import AllWeeksForm, ReserveForm, SeriesForm, WeekForm, key_of
from providers.models import Delivery, Offer, Slot
from providers.series import Planned
from providers.views_slots import READ_OR_WRITE, fewer_words
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.templatetags.kit import day

WRITE = "write"


@access(STAFF)
@require_http_methods(READ_OR_WRITE)
def series_new(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Plan weeks, see the list, write it: the same page, so that the plan can be changed until the end."""
    offer = queries.get_offer_for(provider_of(request), key)
    if offer.delivery != Delivery.PLACES:
        raise Http404
    mine = series_of(offer, request.GET.get("serie", ""))
    form = SeriesForm(request.POST if request.method == "POST" else None, initial=begun_with(mine))
    rows: list[WeekForm] = []
    if request.method == "POST" and form.is_valid():
        is_written = request.POST.get("step") == WRITE
        rows = rows_of(form, request.POST if is_written else None)
        # Each is asked: every row says what is wrong with it.
        valid = [is_written and row.is_valid() for row in rows]
        if all(valid) and written(request, offer, form, rows, mine):
            return redirect("provider:offer", offer.pk)
    return render(request, "provider/series_form.html", {"form": form, "rows": rows, "offer": offer})


def series_of(offer: Offer, text: str) -> list[Slot]:
    """The weeks to come of the series that an address names; none for a new one, 404 for another offer's."""
    if not text:
        return []
    named = key_of(text)
    return (series.to_come(offer, named) if named else []) or not_there()


def not_there() -> list[Slot]:
    """Absent, or somebody else's: the two look the same."""
    raise Http404


def begun_with(mine: Sequence[Slot]) -> dict[str, object]:
    """What more weeks of a series begin with: as the last one is."""
    if not mine:
        return {}
    return {"hours": mine[-1].hours, "place": mine[-1].place, "capacity": mine[-1].capacity}


def rows_of(form: SeriesForm, data: object) -> list[WeekForm]:
    """A row a week; what was typed in a row stays as long as the week is in the list."""
    return [WeekForm(data, week=week) for week in form.weeks()]


def written(
    request: HttpRequest, offer: Offer, form: SeriesForm, rows: Sequence[WeekForm], mine: Sequence[Slot]
) -> bool:
    """Write the weeks that are ticked, or say on the form why not."""
    planned = [each for each in (row.planned(form.cleaned_data["capacity"]) for row in rows) if each]
    if not planned:
        form.add_error(None, _("Leave at least one week ticked."))
        return False
    try:
        write(request, offer, form, planned, mine)
    except series.SameWeek as found:
        text = _("The week of %(day)s is there already, at the same hours and place: nothing was written.")
        form.add_error(None, text % {"day": day(found.week.starts_on)})
        return False
    text = ngettext("%(n)d week is open: people can book.", "%(n)d weeks are open: people can book.", len(planned))
    messages.success(request, text % {"n": len(planned)})
    return True


def write(
    request: HttpRequest, offer: Offer, form: SeriesForm, planned: Sequence[Planned], mine: Sequence[Slot]
) -> None:
    """Write them, in the series that there is or in a new one."""
    hours, place = form.cleaned_data["hours"], form.cleaned_data["place"]
    known = mine[0].series if mine else None
    series.write(offer, planned, hours=hours, place=place, actor=actor_of(request), series=known)


@access(STAFF)
@require_http_methods(READ_OR_WRITE)
def series_edit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change hours, place, places or price of all weeks to come of the series that a slot is of."""
    slot = queries.get_slot_for(provider_of(request), key)
    mine = series.to_come(slot.offer, slot.series) if slot.series else []
    if not mine:
        raise Http404
    form = AllWeeksForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and changed(request, mine, form):
        return redirect("provider:offer", slot.offer_id)
    return render(
        request, "provider/series_edit.html", {"form": form, "slots": mine, "slot": slot, "offer": slot.offer}
    )


def changed(request: HttpRequest, mine: Sequence[Slot], form: AllWeeksForm) -> bool:
    """Write the changes to all, or say on the form which week stands against it."""
    try:
        count = series.change_all(mine, form.changes(), actor=actor_of(request))
    except series.RefusedWeek as refused:
        because = refused.because
        words = fewer_words(because) if isinstance(because, slots.FewerThanTaken) else _("These dates are cancelled.")
        form.add_error("capacity", _("%(day)s: %(reason)s") % {"day": day(refused.slot.starts_on), "reason": words})
        return False
    text = ngettext("%(n)d week changed.", "%(n)d weeks changed.", count) % {"n": count}
    is_told = set(slots.TOLD) & form.changes().keys() and slots.coming(*mine)
    told = _("Who has booked is being told.") if is_told else ""
    messages.success(request, f"{text} {told}".strip())
    return True


@access(MANAGERS)
@require_http_methods(READ_OR_WRITE)
def reserve_new(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Keep places of a slot, or of every week of its series to come, for one organization until a day."""
    slot = queries.get_slot_for(provider_of(request), key)
    if slot.state == Slot.State.CANCELLED:
        raise Http404
    form = ReserveForm(
        request.POST if request.method == "POST" else None, organizations=reserving.organizations(), slot=slot
    )
    if request.method == "POST" and form.is_valid() and reserved(request, slot, form):
        return redirect("provider:slot", slot.pk)
    return render(request, "provider/reserve_form.html", {"form": form, "slot": slot, "offer": slot.offer})


def reserved(request: HttpRequest, slot: Slot, form: ReserveForm) -> bool:
    """Keep the places, or say on the form which dates have too few."""
    whole = slot.series is not None and form.cleaned_data.get("whole_series")
    mine = series.to_come(slot.offer, slot.series) if whole and slot.series else [slot]
    facts = {"seats": form.cleaned_data["seats"], "until": form.cleaned_data["until"]}
    try:
        reserving.reserve(mine, form.chosen(), **facts, actor=actor_of(request))
    except reserving.TooFewFree as refused:
        words = {"day": day(refused.slot.starts_on), "free": refused.free}
        form.add_error("seats", _("The dates of %(day)s have %(free)d places for it: write fewer.") % words)
        return False
    except reserving.NotBookable:
        form.add_error("until", _("Some of these dates have begun by then, or are cancelled: choose an earlier day."))
        return False
    messages.success(request, _("The places are kept: nobody else can take them until that day."))
    return True


@access(MANAGERS)
@require_http_methods(["POST"])
def reserve_end(request: HttpRequest, key: uuid.UUID, reserve: uuid.UUID) -> HttpResponse:
    """Give what a reserve keeps back to all, before its day."""
    slot = queries.get_slot_for(provider_of(request), key)
    if reserving.give_back(slot, reserve, actor=actor_of(request)):
        messages.success(request, _("The places that were left are for everybody again."))
    return redirect("provider:slot", slot.pk)
