"""Before anything is asked for: for whom of the family the credit covers a service, from which lots, or why not.

The page of a service is the shelf's, which knows nothing of orders: its template fills this in with the tag of
`catalog.orders.templatetags.order_outlook`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.orders import conditions, law, limit_words, people, refusals
from catalog.orders.credit import Part, total
from catalog.orders.paying import paid_by
from catalog.orders.purchase import EUR, Agreed, Purchase, full_price, opening_of
from catalog.orders.shown import Ground, grounds
from catalog.orders.year import Year
from members.ledger import queries
from members.ledger.queries import Lot
from members.models import Member
from providers.models import Delivery, Slot
from welfare.clock import today
from welfare.money import format_euro

# What tax law is asked with where no price is known: who a service may be for does not depend on it.
ANY_PRICE = Decimal("1.00")


@dataclass(frozen=True)
class Prospect:
    """What asking for it would come to, for some of the family; `parts` are the lots that would pay."""

    kind: str
    title: str
    text: str = ""
    law: str = ""
    parts: tuple[Part, ...] = ()
    # The name of a page where something can be done about it, and what the link says.
    to: str = ""
    link: str = ""
    # For whom; empty where it is the same for everybody.
    names: str = ""
    # Not a matter of credit: the law or the offer's ages say that it is not for them.
    is_barred: bool = False
    # It may be asked for although nothing is paid yet.
    is_open: bool = False


def outlook(member: Member, offer: Any, slots: Sequence[Slot]) -> list[Prospect]:
    """What each of the family could expect, those with the same answer together, the covered ahead, who is barred last.

    `offer` as `catalog.shelf.queries.get_offer` reads it, `slots` its dates to come. Six queries at most, however large
    the family; two more where the year limits the amount.
    """
    asked = purchase_for(member, offer, slots)
    try:
        conditions.check_offer(asked)
    except refusals.RulesUnread:
        # The last of them: what the credit covers is told all the same, and who asks is led to the rules.
        pass
    except refusals.Refusal as refusal:
        return [of_offer(refusal)]
    lots = [lot for lot in queries.lots(member.uuid, on=asked.on) if lot.unit == EUR]
    return together(everybody(asked, slots, lots))


def quote_outlook(member: Member, offer: Any) -> list[Prospect]:
    """The same before anybody has named a price: who it may be for, and how much credit there is for it."""
    asked = replace(purchase_for(member, offer), price=ANY_PRICE, agreed=Agreed(ANY_PRICE))
    try:
        conditions.check_offer(asked)
    except refusals.RulesUnread:
        pass
    except refusals.Refusal as refusal:
        return [of_offer(refusal)]
    lots = [lot for lot in queries.lots(member.uuid, on=asked.on) if lot.unit == EUR]
    return together(before_price(asked, lots))


def before_price(asked: Purchase, lots: Sequence[Lot]) -> Iterator[Prospect]:
    """The member, then the open relatives: what credit there is, or what stands against them."""
    for one in people.purchases_for(asked):
        found = people.person(one, [None])
        prospect = of_obstacle(found.obstacle) if found.obstacle else of_purse(one, lots)
        yield replace(prospect, names=found.label)


def of_purse(one: Purchase, lots: Sequence[Lot]) -> Prospect:
    """How much of the credit may pay for services of this kind."""
    payers = {budget.pk for budget in law.payers(one)}
    credit = total([lot for lot in lots if lot.source in payers])
    if not credit:
        return no_credit()
    title = _("For services like this you have %(credit)s") % {"credit": format_euro(credit)}
    text = _("Asking costs nothing and binds you to nothing. A quote is paid by credit in full or not at all.")
    return Prospect("info", title, text, is_open=True)


def purchase_for(member: Member, offer: Any, slots: Sequence[Slot] = ()) -> Purchase:
    """The purchase of an offer that is read already, for nobody in particular, on the dates that cost least."""
    day, opening = today(), opening_of(offer.pk)
    prices = [full_price(opening, slot) for slot in slots]
    return Purchase(
        member=member,
        offer=offer,
        slot=None,
        relative=None,
        budgets=opening.budgets,
        limits=opening.limits,
        price=min([price for price in prices if price is not None], default=offer.price_shown),
        answers={},
        on=day,
        year=Year(member, day.year),
        # What the price of a month is agreed for.
        agreed=Agreed(offer.price_shown) if offer.delivery == Delivery.SUBSCRIPTION else None,
    )


def everybody(asked: Purchase, slots: Sequence[Slot], lots: Sequence[Lot]) -> Iterator[Prospect]:
    """The member, then the open relatives, each with what they could expect."""
    for one in people.purchases_for(asked):
        found = people.person(one, [*slots] or [None])
        prospect = of_obstacle(found.obstacle) if found.obstacle else of_credit(one, lots)
        yield replace(prospect, names=found.label)


def together(prospects: Iterator[Prospect]) -> list[Prospect]:
    """Those with the same answer as one, with all their names; the covered ahead, who is barred last."""
    found: dict[Prospect, list[str]] = {}
    for each in prospects:
        found.setdefault(replace(each, names=""), []).append(each.names)
    joined = [replace(each, names=" · ".join(names)) for each, names in found.items()]
    return sorted(joined, key=lambda each: (not each.parts, each.is_barred))


def of_offer(refusal: refusals.Refusal) -> Prospect:
    """What stands against it for everybody."""
    return no_credit() if isinstance(refusal, refusals.NoPlan) else Prospect("warn", refusal.heading, refusal.advice)


def of_obstacle(obstacle: Ground) -> Prospect:
    """What the law or the offer's ages say against somebody."""
    return Prospect("warn", obstacle.message, obstacle.advice, obstacle.law, is_barred=True)


def of_credit(one: Purchase, lots: Sequence[Lot]) -> Prospect:
    """The lots that would pay, or why they would not."""
    try:
        parts = paid_by(one, lots)
    except refusals.NotEnoughCredit as short:
        return of_shortage(short)
    except refusals.OverLimit as over:
        return of_limit(over)
    except refusals.TaxRefusal as refusal:
        return of_obstacle(grounds(refusal.verdict.reasons)[0])
    except refusals.Refusal as refusal:
        return Prospect("warn", refusal.heading, refusal.advice)
    whole = _("Your credit covers the first month") if one.agreed else _("Your credit covers all of it")
    return Prospect("success", whole, parts=tuple(parts))


def of_shortage(short: refusals.NotEnoughCredit) -> Prospect:
    """The credit pays a part, and a service is paid in full or not at all."""
    if not short.available:
        return no_credit()
    text = _("You have %(credit)s for services like this. A service is paid by credit in full or not at all.")
    title = _("Your credit is %(missing)s short") % {"missing": format_euro(short.missing)}
    return Prospect("warn", title, text % {"credit": format_euro(short.available)})


def of_limit(over: refusals.OverLimit) -> Prospect:
    """It would cross a cap of the year: what still fits, and the declaration that would raise it."""
    [*_others, notice] = limit_words.notices_of_limit(over.crossing)
    to, link = "", ""
    if over.crossing.cap_with_children:
        to, link = limit_words.DECLARATIONS, _("Declare dependent children")
    return Prospect("refusal", notice.title, notice.text, notice.law, to=to, link=link)


def no_credit() -> Prospect:
    """Nothing of what the member has may pay."""
    return Prospect("info", _("You have no credit for this service"), _("Call us: we tell you what else there is."))
