"""Why an order or a cancellation is refused: what is the matter, and what to do next.

Each leaves everything as it was. The sentences are for the person; `facts` fill their places.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.fiscal import Verdict
from catalog.orders.crossing import Crossing
from catalog.plans.models import Budget
from catalog.plans.paying import Hindrance
from welfare.money import format_euro
from welfare.templatetags.kit import day

Words = str | Promise


class Refusal(Exception):
    """The base: a `title`, the `next_step`, and the facts both may name."""

    title: Words = ""
    next_step: Words = ""

    def __init__(self, **facts: Any) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts

    @property
    def heading(self) -> str:
        """What is the matter, in one sentence."""
        return str(self.title) % self.facts

    @property
    def advice(self) -> str:
        """What the person can do next."""
        return str(self.next_step) % self.facts


class MemberLeft(Refusal):
    """The person is no longer with the organization."""

    title = _("You are no longer with this organization, so its credit cannot be used")
    next_step = _("If this is a mistake, call the help phone.")


class OfferClosed(Refusal):
    """The offer was withdrawn."""

    title = _("This service cannot be booked now")
    next_step = _("Choose another one on the shelf; your credit stays as it is.")


class ProviderAway(Refusal):
    """The provider is suspended, or takes no bookings through the shelf."""

    title = _("%(provider)s takes no new requests now")
    next_step = _("Choose another service on the shelf, or call the help phone.")


class NoPlan(Refusal):
    """No open plan pays for the offer."""

    title = _("None of your plans pays for this service")
    next_step = _("Choose another one on the shelf, or call the help phone.")


class OverCount(Refusal):
    """A limit of the organization for one person; `left` is what of it is left to who asks for more than that."""

    # What is said, and what to do, where something is left.
    some_left: Words = ""
    fewer = _("Go back and choose fewer of them.")

    def __init__(self, limit: int, left: int = 0) -> None:
        super().__init__(limit=limit, left=left)

    @property
    def heading(self) -> str:
        """With the limit, and what is left of it."""
        return str(self.some_left) % self.facts if self.facts["left"] else self.reached

    @property
    def reached(self) -> str:
        """With the limit, in the grammar of one or several, for who has nothing left."""
        return str(self.title)

    @property
    def advice(self) -> str:
        """What to do next."""
        return str(self.fewer) if self.facts["left"] else super().advice


class TooManyThisYear(OverCount):
    """The organization's limit of requests for one person in a calendar year is reached."""

    title = _("You have already had this service as many times as your organization offers it this year")
    next_step = _("From January you can ask for it again. Meanwhile look at what is like it on the shelf.")

    some_left = _(
        "Requests for this service in a year, for each person: at most %(limit)d. You can still make: %(left)d"
    )

    @property
    def reached(self) -> str:
        """With the limit, in the grammar of one or several."""
        text = ngettext(
            "Your organization offers this service %(limit)d time a year to each person, and you have had it",
            "Your organization offers this service %(limit)d times a year to each person, and you have had them all",
            self.facts["limit"],
        )
        return text % self.facts


class TooManyAtOnce(OverCount):
    """The organization's limit of open requests for one person is reached."""

    title = _("You have a request for this service that is still open")
    next_step = _("Use it first, or cancel it if you do not need it any more; then ask again.")

    some_left = _("Requests for this service open at a time: at most %(limit)d. You can still make: %(left)d")

    @property
    def reached(self) -> str:
        """With the limit, in the grammar of one or several."""
        text = ngettext(
            "You can have %(limit)d request for this service open at a time, and you have it",
            "You can have %(limit)d requests for this service open at a time, and you have them",
            self.facts["limit"],
        )
        return text % self.facts


class RulesUnread(Refusal):
    """The rules of a plan that may pay are in force and not read yet."""

    title = _("First read the rules of your plan")
    next_step = _("They are new, or have changed. Read them, tell us so, and go on: it takes two minutes.")


class SlotNeeded(Refusal):
    """A service with places was asked for without saying when."""

    title = _("Choose when")
    next_step = _("Pick one of the dates with free places.")


class SlotClosed(Refusal):
    """The slot takes no bookings any more."""

    title = _("These dates are closed")
    next_step = _("Choose other dates.")


class SlotPast(Refusal):
    """The slot has begun."""

    title = _("These dates have already begun")
    next_step = _("Choose other dates.")


class SoldOut(Refusal):
    """Nothing is left in the slot."""

    title = _("The last place has just been taken")
    next_step = _("Choose other dates; your credit stays as it is.")


class PlaceGone(Refusal):
    """The place that was kept has gone to the next in line while the form was open."""

    title = _("The place was not confirmed in time, and has gone to the next in line")
    next_step = _("Join the waiting list again, or choose other dates; your credit stays as it is.")


