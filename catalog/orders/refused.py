"""The page of a refusal: what would happen, the law in small print, and the ways out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.orders import limit_words as limits
from catalog.orders import refusals
from catalog.orders.choosing import Choosing
from catalog.orders.crossing import Crossing
from catalog.orders.refusals import Refusal
from catalog.orders.shown import grounds, is_about_family
from catalog.orders.ways import Notice, WayOut
from welfare.money import format_euro

OTHER_PERSON = (
    refusals.TaxRefusal,
    refusals.TooYoung,
    refusals.TooOld,
    refusals.BirthDateMissing,
)
OTHER_DATES = (refusals.SoldOut, refusals.PlaceGone, refusals.SlotClosed, refusals.SlotPast, refusals.SlotNeeded)


@dataclass(frozen=True)
class RefusedPage:
    """What the template prints."""

    title: str
    notices: Sequence[Notice]
    ways: Sequence[WayOut]
    # The figures of a cap: label and amount.
    facts: Sequence[tuple[str, str]] = ()


def refused_page(refusal: Refusal, choices: Choosing) -> RefusedPage:
    """A refusal in words, with the ways out that fit it."""
    if isinstance(refusal, refusals.OverLimit):
        return at_limit(refusal.crossing, choices)
    ways = [*in_line(refusal, choices), *other_people(refusal, choices), *other_dates(refusal, choices)]
    return RefusedPage(title_of(refusal), notices_of(refusal), [*rules(refusal), *ways, *elsewhere(refusal)])


def at_limit(crossing: Crossing, choices: Choosing) -> RefusedPage:
    """A cap of the year that the purchase would cross."""
    return RefusedPage(
        limits.title_of_limit(crossing),
        limits.notices_of_limit(crossing),
        limits.ways_at_limit(crossing, choices.purchase.offer.area),
        limits.facts_of_limit(crossing),
    )


def title_of(refusal: Refusal) -> str:
    """The heading: what would happen."""
    if isinstance(refusal, refusals.NoBudgetPays):
        return str(refusal.title)
    if isinstance(refusal, refusals.TaxRefusal):
        return _("You would pay tax on all of it")
    if isinstance(refusal, refusals.NotEnoughCredit):
        return _("Your credit is not enough")
    return _("This cannot be booked")


def notices_of(refusal: Refusal) -> list[Notice]:
    """What stands against it, with the figure and the law."""
    if isinstance(refusal, refusals.OverLimit):
        return limits.notices_of_limit(refusal.crossing)
    if isinstance(refusal, refusals.NoBudgetPays):
        return limits.notices_of_budgets(refusal.hindered, grounds(refusal.verdict.reasons))
    if isinstance(refusal, refusals.TaxRefusal):
        taxed = figure(refusal)
        return [Notice(g.message, f"{taxed} {g.advice}", g.law) for g in grounds(refusal.verdict.reasons)]
    if isinstance(refusal, refusals.NotEnoughCredit):
        return [Notice(refusal.heading, available(refusal))]
    return [Notice(refusal.heading, refusal.advice)]


def figure(refusal: refusals.TaxRefusal) -> str:
    """What would be taxed if it were paid all the same."""
    amount = format_euro(refusal.verdict.taxable_if_paid_anyway)
    return _("If your credit paid for it all the same, %(amount)s would be taxed like pay.") % {"amount": amount}


def available(refusal: refusals.NotEnoughCredit) -> str:
    """What the credit for this service holds, and why it cannot be topped up."""
    return _(
        "For this service you have %(amount)s. A voucher must cover the whole price: you cannot add money of your own."
    ) % {"amount": format_euro(refusal.available)}


def rules(refusal: Refusal) -> list[WayOut]:
    """The rules that are still to be read."""
    if not isinstance(refusal, refusals.RulesUnread):
        return []
    return [WayOut(_("Read the rules of your plan"), _("Read"), "regulations:unread")]


def in_line(refusal: Refusal, choices: Choosing) -> list[WayOut]:
    """The waiting list, for the person and the dates that were chosen; none where all dates begin today."""
    if not isinstance(refusal, refusals.SoldOut | refusals.PlaceGone) or not choices.has_dates_with_line:
        return []
    detail = _("If a place becomes free, it is kept for the first in line.")
    return [WayOut(_("Wait for a place"), _("Put me on the waiting list"), detail=detail, posts_to="orders:wait")]


def other_people(refusal: Refusal, choices: Choosing) -> list[WayOut]:
    """Somebody else of the family, or the family's page."""
    if not isinstance(refusal, OTHER_PERSON) or isinstance(refusal, refusals.NoBudgetPays):
        return []
    ways = []
    if choices.able:
        names = ", ".join(person.label for person in choices.able)
        ways.append(WayOut(_("Choose someone else"), _("Choose"), detail=names))
    if not isinstance(refusal, refusals.TaxRefusal) or is_about_family(refusal.verdict.reasons):
        ways.append(
            WayOut(_("Add or correct someone of your family"), pgettext("go to a page", "Open"), "family:household")
        )
    return ways


def other_dates(refusal: Refusal, choices: Choosing) -> list[WayOut]:
    """Other dates with places, if there are any."""
    if not isinstance(refusal, OTHER_DATES) or not choices.free:
        return []
    return [WayOut(_("Choose other dates"), _("Choose"), detail=dates_left(choices))]


def dates_left(choices: Choosing) -> str:
    """How many other dates have places."""
    return _("Dates with free places: %(n)s") % {"n": len(choices.free)}


def elsewhere(refusal: Refusal) -> list[WayOut]:
    """The shelf, and what one has already asked for."""
    shelf = WayOut(_("Look for another service"), _("Open the shelf"), "shelf:list")
    if isinstance(refusal, refusals.KeyReused):
        return [WayOut(_("Look at what you asked for"), _("Your requests"), "orders:list"), shelf]
    if isinstance(refusal, refusals.NotEnoughCredit | refusals.NoBudgetPays):
        return [shelf, WayOut(_("See what you have"), _("Your account"), "home:account")]
    return [shelf]
