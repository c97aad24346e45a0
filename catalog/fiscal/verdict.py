"""The answer of the fiscal rules."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from catalog.fiscal.reasons import TEXTS, ReasonCode
from welfare.money import ZERO


class Decision(StrEnum):
    """What becomes of the value, from the most to the least restrictive in doubt."""

    NEEDS_REVIEW = "needs_review"
    REFUSED = "refused"
    PARTIALLY_TAXABLE = "partially_taxable"
    TAXABLE = "taxable"
    EXEMPT_FROM_ORDINARY = "exempt_from_ordinary"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground of a verdict: a stable code, the law it rests on, the words to fill its text."""

    code: ReasonCode
    law_ref: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        """The English msgid of what is the matter; translate it, then fill it with `params`."""
        return TEXTS[self.code].message

    @property
    def next_step(self) -> str:
        """The English msgid of what the person can do next; empty when nothing is amiss."""
        return TEXTS[self.code].next_step

    @property
    def params(self) -> dict[str, str]:
        """The words for the %(placeholders)s of both texts."""
        return dict(self.parameters)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Amounts in euro with two decimals; `reasons` is never empty.

    `exempt` and `taxable_ordinary` speak of what is paid. `taxable_if_paid_anyway` is what
    ordinary tax would take hold of if a refused purchase were paid all the same.
    """

    decision: Decision
    reasons: tuple[Reason, ...]
    exempt: Decimal = ZERO
    taxable_ordinary: Decimal = ZERO
    taxable_if_paid_anyway: Decimal = ZERO
    substitute_tax_base: Decimal = ZERO
    substitute_tax: Decimal = ZERO

    @property
    def accepted(self) -> bool:
        """Whether the shop may sell: a purchase under review is not sold."""
        return self.decision not in (Decision.REFUSED, Decision.NEEDS_REVIEW)
