"""A purchase beside the rules that govern it: what every gate looks at."""

from dataclasses import dataclass
from decimal import Decimal

from catalog.fiscal.facts import Beneficiary, Employee, VoucherTerms
from catalog.fiscal.reasons import ReasonCode
from catalog.fiscal.rules import Category, CategoryYear, Entry, RuleBook, ServiceType
from catalog.fiscal.switches import CAUTIOUS, Switches
from catalog.fiscal.verdict import Reason
from catalog.fiscal.year_facts import YearFacts
from welfare.money import ZERO


@dataclass(frozen=True, slots=True)
class Case:
    """A purchase beside the rules that govern it.

    `cumulative_total` is the face value of all cumulative vouchers of the employee in the year.
    """

    facts: YearFacts
    category: Category
    mode: str
    budgets: tuple[str, ...]
    beneficiary: Beneficiary
    voucher: VoucherTerms
    services: tuple[ServiceType, ...]
    book: RuleBook
    switches: Switches = CAUTIOUS
    cumulative_total: Decimal = ZERO

    @property
    def in_year(self) -> CategoryYear:
        """The category in the tax year."""
        return self.category.years[self.facts.year]

    def reason(self, code: ReasonCode, law_ref: str | None = None, **more: str) -> Reason:
        """Return a reason resting on the category's law unless another is named."""
        label = ", ".join(service.label_it for service in self.services) or self.category.name_it
        words = {"service": label, "year": str(self.facts.year), **more}
        return Reason(code, law_ref or self.category.law_ref, tuple(sorted(words.items())))


def entry_for(service: ServiceType, beneficiary: Beneficiary) -> Entry | None:
    """Return the category and modes of a service for who receives it; None when refused."""
    return service.employee if isinstance(beneficiary, Employee) else service.family


def pool_cap(book: RuleBook, facts: YearFacts) -> Decimal:
    """The one cap of the pool of art. 51 c. 3 for this employee in this year."""
    year = book.pool.years[facts.year]
    cap = year.cap_with_children if facts.has_declared_children else year.cap
    return ZERO if cap is None else cap
