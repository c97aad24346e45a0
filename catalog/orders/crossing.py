"""A cap of the year and a purchase that stays under it, or would cross it."""

from dataclasses import dataclass
from decimal import Decimal

from catalog.fiscal import Answer, Limit, LimitKind
from welfare.money import ZERO


@dataclass(frozen=True, slots=True)
class LimitStep:
    """A cap before and after a purchase."""

    before: Limit
    after: Limit

    @property
    def is_pool(self) -> bool:
        """Whether it is the one limit of fringe benefits, where a cent over taxes the whole."""
        return self.before.kind == LimitKind.POOL


@dataclass(frozen=True, slots=True)
class Crossing:
    """What keeps a purchase from being exempt: the cap, what counts in it, and the amount that would still fit.

    `orders`, `outside` and `elsewhere` are what is used of the fringe limit: asked for here, given by the employer
    besides, given by other employers. `cap_with_children` is the higher limit, where declaring would let it fit.
    """

    answer: Answer
    limit: Limit
    price: Decimal
    fits: Decimal
    orders: Decimal = ZERO
    outside: Decimal = ZERO
    elsewhere: Decimal = ZERO
    cap_with_children: Decimal | None = None

    @property
    def is_pool(self) -> bool:
        """Whether one cent over it taxes the whole."""
        return self.limit.kind == LimitKind.POOL

    @property
    def taxed(self) -> Decimal:
        """What ordinary tax would take hold of if it were paid all the same."""
        verdict = self.answer.verdict
        return verdict.taxable_ordinary + verdict.taxable_if_paid_anyway + self.answer.also_taxed
