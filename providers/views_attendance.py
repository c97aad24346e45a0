"""Attendance of a slot: mark who came, day by day, row by row or all at once; print the day's sheet."""

import datetime
import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from providers import queries
from providers.access import STAFF, provider_within
from providers.bookings import attendance
from providers.bookings.attendance import Row
from providers.forms_attendance import MarkForm, day_of, form_of, forms_of, seen
from providers.models import Slot
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.clock import now, today

ONE_DAY = datetime.timedelta(days=1)
# Three fields a row: well below DATA_UPLOAD_MAX_NUMBER_FIELDS.
PAGE_SIZE = 80


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a slot among its others."""

    slot: Slot
    date: datetime.date

    @property
    def url(self) -> str:
        """Where it is marked."""
        return address(self.slot, self.date)

    @property
    def print_url(self) -> str:
        """Its sheet on paper."""
        return reverse("provider:attendance_print", args=[self.slot.pk]) + f"?giorno={self.date.isoformat()}"

    @property
    def earlier_url(self) -> str:
        """The day before; empty on the first."""
        return address(self.slot, self.date - ONE_DAY) if self.date > self.slot.starts_on else ""

    @property
    def later_url(self) -> str:
        """The day after; empty on the last."""
        return address(self.slot, self.date + ONE_DAY) if self.date < self.slot.ends_on else ""

    @property
    def is_to_come(self) -> bool:
        """Whether nobody can have come yet."""
        return self.date > today()


@dataclass(frozen=True, slots=True)
class Part:
    """The people of a day who fit on a page: everybody in order, and the key of the first one shown."""

    everybody: list[Row]
    start: str

    @property
    def first(self) -> int:
        """Where the page begins; at the top when its first person is not expected any more."""
        keys = [str(row.key) for row in self.everybody]
        return keys.index(self.start) if self.start in keys else 0

    @property
    def end(self) -> int:
        """Where the next page begins."""
        return self.first + PAGE_SIZE

    @property
    def rows(self) -> list[Row]:
        """Who is on the page."""
        return self.everybody[self.first : self.end]

    def address(self, day: Day, index: int) -> str:
        """Where the page stands that begins at an index."""
        return day.url if index <= 0 else f"{day.url}&da={self.everybody[index].key}"


def address(slot: Slot, date: datetime.date) -> str:
    """Where a day of a slot is marked."""
    return reverse("provider:attendance", args=[slot.pk]) + f"?giorno={date.isoformat()}"


def asked_for(request: HttpRequest, key: uuid.UUID) -> Day:
    """The slot and the day of a request; 404 for another provider's slot."""
    slot = queries.get_slot_for(provider_within(request), key)
    return Day(slot, day_of(request.GET.get("giorno", ""), slot))


@access(STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A page of the day's sheet; a POST writes what was changed in the rows that it holds."""
    day = asked_for(request, key)
    rows = attendance.sheet(day.slot.pk, day.date, actor=actor_of(request))
    part = Part(rows, request.GET.get("da", ""))
    if request.method != "POST":
        return sheet_page(request, day, part, forms_of(part.rows))
    filled = forms_of(rows, request.POST)
    if not all(form.is_valid() for _row, form in filled):
        return sheet_page(request, day, part, filled)
    written(request, day, {row.key: form for row, form in filled})
    return redirect(part.address(day, part.first))


def sheet_page(request: HttpRequest, day: Day, part: Part, filled: list[tuple[Row, MarkForm]]) -> HttpResponse:
    """One page of a day; the figures are of the whole day."""
    present = [row for row in part.everybody if row.mark.is_present]
    absent = [row for row in part.everybody if row.mark.is_present is False]
    context = {
        "day": day,
        "slot": day.slot,
        "offer": day.slot.offer,
        "rows": filled,
        "present": len(present),
        "absent": len(absent),
        "unmarked": len(part.everybody) - len(present) - len(absent),
        "action_url": part.address(day, part.first),
        "previous_url": part.address(day, part.first - PAGE_SIZE) if part.first else "",
        "next_url": part.address(day, part.end) if part.end < len(part.everybody) else "",
    }
    return render(request, "provider/attendance.html", context)


def written(request: HttpRequest, day: Day, filled: dict[uuid.UUID, MarkForm]) -> bool:
    """Write the marks of a day, and say so; False for a day to come."""
    changes = {key: form.change() for key, form in filled.items()}
    try:
        count = attendance.mark(day.slot.pk, day.date, changes, actor=actor_of(request))
    except attendance.NotThatDay:
        messages.error(request, _("This day has not come yet: mark it when people arrive."))
        return False
    if count:
        messages.success(request, ngettext("Saved: %(n)d person.", "Saved: %(n)d people.", count) % {"n": count})
    else:
        messages.info(request, _("Everything was saved already."))
    return True


@access(STAFF)
@require_POST
def mark_one(request: HttpRequest, key: uuid.UUID, booking: uuid.UUID) -> HttpResponse:
    """Mark one row; answers the row's note of what was saved, or leads back to the sheet without scripts."""
    day = asked_for(request, key)
    form = form_of(booking, data=request.POST)
    if not form.is_valid():
        return note(request, form, errors=True)
    change = form.change()
    try:
        count = attendance.mark(day.slot.pk, day.date, {booking: change}, actor=actor_of(request))
    except attendance.NotThatDay:
        return note(request, form, is_early=True)
    if not count and change.is_said:
        raise Http404
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(day.url)
    mark = form.mark()
    return note(request, form, mark=mark if count else None, at=now(), seen=seen(mark))


def note(request: HttpRequest, form: MarkForm, **context: object) -> HttpResponse:
    """What became of one row, with what the page has seen of it from now on."""
    before = {"form": form, "seen": form["seen"].value() or ""}
    return render(request, "provider/attendance_note.html", before | context)


@access(STAFF)
@require_safe
def printed(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The day's sheet as a table, to print and fill in by hand."""
    day = asked_for(request, key)
    rows = attendance.sheet(day.slot.pk, day.date, actor=actor_of(request))
    context = {"day": day, "slot": day.slot, "offer": day.slot.offer, "rows": rows}
    return render(request, "provider/attendance_print.html", context)