class PlacesLeft(Refusal):
    """The slot that somebody would wait for has free places."""

    title = _("There is a place: you need not wait")
    next_step = _("Book it now.")


class AlreadyBooked(Refusal):
    """The person that somebody would wait for has a place in the slot."""

    title = _("%(name)s has a place on these dates already")
    next_step = _("You find the voucher among your requests.")


class BirthDateMissing(Refusal):
    """The offer has ages and the member's birth date is not known."""

    title = _("We need your birth date for this service")
    next_step = _("Ask your staff office to add it, or call the help phone.")


class TooYoung(Refusal):
    """Under the offer's ages on the first day."""

    title = _("%(name)s is too young: it is for people of at least %(limit)s years")
    next_step = _("Choose another person or another service.")


class TooOld(Refusal):
    """Over the offer's ages on the first day."""

    title = _("%(name)s is too old: it is for people of at most %(limit)s years")
    next_step = _("Choose another person or another service.")


class AnswersMissing(Refusal):
    """The provider asks something that was not answered."""

    title = _("%(provider)s needs an answer to every question")
    next_step = _("Go back and fill in what is missing.")


class NoRules(Refusal):
    """The law of the year is not on record, or the service is unknown to it."""

    title = _("We cannot tell what the tax rules say about this")
    next_step = _("Nothing was booked. Call the help phone: the rules are being updated.")


class KeyReused(Refusal):
    """The form was used already, to ask for something else."""

    title = _("This form was already used for another request")
    next_step = _("Look at your requests, then start again from the service.")


@dataclass(frozen=True)
class Terms:
    """What an offer asks for: its revision and the price for this organization."""

    revision: int
    price: Decimal


class OfferChanged(Refusal):
    """The offer changed while the form was open: old and new are shown, and it is asked again."""

    title = _("This service has changed in the meantime")
    next_step = _("Look at the new details, then confirm again.")

    def __init__(self, old: Terms, new: Terms) -> None:
        super().__init__(old=format_euro(old.price), new=format_euro(new.price))
        self.old, self.new = old, new

    @property
    def is_price(self) -> bool:
        """Whether the price is what changed."""
        return self.old.price != self.new.price


class TaxRefusal(Refusal):
    """The law does not exempt this purchase; the verdict says why."""

    title = _("Your credit cannot pay for this")
    next_step = _("Choose another person or another service; your credit stays as it is.")

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self.verdict = verdict


class NoBudgetPays(TaxRefusal):
    """No budget of the plans that open the offer may pay for it; `hindered` says of each what keeps it."""

    def __init__(self, verdict: Verdict, hindered: Sequence[tuple[Budget, Hindrance]]) -> None:
        super().__init__(verdict)
        self.hindered = hindered


class OverLimit(TaxRefusal):
    """It would cross a cap of the year, so that it, or more than it, would be taxed; `crossing` has the figures."""

    title = _("It would cross a limit of the year in tax law")

    def __init__(self, crossing: Crossing) -> None:
        super().__init__(crossing.answer.verdict)
        self.crossing = crossing


class NotEnoughCredit(Refusal):
    """The lots that may pay hold less than the price."""

    title = _("You are %(missing_text)s short")
    next_step = _("Choose a service that your credit covers in full.")

    def __init__(self, missing: Decimal, available: Decimal) -> None:
        super().__init__(missing_text=format_euro(missing))
        self.missing, self.available = missing, available


@dataclass(frozen=True)
class Problem:
    """One line of a group that cannot be: its slot and who would come (None: the member), and why."""

    line: tuple[uuid.UUID, uuid.UUID | None]
    refusal: Refusal


class LinesRefused(Refusal):
    """Some of the weeks that were ticked cannot be had; nothing of the group is placed."""

    title = _("Not all of it can be booked")
    next_step = _("Nothing was booked. You can go on without what is named below, or change your choice.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = problems


class CancelRefusal(Refusal):
    """The base of what stands against a cancellation."""


class AlreadyUsed(CancelRefusal):
    """The provider accepted the voucher."""

    title = _("This voucher was already used")
    next_step = _("If you have not used it, call the help phone.")


class AlreadyExpired(CancelRefusal):
    """The voucher was not used in time; the credit has come back already."""

    title = _("This request expired, and its credit has already come back")
    next_step = _("Look at your account to see what you have.")


class TooLate(CancelRefusal):
    """The last day to cancel has passed."""

    title = _("The last day to cancel was %(day)s")
    next_step = _("Call the help phone: the provider may still agree with you on something else.")

    def __init__(self, until: datetime.date) -> None:
        super().__init__()
        self.until = until

    @property
    def heading(self) -> str:
        """With the day as the reader writes it."""
        return str(self.title) % {"day": day(self.until)}
