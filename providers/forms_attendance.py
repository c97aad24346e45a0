"""What the staff marks of a day: one small form a person, many of them on a page."""

import datetime
import re
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.bookings.attendance import LONGEST, Change, Mark, Row
from providers.models import Slot
from welfare.clock import today

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
PRESENT, ABSENT = "present", "absent"
SAID = {None: "", True: PRESENT, False: ABSENT}
BAR = "|"


class MarkForm(forms.Form):
    """Present or absent, and who collected; `seen` carries what the page showed."""

    presence = forms.ChoiceField(choices=[(PRESENT, _("Present")), (ABSENT, _("Absent"))], required=False)
    collector = forms.CharField(label=_("Collected by"), max_length=LONGEST, required=False)
    seen = forms.CharField(max_length=LONGEST + len(PRESENT) + 1, required=False, widget=forms.HiddenInput)

    def change(self) -> Change:
        """What the person changed against what they saw; who was collected was there. After `is_valid()`."""
        presence, collector = self.cleaned_data["presence"], self.cleaned_data["collector"]
        seen_presence, _bar, seen_collector = self.cleaned_data["seen"].partition(BAR)
        is_named = collector != seen_collector
        if not presence and not collector:
            return Change()
        is_moved = presence != seen_presence or (is_named and collector)
        return Change(presence != ABSENT if is_moved else None, collector if is_named else None)

    def mark(self) -> Mark:
        """What the page shows once it is written. After `is_valid()`."""
        presence, collector = self.cleaned_data["presence"], self.cleaned_data["collector"]
        if not presence and not collector:
            return Mark()
        is_present = presence != ABSENT
        return Mark(is_present, collector if is_present else "")


def form_of(key: uuid.UUID, mark: Mark | None = None, data: Any = None) -> MarkForm:
    """The form of one person, with what was marked before or what was sent."""
    initial = {"presence": SAID[mark.is_present], "collector": mark.collector, "seen": seen(mark)} if mark else {}
    return MarkForm(data, prefix=str(key), initial=initial)


def seen(mark: Mark) -> str:
    """A mark as a page remembers that it showed it."""
    return f"{SAID[mark.is_present]}{BAR}{mark.collector}"


def forms_of(rows: list[Row], data: Any = None) -> list[tuple[Row, MarkForm]]:
    """Each row with its form; of what was sent, the rows that it speaks of."""
    paired = [(row, form_of(row.key, row.mark, data)) for row in rows]
    if data is None:
        return paired
    return [(row, form) for row, form in paired if any(form.add_prefix(name) in data for name in form.fields)]


def day_of(text: str, slot: Slot) -> datetime.date:
    """The day that an address names, if it is one of the slot's; else today, or the nearest of its days."""
    nearest = min(max(today(), slot.starts_on), slot.ends_on)
    if not DAY.fullmatch(text):
        return nearest
    try:
        named = datetime.date.fromisoformat(text)
    except ValueError:
        return nearest
    return named if slot.starts_on <= named <= slot.ends_on else nearest
