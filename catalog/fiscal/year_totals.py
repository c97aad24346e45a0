"""The figures of a tax year as payroll and the yearly certificate ask for them: sums by regime, no single benefit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.fiscal import limits
from catalog.fiscal.delivery import FUND_CONTRIBUTION
from catalog.fiscal.limits import Limit
from catalog.fiscal.placement import Place, place_all
from catalog.fiscal.shares import Share, shares_of
from catalog.fiscal.switches import CAUTIOUS, Switches
from catalog.fiscal.year import benefits_of_year, setting_of
from catalog.fiscal.year_facts import CASH_OUT, PREMIUM_IN_CASH, Benefit, YearFacts
from welfare.money import ZERO

# Money, or a request for it.
NO_BENEFIT = (CASH_OUT, PREMIUM_IN_CASH)


@dataclass(frozen=True, slots=True)
class YearTotals:
    """Sums of a tax year in euro.

    `pool` is the cliff of art. 51 c. 3 with what other employers gave; `pool_given` and `pool_taxable` speak of our
    own value. `other_exempt` and `other_taxable` are the other letters; contributions to funds count in the latter
    alone, over their cap. `lapsed` is what was given and the law admits no more, as when a declaration was revoked:
    it is in hand, so it counts in `other_taxable`. Performance premiums in money are in none of them.
    """

    pool: Limit
    pool_given: Decimal
    pool_taxable: Decimal
    other_exempt: Decimal
    other_taxable: Decimal
    lapsed: Decimal


def totals_of(facts: YearFacts, benefits: Sequence[Benefit], switches: Switches = CAUTIOUS) -> YearTotals:
    """Sum what a person received in a tax year, by what tax makes of it; the order of benefits changes nothing.

    Raises what `assess_year` raises.
    """
    setting = setting_of(facts, switches)
    placed = place_all(setting, benefits_of_year(setting, benefits))
    shares = [share for share in shares_of(setting, placed) if share.placed.benefit.category not in NO_BENEFIT]
    pool = [share for share in shares if share.placed.place == Place.POOL]
    others = [share for share in shares if share.placed.place != Place.POOL]
    lapsed = total(share.refused for share in others)
    return YearTotals(
        pool=limits.pool_limit(setting, placed),
        pool_given=total(share.placed.amount for share in pool),
        pool_taxable=total(share.taxable for share in pool),
        other_exempt=total(share.exempt for share in others if not is_for_a_fund(share)),
        other_taxable=total(share.taxable for share in others) + lapsed,
        lapsed=lapsed,
    )


def is_for_a_fund(share: Share) -> bool:
    """Whether it is a contribution to a fund, which payroll reports by itself."""
    return share.placed.benefit.mode == FUND_CONTRIBUTION


def total(amounts: Iterable[Decimal]) -> Decimal:
    """A sum of money."""
    return sum(amounts, ZERO)
