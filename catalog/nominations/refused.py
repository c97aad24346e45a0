"""The page of a provider that cannot be named: why, the figures, and the ways out, with all that was typed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.nominations.refusals import TooManyOpen
from catalog.orders import limit_words, refusals
from catalog.orders.refusals import Refusal
from catalog.orders.refused import notices_of, title_of
from catalog.orders.shown import is_about_family
from catalog.orders.views import REFUSED
from catalog.orders.ways import Notice, WayOut
from welfare.errors import PlainError
from welfare.money import ZERO

ABOUT_MONEY = (refusals.NotEnoughCredit, refusals.OverLimit)


@dataclass(frozen=True)
class Page:
    """What the template prints; `fits` is a smaller amount that would do, zero where there is none."""

    title: str
    notices: list[Notice]
    ways: list[WayOut]
    facts: list[tuple[str, str]]
    fits: Decimal = ZERO

    @property
    def fits_typed(self) -> str:
        """The same as a field takes it, in every language."""
        return f"{self.fits:f}"


def refused(request: HttpRequest, refusal: Refusal | PlainError, form: Any = None) -> HttpResponse:
    """The page; `form` holds what was typed, where something was."""
    page = no_network(refusal) if isinstance(refusal, PlainError) else page_of(refusal)
    return render(request, "nominations/refused.html", {"page": page, "form": form}, status=REFUSED)


def no_network(error: PlainError) -> Page:
    """There is nobody to invite it."""
    notice = Notice(str(error), _("Nothing was held. Call the help phone: we tell you as soon as there is one."))
    return Page(_("We cannot invite it yet"), [notice], [], [])


def page_of(refusal: Refusal) -> Page:
    """A refusal in words, with the ways out that fit it."""
    facts = limit_words.facts_of_limit(refusal.crossing) if isinstance(refusal, refusals.OverLimit) else []
    return Page(heading(refusal), notices_of(refusal), ways_of(refusal), facts, fits(refusal))


def heading(refusal: Refusal) -> str:
    """What would happen."""
    if isinstance(refusal, refusals.OverLimit):
        return limit_words.title_of_limit(refusal.crossing)
    if isinstance(refusal, refusals.TaxRefusal | refusals.NotEnoughCredit):
        return title_of(refusal)
    return _("You cannot name a provider now")


def fits(refusal: Refusal) -> Decimal:
    """The amount that would do."""
    if isinstance(refusal, refusals.OverLimit):
        return refusal.crossing.fits
    return refusal.available if isinstance(refusal, refusals.NotEnoughCredit) else ZERO


def ways_of(refusal: Refusal) -> list[WayOut]:
    """The rules, the family, those who are waited for, the account, the shelf."""
    ways = []
    if isinstance(refusal, refusals.RulesUnread):
        ways.append(WayOut(_("Read the rules of your plan"), _("Read"), "regulations:unread"))
    if isinstance(refusal, TooManyOpen):
        ways.append(
            WayOut(_("Look at those you are waiting for"), pgettext("go to a page", "Open"), "nominations:list")
        )
    if isinstance(refusal, refusals.OverLimit):
        ways.append(WayOut(_("What you declare can raise a limit"), _("Declarations"), "family:declarations"))
    elif isinstance(refusal, refusals.TaxRefusal) and is_about_family(refusal.verdict.reasons):
        words = _("Add or correct someone of your family")
        ways.append(WayOut(words, pgettext("go to a page", "Open"), "family:household"))
    if isinstance(refusal, ABOUT_MONEY):
        ways.append(WayOut(_("See what you have"), _("Your account"), "home:account"))
    return [*ways, WayOut(_("Look for a service that is there already"), _("Open the shelf"), "shelf:list")]
