"""Who of a member's family an offer may be for, and why not the others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from catalog.orders import law
from catalog.orders.conditions import age_fits
from catalog.orders.limit_words import notices_of_budgets
from catalog.orders.purchase import Purchase
from catalog.orders.queries import relatives_of
from catalog.orders.refusals import NoBudgetPays, Refusal, TaxRefusal
from catalog.orders.shown import Ground, ground, grounds
from providers.models import Slot
from welfare.clock import age_on

ME = "me"


@dataclass(frozen=True)
class Person:
    """Somebody the service could be for; `obstacle` says why it cannot."""

    value: str
    label: str
    obstacle: Ground | None = None


def people_for(purchase: Purchase, slots: Sequence[Slot]) -> list[Person]:
    """The member and the open relatives, each with what stands against this offer; one query.

    Age may fit in one slot and not in another: it is an obstacle only where it fits in none.
    """
    dates: list[Slot | None] = [*slots] or [None]
    return [person(each, dates) for each in purchases_for(purchase)]


def purchases_for(purchase: Purchase) -> list[Purchase]:
    """The same purchase for the member and for each open relative; one query."""
    return [replace(purchase, relative=relative) for relative in (None, *relatives_of(purchase.member))]


def person(purchase: Purchase, dates: Sequence[Slot | None]) -> Person:
    """One of them, for the purchase that would be theirs."""
    value = str(purchase.relative.pk) if purchase.relative else ME
    return Person(value, label(purchase), obstacle(purchase, dates))


def label(purchase: Purchase) -> str:
    """How a member names them: "You (Anna)", "Leo, 6 years"."""
    name = purchase.given_name
    if purchase.relative is None:
        return _("You (%(name)s)") % {"name": name}
    return with_age(name, age_on(purchase.relative.birth_date, purchase.on))


def with_age(name: str, age: int | None) -> str:
    """A name with the age, when it is known."""
    return name if age is None else _("%(name)s, %(age)s years") % {"name": name, "age": age}


def obstacle(purchase: Purchase, dates: Sequence[Slot | None]) -> Ground | None:
    """What stands against this person: tax law first, then the offer's ages on every date."""
    try:
        verdict = law.verdict_on(purchase)
    except Refusal as refusal:
        return Ground(refusal.heading, refusal.advice, "")
    if not verdict.accepted:
        return ground_of(law.refusal_of(purchase, verdict))
    found = [too_young_or_old(replace(purchase, slot=slot)) for slot in dates]
    return None if None in found else found[0]


def ground_of(refusal: TaxRefusal) -> Ground:
    """The first thing that tax law says against it; of credit that may not pay, why each does not."""
    of_law = ground(refusal.verdict.reasons[0])
    if isinstance(refusal, NoBudgetPays):
        notices = notices_of_budgets(refusal.hindered, grounds(refusal.verdict.reasons))
        if len(notices) == 1:
            return Ground(notices[0].title, notices[0].text, notices[0].law)
        return replace(of_law, advice=" · ".join(notice.title for notice in notices))
    return of_law


def too_young_or_old(purchase: Purchase) -> Ground | None:
    """What the offer's ages say on one date."""
    try:
        age_fits(purchase)
    except Refusal as refusal:
        return Ground(refusal.heading, refusal.advice, "")
    return None
