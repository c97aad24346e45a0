"""The verdict on one more purchase, given what the year already holds, and what would still fit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from catalog.fiscal import limits
from catalog.fiscal.delivery import CUMULATIVE_VOUCHER
from catalog.fiscal.errors import WrongFact
from catalog.fiscal.limits import Limit, LimitKind
from catalog.fiscal.placement import Place, Placed, Setting, cumulative_total, place, place_all
from catalog.fiscal.shares import taxable_of
from catalog.fiscal.switches import CAUTIOUS, Switches
from catalog.fiscal.verdict import Decision, Verdict
from catalog.fiscal.year import assess_year, benefits_of_year, setting_of
from catalog.fiscal.year_facts import Benefit, YearFacts
from welfare.money import ZERO

UNTAXED = frozenset({Decision.EXEMPT, Decision.EXEMPT_FROM_ORDINARY})


@dataclass(frozen=True, slots=True)
class Answer:
    """What one more purchase brings about.

    `verdict` is on the purchase, `year` on the year with it. `also_taxed` is what the year held
    exempt (or under substitute tax) and this purchase makes taxable: a cliff crossed, a cap shared.
    `limits` are the caps it would count against, before it; none where nothing limits it.
    """

    verdict: Verdict
    year: Verdict
    also_taxed: Decimal
    limits: tuple[Limit, ...]
    room: Decimal | None

    @property
    def fits(self) -> bool:
        """Whether it may be sold without ordinary tax on it or on anything bought before."""
        return self.verdict.decision in UNTAXED and not self.also_taxed


def assess_next(facts: YearFacts, held: Sequence[Benefit], new: Benefit, switches: Switches = CAUTIOUS) -> Answer:
    """Say what the law makes of `new` beside the benefits `held` in the same year.

    `room` is the largest amount of such a purchase that would fit: None without a limit, 0.00
    where none would. Raises WrongFact when `new` belongs to another tax year, and what
    `assess_year` raises.
    """
    setting = setting_of(facts, switches)
    if not benefits_of_year(setting, [new]):
        raise WrongFact(f"the purchase does not belong to {facts.year}")
    ours = benefits_of_year(setting, held)
    placed, after = place_all(setting, ours), assess_year(facts, [*ours, new], switches)
    before, own = taxable_of(setting, placed), after.lines[-1].verdict
    found, room = _limits(setting, placed, new, cumulative_total(setting, ours))
    return Answer(
        verdict=own,
        year=after.whole,
        also_taxed=after.whole.taxable_ordinary - before - own.taxable_ordinary,
        limits=found,
        room=room,
    )


def _limits(
    setting: Setting, placed: Sequence[Placed], new: Benefit, vouchers: Decimal
) -> tuple[tuple[Limit, ...], Decimal | None]:
    """The caps before the purchase, and the room under them; tried with no amount, which crosses no cap."""
    probe = place(setting, replace(new, amount=ZERO), vouchers)
    found = _limits_of(setting, probe, placed, vouchers)
    if not found and probe.place != Place.FREE:
        return (), ZERO
    return found, min((limit.left for limit in found), default=None)


def _limits_of(setting: Setting, probe: Placed, placed: Sequence[Placed], vouchers: Decimal) -> tuple[Limit, ...]:
    """The caps that a benefit in this place counts against."""
    found: list[Limit] = []
    if probe.place == Place.POOL:
        found.append(limits.pool_limit(setting, placed))
        if probe.benefit.mode == CUMULATIVE_VOUCHER:
            found.append(limits.cumulative_limit(setting, vouchers))
    elif probe.place == Place.CAPPED and probe.category is not None and not probe.converted:
        found.append(limits.category_limit(setting, probe.category, placed))
    elif probe.place == Place.DAILY and probe.category is not None:
        found += _meal_limits(setting, probe, placed)
    if probe.is_paid and probe.place != Place.TAXED and probe.converted:
        found.append(limits.settled_conversion_limit(setting, placed))
    if probe.place == Place.PREMIUM or (found and probe.converted):
        found.append(limits.premium_limit(setting, placed))
    return tuple(found)


def _meal_limits(setting: Setting, probe: Placed, placed: Sequence[Placed]) -> list[Limit]:
    """The cap a day for this lot of meals, and for the year with it."""
    if probe.category is None:
        return []
    alone = limits.meal_limit(setting, probe.category, [probe])
    together = limits.meal_limit(setting, probe.category, [*placed, probe])
    return [Limit(LimitKind.MEALS, alone.cap, ZERO, alone.law_ref), together]
