"""What is known of an employee in a tax year, and each benefit that the year holds."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from catalog.fiscal.delivery import MODES
from catalog.fiscal.errors import UnknownCode, WrongFact
from catalog.fiscal.facts import Beneficiary, Employee, VoucherTerms, euro
from welfare.money import ZERO

PREMIUM_IN_CASH = "PDR_CASH"
"""In place of a category: a performance premium paid in money."""

CASH_OUT = "CASH_OUT_RESIDUAL_CREDIT"
"""In place of a category: no benefit but a request, to have what is left of a plan in money."""

PREMIUM_CONVERSION = "PDR_CONVERSION"
COMPANY_REGULATION = "COMPANY_REGULATION"
LARGEST_COUNT = 9999


class OfferedTo(StrEnum):
    """To whom the plan is offered; to one person alone, the law's generality is not met."""

    CATEGORY = "category"
    ALL = "all"
    SINGLE_EMPLOYEE = "single_employee"


@dataclass(frozen=True, slots=True)
class YearFacts:
    """An employee in a tax year; what is not given counts as absent, which is never in their favour.

    `dependent_children` are those dependent at 31 December, `children_declaration` the signed one
    with their tax codes. `meal_days` are the days worked that give right to a meal voucher.
    `prior_year_income` is employment income of the year before, `premium_agreement` a deposited
    second-level agreement with a conversion clause, `other_employers_fringe` the value of art. 51
    c. 3 that other employers gave in the year. Amounts are euro with two decimals.
    """

    year: int
    dependent_children: int = 0
    children_declaration: bool = False
    meal_days: int | None = None
    prior_year_income: Decimal | None = None
    premium_agreement: bool = False
    other_employers_fringe: Decimal = ZERO
    offered_to: str = OfferedTo.CATEGORY

    def __post_init__(self) -> None:
        count(self.dependent_children, "dependent_children")
        if self.meal_days is not None:
            count(self.meal_days, "meal_days")
        if self.prior_year_income is not None:
            object.__setattr__(self, "prior_year_income", euro(self.prior_year_income, "prior_year_income"))
        other = euro(self.other_employers_fringe, "other_employers_fringe")
        object.__setattr__(self, "other_employers_fringe", other)
        if self.offered_to not in list(OfferedTo):
            raise UnknownCode("offered_to", self.offered_to)

    @property
    def has_declared_children(self) -> bool:
        """Whether the higher limit of art. 51 c. 3 applies."""
        return self.dependent_children > 0 and self.children_declaration

    @property
    def is_ad_personam(self) -> bool:
        """Whether the plan is offered to this person alone."""
        return self.offered_to == OfferedTo.SINGLE_EMPLOYEE


@dataclass(frozen=True, slots=True)
class Benefit:
    """One value that the credit of a plan pays, or a premium in money, or a request for money.

    `category` is one of the fiscal data, PREMIUM_IN_CASH or CASH_OUT; `services` are codes of
    service types, none where only the category is known. `amount` is gross of tax (premiums: net
    of the worker's contributions; vouchers: face value). `meals` counts meal vouchers.
    `received_on` is the day in the employee's hands, None for some day of the year assessed;
    `refers_to` the year it is for. `mode` is not looked at where money is paid or asked for.
    """

    category: str
    amount: Decimal
    mode: str = ""
    budget: str = COMPANY_REGULATION
    beneficiary: Beneficiary = field(default_factory=Employee)
    services: tuple[str, ...] = ()
    voucher: VoucherTerms = field(default_factory=VoucherTerms)
    meals: int | None = None
    received_on: datetime.date | None = None
    refers_to: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", euro(self.amount, "amount"))
        if self.meals is not None:
            count(self.meals, "meals")
        if self.refers_to is not None:
            count(self.refers_to, "refers_to")
        if self.category not in (PREMIUM_IN_CASH, CASH_OUT) and self.mode not in MODES:
            raise UnknownCode("mode", self.mode)

    def belongs_to(self, year: int, last_day_of_year_before: tuple[int, int]) -> bool:
        """Whether it counts in tax year `year` (art. 51 c. 1).

        A value counts when it is received; up to a day of January (month and day given) it still
        counts in the year before, if it refers to it.
        """
        day = self.received_on
        if day is None:
            return True
        early = (day.month, day.day) <= last_day_of_year_before and self.refers_to == day.year - 1
        return year == (day.year - 1 if early else day.year)

    @property
    def is_converted(self) -> bool:
        """Whether a performance premium pays for it, by the worker's choice."""
        return self.budget == PREMIUM_CONVERSION and self.category not in (PREMIUM_IN_CASH, CASH_OUT)


def count(value: object, name: str) -> int:
    """Return a whole number from 0 to LARGEST_COUNT; anything else is a WrongFact."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongFact(f"{name} is {type(value).__name__}, not a whole number")
    if not 0 <= value <= LARGEST_COUNT:
        raise WrongFact(f"{name} is not between 0 and {LARGEST_COUNT}")
    return value
