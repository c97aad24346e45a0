"""What a member's credit covers of an offer: by plan, by source and by tax law of the year.

An estimate for browsing, without the beneficiary: the order's own page gives the verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.fiscal import FiscalError, eligible_sources, rule_book
from catalog.plans.wallets import MemberLot, total_of
from welfare.clock import today
from welfare.money import format_euro


@dataclass(frozen=True, slots=True)
class Cover:
    """A notice about credit, in the parameters of `components/notice.html`."""

    kind: str
    title: str
    text: str = ""


def usable(offer: Any, lots: Sequence[MemberLot]) -> Decimal:
    """How much of a member's credit may pay for an offer read by `catalog.shelf.queries.shelf_offers`."""
    sources = sources_for(offer.service_type, today().year)
    opened = set(offer.plan_ids)
    return total_of([lot for lot in lots if lot.budget.law_source in sources and lot.plan.pk in opened])


def covers(offer: Any, lots: Sequence[MemberLot]) -> bool:
    """Whether the credit pays the whole price: a voucher takes no top-up (DM 25 March 2016 art. 6)."""
    return bool(lots) and offer.price_shown is not None and usable(offer, lots) >= offer.price_shown


def sources_for(service_type: str, year: int) -> set[str]:
    """Sources that may pay for a type, for whichever beneficiary; none for a type or year without rules."""
    try:
        entries = rule_book().service(service_type).entries
        return {source for entry in entries for source in eligible_sources(entry.category, year)}
    except FiscalError:
        return set()


def cover_of(offer: Any, lots: Sequence[MemberLot]) -> Cover:
    """What to tell about credit beside a price."""
    price, credit = offer.price_shown, usable(offer, lots)
    if credit >= price:
        left = _("After it you have %(left)s for services like this.") % {"left": format_euro(credit - price)}
        return Cover("success", _("Your credit covers all of it"), left)
    if credit:
        short = _("You have %(credit)s for services like this. A service is paid by credit in full or not at all.")
        title = _("Your credit is %(missing)s short") % {"missing": format_euro(price - credit)}
        return Cover("warn", title, short % {"credit": format_euro(credit)})
    return Cover("info", _("You have no credit for this service"), _("Call us: we tell you what else there is."))
