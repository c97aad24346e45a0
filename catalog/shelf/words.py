"""Facts of an offer in words: ages, price, places, the cancellation rule."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from catalog.shelf.prices import lowest_of
from providers.models import Delivery, Offer, Slot, Unit
from providers.opinions.counting import Summary
from welfare.money import format_euro
from welfare.templatetags.kit import day

FEW_PLACES = 3
LONGEST_DISCOUNT = 40


def ages(offer: Offer) -> str:
    """ "3-11 years", "from 65 years", "up to 17 years", or nothing when anybody may come."""
    youngest, oldest = offer.age_min, offer.age_max
    if youngest is not None and oldest is not None:
        return _("%(youngest)d-%(oldest)d years") % {"youngest": youngest, "oldest": oldest}
    if youngest is not None:
        return _("from %(youngest)d years") % {"youngest": youngest}
    if oldest is not None:
        return _("up to %(oldest)d years") % {"oldest": oldest}
    return ""


def price(amount: Decimal | None, unit: str) -> str:
    """ "140,00 € a week"; the amount alone for what is bought once, nothing for what nobody sells."""
    if amount is None:
        return ""
    if unit == Unit.ONCE:
        return format_euro(amount)
    return f"{format_euro(amount)} {Unit(unit).label}"


def price_of(offer: Any) -> str:
    """The price that a shelf shows for an offer, or that it is asked for."""
    if offer.delivery == Delivery.QUOTE:
        return _("Price on request")
    if offer.delivery == Delivery.ENROLMENT:
        return _("You choose how much")
    lowest, is_least = lowest_of(offer.price_shown, offer.prices_of_dates)
    shown = price(lowest, offer.unit)
    return _("from %(price)s") % {"price": shown} if is_least else shown


def discount(text: str) -> str:
    """What a card gives, short enough for a line."""
    return Truncator(text).chars(LONGEST_DISCOUNT)


def places(left: int | None) -> tuple[str, str]:
    """The pill of an offer with places and its kind: how many are left, amber when few, grey when none."""
    if left is None:
        return pgettext("places of a service", "no dates yet"), "neutral"
    if left <= 0:
        return pgettext("places of a service", "full"), "neutral"
    text = ngettext("%(n)d place left", "%(n)d places left", left) % {"n": left}
    return text, "warn" if left <= FEW_PLACES else ""


def cancellation(offer: Offer) -> str:
    """The rule in a sentence; the order's own page names the day."""
    if offer.delivery == Delivery.SUBSCRIPTION:
        return stopping(offer)
    days = offer.cancellation_days
    if offer.delivery == Delivery.PLACES:
        if days == 0:
            return _("You can cancel until the day before it begins: the credit goes back where it was.")
        return ngettext(
            "You can cancel until %(n)d day before it begins: the credit goes back where it was.",
            "You can cancel until %(n)d days before it begins: the credit goes back where it was.",
            days,
        ) % {"n": days}
    if days == 0:
        return _("You can cancel on the day you ask for it, as long as it has not been used.")
    return ngettext(
        "You can cancel within %(n)d day, as long as it has not been used: the credit goes back where it was.",
        "You can cancel within %(n)d days, as long as it has not been used: the credit goes back where it was.",
        days,
    ) % {"n": days}


def stopping(offer: Offer) -> str:
    """How one stops a subscription, in a sentence."""
    words = {"day": offer.draw_day, "n": offer.notice_days, "least": offer.minimum_months}
    if offer.minimum_months > 1:
        text = _("Paid on day %(day)s of each month, for at least %(least)s months; you stop it %(n)s days before.")
        return text % words
    return _("Paid on day %(day)s of each month; you stop it when you like, %(n)s days before.") % words


def beds(offer: Offer) -> str:
    """ "88 beds, 20 for people with Alzheimer's", or nothing when it is not told."""
    if not offer.beds:
        return ""
    text = ngettext("%(n)d bed", "%(n)d beds", offer.beds) % {"n": offer.beds}
    if not offer.alzheimer_beds:
        return text
    special = ngettext(
        "%(n)d for people with Alzheimer's", "%(n)d for people with Alzheimer's", offer.alzheimer_beds
    ) % {"n": offer.alzheimer_beds}
    return f"{text}, {special}"


def dates(slot: Slot) -> str:
    """The days of a slot: "1-5 July 2026", "29 June - 3 July 2026", or one day."""
    first, last = slot.starts_on, slot.ends_on
    if first == last:
        return long_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{long_date(last)}"
    if first.year == last.year:
        return f"{day(first, 'short')} - {long_date(last)}"
    return f"{long_date(first)} - {long_date(last)}"


def long_date(date: datetime.date) -> str:
    """`22 novembre 2026`."""
    return day(date)


def opinion(summary: Summary) -> tuple[str, str]:
    """ "4,6 of 5" and, in small print, how many answered and to how many it was given as agreed."""
    told = ngettext(
        "%(n)d answer; given as agreed to %(percent)d%%", "%(n)d answers; given as agreed to %(percent)d%%",
        summary.answers,
    ) % {"n": summary.answers, "percent": summary.given_percent}  # fmt: skip
    if summary.mean is None:
        return _("not given"), told
    return _("%(mean)s of 5") % {"mean": number_format(summary.mean)}, told
