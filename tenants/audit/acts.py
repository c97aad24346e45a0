"""What an act of the trail is: its kind, and its words for who keeps the trail and for whom it speaks of."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

Text = str | Promise


class Kind(models.TextChoices):
    """What an act is about: the filter of a register."""

    PEOPLE = "persone", pgettext_lazy("kind of act", "People")
    ACCESS = "accesso", pgettext_lazy("kind of act", "Access and accounts")
    CREDIT = "credito", pgettext_lazy("kind of act", "Plans and credit")
    PAYROLL = "paghe", pgettext_lazy("kind of act", "Payroll")
    SHELF = "scaffale", pgettext_lazy("kind of act", "Shelf and services")
    NETWORK = "rete", pgettext_lazy("kind of act", "Organizations and providers")
    REGISTER = "registro", pgettext_lazy("kind of act", "Readings of this register")
    # What people do with their own credit and family: no register shows it.
    PRIVATE = "private", pgettext_lazy("kind of act", "Private")


@dataclass(frozen=True)
class Act:
    """What was done, in words; `told` is how the person whose record it is reads it."""

    kind: Kind
    words: Text
    told: Text = ""
