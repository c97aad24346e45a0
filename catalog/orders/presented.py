"""A presented voucher in the words of the provider's pages: who comes, for what, how much; nothing of the issuer."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.orders import questions
from catalog.orders.accept import Presented
from catalog.orders.shown import date_range
from providers.models import Fulfilment, Question
from welfare.money import format_euro


@dataclass(frozen=True)
class ShownVisit:
    """One beneficiary at the desk."""

    presented: Presented

    @property
    def name(self) -> str:
        """The beneficiary's name; erased 30 days after the slot."""
        return self.presented.person.name or _("Name no longer kept")

    @property
    def age(self) -> str:
        """Years completed on the first day."""
        years = self.presented.age
        return "" if years is None else ngettext("%(years)d year", "%(years)d years", years) % {"years": years}

    @property
    def service(self) -> str:
        """The offer's title."""
        return self.presented.fulfilment.offer.title

    @property
    def dates(self) -> str:
        """The days of the slot; empty where there is none."""
        slot = self.presented.fulfilment.slot
        return date_range(slot.starts_on, slot.ends_on) if slot else ""

    @property
    def place(self) -> str:
        """Where the slot takes place, and its hours."""
        slot = self.presented.fulfilment.slot
        return ", ".join(part for part in (slot.place, slot.hours) if part) if slot else ""

    @property
    def amount(self) -> str:
        """What will be owed for it."""
        return format_euro(self.presented.fulfilment.amount)

    @property
    def time(self) -> str:
        """When it was accepted."""
        return time_of(self.presented.fulfilment)

    @property
    def answers(self) -> list[tuple[str, str]]:
        """The provider's own questions with what was answered."""
        given = self.presented.person.answers
        return [(str(q.label), said(q, given[q])) for q in Question if given.get(q)]


def said(question: Question, answer: str) -> str:
    """An answer as people read it; a consent is a yes or a no."""
    if question != Question.PHOTOS:
        return answer
    return _("Yes") if answer == questions.YES else _("No")


def time_of(fulfilment: Fulfilment) -> str:
    """The hour of acceptance in Italy; empty before."""
    accepted_at = fulfilment.accepted_at
    return date_format(timezone.localtime(accepted_at), "H:i") if accepted_at else ""
