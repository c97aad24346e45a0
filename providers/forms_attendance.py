"""What the staff marks of a day: one small form a person, many of them on a page."""

import datetime
import re
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.bookings.attendance import LONGEST, Mark, Row
from providers.models import Slot
from welfare.clock import today

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
PRESENT, ABSENT = "present", "absent"


class MarkForm(forms.Form):
    """Present or absent, and who collected."""

    presence = forms.ChoiceField(choices=[(PRESENT, _("Present")), (ABSENT, _("Absent"))], required=False)
    collector = forms.CharField(label=_("Collected by"), max_length=LONGEST, required=False)

    def mark(self) -> Mark:
        """What was said; who was collected was there. After `is_valid()`."""
        presence, collector = self.cleaned_data["presence"], self.cleaned_data["collector"]
        if not presence and not collector:
            return Mark()
        return Mark(is_present=presence != ABSENT, collector=collector)


def form_of(key: uuid.UUID, mark: Mark | None = None, data: Any = None) -> MarkForm:
    """The form of one person, with what was marked before or what was sent."""
    said = {None: "", True: PRESENT, False: ABSENT}
    initial = {"presence": said[mark.is_present], "collector": mark.collector} if mark else {}
    return MarkForm(data, prefix=str(key), initial=initial)


def forms_of(rows: list[Row], data: Any = None) -> list[tuple[Row, MarkForm]]:
    """Each row with its form."""
    return [(row, form_of(row.key, row.mark, data)) for row in rows]


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
