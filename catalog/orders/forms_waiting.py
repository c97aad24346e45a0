"""Who would come and when: what joining a waiting list asks for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.orders.forms import NEEDED, PersonField, ReferenceField
from catalog.orders.people import Person
from catalog.orders.shown import slot_dates
from providers.models import Slot


class WaitForm(forms.Form):
    """One of the people the service can be for, one of the dates without places."""

    who = PersonField(max_length=36, label=_("Who is it for?"), error_messages={"required": NEEDED["who"]})
    slot = ReferenceField(max_length=36, label=_("When?"), error_messages={"required": NEEDED["slot"]})

    def __init__(self, *args: Any, people: Sequence[Person], slots: Sequence[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].widget = forms.RadioSelect(choices=[(person.value, person.label) for person in people])
        self.fields["slot"].widget = forms.RadioSelect(choices=[(str(slot.pk), label(slot)) for slot in slots])


def label(slot: Slot) -> str:
    """A full slot in one line."""
    return " · ".join(part for part in (slot_dates(slot), slot.hours, slot.place) if part)
