"""Which lots pay for a purchase so that it stays exempt: earliest expiry first, each as far as the year's caps let it.

Caps of one letter, of converted premiums and of the fringe pool lie within one another, so that taking from each lot in
turn all that its source still exempts finds the largest amount that the lots can exempt together.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from catalog.fiscal import Answer, Benefit, FiscalError, Limit, Switches, YearFacts, assess_next
from catalog.orders import law
from catalog.orders.credit import Part, total
from catalog.orders.crossing import Crossing, LimitStep
from catalog.orders.lapsed import in_hand
from catalog.orders.purchase import Purchase
from catalog.orders.refusals import NoRules, NotEnoughCredit, OverLimit, TaxRefusal
from catalog.orders.year import Held
from catalog.plans.models import Budget, Source
from catalog.plans.paying import has_limit, is_fringe
from members.ledger.allocation import first_to_expire
from members.ledger.queries import Lot
from welfare.money import ZERO


@dataclass(frozen=True)
class Standing:
    """The year as it stands before a purchase; empty where no amount limits it."""

    facts: YearFacts
    held: Held
    switches: Switches

    def ask(self, new: Benefit, chosen: Sequence[Benefit] = ()) -> Answer:
        """What the law makes of one more benefit beside those held and those chosen; raises NoRules."""
        try:
            return assess_next(self.facts, [*in_hand(self.facts, self.held.all), *chosen], new, self.switches)
        except FiscalError as error:
            raise NoRules from error


def standing_of(purchase: Purchase, budgets: Collection[Budget]) -> Standing:
    """Read of the year what the verdict needs: where nothing limits the amount, no more than the switches."""
    year = purchase.year
    if is_limited(purchase, budgets):
        return Standing(year.facts, year.held_and_asked, year.switches)
    return Standing(year.undeclared, Held(), year.switches)


def is_limited(purchase: Purchase, budgets: Collection[Budget]) -> bool:
    """Whether the year limits the amount: by the letter, by premiums that pay, or as offered to one person alone."""
    converted = any(budget.source == Source.PDR_CONVERSION for budget in budgets)
    return converted or purchase.year.lawful.is_alone or has_limit(law.category_of(purchase), purchase.on.year)


def paid_by(purchase: Purchase, lots: Sequence[Lot]) -> list[Part]:
    """Divide the price over lots of one member; raises NotEnoughCredit, OverLimit or another TaxRefusal, NoRules."""
    budgets = {budget.pk: budget for budget in law.payers(purchase)}
    usable = sorted((lot for lot in lots if lot.source in budgets), key=first_to_expire)
    standing = standing_of(purchase, budgets.values())
    parts: list[Part] = []
    chosen: list[Benefit] = []
    blocked: list[Budget] = []
    left = purchase.price
    for lot in usable:
        budget = budgets[lot.source]
        new = law.benefit(purchase, left, budget)
        most = most_of(standing.ask(new, chosen), left)
        amount = min(most, left, lot.balance)
        if amount < min(left, lot.balance):
            blocked.append(budget)
        if amount:
            parts.append(Part(lot, budget, amount))
            chosen.append(replace(new, amount=amount))
            left -= amount
        if not left:
            return parts
    if blocked:
        raise first_of([refusal_of(purchase, standing, budget, fits=purchase.price - left) for budget in blocked])
    raise NotEnoughCredit(left, total(usable))


def first_of(refused: Sequence[TaxRefusal]) -> TaxRefusal:
    """What is told of several: a cap, which says how much would fit, before a source that may not pay at all."""
    return next((each for each in refused if isinstance(each, OverLimit)), refused[0])


def most_of(answer: Answer, asked: Decimal) -> Decimal:
    """How much of what was asked stays exempt."""
    return asked if answer.fits else min(answer.room or ZERO, asked)


def refusal_of(purchase: Purchase, standing: Standing, budget: Budget, *, fits: Decimal) -> TaxRefusal:
    """Why the whole price is not exempt: a cap that it would cross, or what the law asks of this source."""
    new = law.benefit(purchase, purchase.price, budget)
    answer = standing.ask(new)
    if not answer.limits:
        return TaxRefusal(answer.verdict)
    limit = tightest(answer.limits)
    return OverLimit(crossing_of(standing, new, Crossing(answer, limit, purchase.price, fits)))


def crossing_of(standing: Standing, new: Benefit, crossing: Crossing) -> Crossing:
    """With what is used of the fringe limit by where it comes from, and the limit that a declaration would raise."""
    if not crossing.is_pool:
        return crossing
    return replace(
        crossing,
        orders=fringe(standing.held.orders),
        outside=fringe(standing.held.outside),
        elsewhere=standing.facts.other_employers_fringe,
        cap_with_children=higher_cap(standing, new),
    )


def higher_cap(standing: Standing, new: Benefit) -> Decimal | None:
    """The limit with dependent children, where they are not declared and the purchase would fit under it."""
    if standing.facts.has_declared_children:
        return None
    declared = replace(standing.facts, dependent_children=1, children_declaration=True)
    answer = replace(standing, facts=declared).ask(new)
    return tightest(answer.limits).cap if answer.fits else None


def fringe(benefits: Sequence[Benefit]) -> Decimal:
    """How much of some benefits counts in the fringe limit."""
    return sum((each.amount for each in benefits if is_fringe(each.category)), ZERO)


def tightest(limits: Sequence[Limit]) -> Limit:
    """The cap that leaves least."""
    return min(limits, key=lambda limit: limit.left)


def steps_of(purchase: Purchase, parts: Sequence[Part]) -> list[LimitStep]:
    """The caps that a purchase counts against, before it and after; none where nothing limits it."""
    standing = standing_of(purchase, [part.budget for part in parts])
    bought = [law.benefit(purchase, part.amount, part.budget) for part in parts]
    found: dict[str, LimitStep] = {}
    for each in bought:
        probe = replace(each, amount=ZERO)
        before, after = standing.ask(probe).limits, standing.ask(probe, bought).limits
        for one, then in zip(before, after, strict=True):
            found.setdefault(one.kind, LimitStep(one, then))
    return list(found.values())
