"""The law and the shelf's taxonomy as read from the package data: typed and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from catalog.fiscal.delivery import DIRECT_SERVICE, FUND_CONTRIBUTION, REIMBURSEMENT, VOUCHER
from catalog.fiscal.errors import UnknownCode, YearWithoutRules
from catalog.fiscal.kinship import Kinship

DELIVERY_BY_PREFERENCE = (
    (VOUCHER, "voucher"),
    (DIRECT_SERVICE, "places"),
    (REIMBURSEMENT, "reimbursement"),
    (FUND_CONTRIBUTION, "enrolment"),
)


class CapKind(StrEnum):
    """What happens over a cap: the excess is taxed, or all of it from the first cent."""

    EXCESS = "excess"
    CLIFF = "cliff"


@dataclass(frozen=True, slots=True)
class CategoryYear:
    """A category in one tax year. `capped`: an amount limits it, alone or in a pool.

    `cap` is for the year, or for each working day where `is_daily`; `cap_with_children` stands in
    its place where dependent children are declared. `asks_children`: without them it is refused.
    """

    available: bool
    capped: bool
    cap: Decimal | None = None
    cap_with_children: Decimal | None = None
    is_daily: bool = False
    asks_children: bool = False
    law_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A category of tax law. `beneficiaries` are employee, family_art12, family_dependent.

    `pool` names the pool whose one cap it shares. `asks_generality`: it must be offered to all or
    to a homogeneous category of employees. `conditions_not_asked`: no fact speaks of its own yet.
    `taxed_when_converted`: a performance premium turned into it is taxed all the same.
    """

    code: str
    law_ref: str
    name_it: str
    name_en: str
    beneficiaries: tuple[str, ...]
    modes: tuple[str, ...]
    budget_sources: tuple[str, ...]
    min_age: int | None
    years: Mapping[int, CategoryYear]
    pool: str | None = None
    asks_generality: bool = True
    conditions_not_asked: bool = False
    taxed_when_converted: bool = False

    @property
    def is_for_family(self) -> bool:
        """Whether relatives may benefit at all."""
        return self.beneficiaries != ("employee",)

    @property
    def asks_dependence(self) -> bool:
        """Whether a relative must be fiscally dependent (art. 12 c. 2)."""
        return "family_dependent" in self.beneficiaries


@dataclass(frozen=True, slots=True)
class Entry:
    """Under which category a service falls for one kind of beneficiary, and how it is sold."""

    category: str
    modes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceType:
    """A kind of service on the shelf; a beneficiary without an entry is refused."""

    code: str
    label_it: str
    area: str
    employee: Entry | None
    family: Entry | None
    delivery: str | None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries there are; none means that the service never takes credit."""
        return tuple(entry for entry in (self.employee, self.family) if entry is not None)

    @property
    def default_delivery(self) -> str | None:
        """The delivery to propose for a new offer; none where no credit moves."""
        if self.delivery is not None:
            return self.delivery
        modes = {mode for entry in self.entries for mode in entry.modes}
        return next((name for mode, name in DELIVERY_BY_PREFERENCE if mode in modes), None)


@dataclass(frozen=True, slots=True)
class FamilyConditions:
    """Whom art. 12 of the TUIR counts as family in one tax year."""

    law_ref: str
    separated_spouse: bool
    cohabitation_asked: bool


@dataclass(frozen=True, slots=True)
class DependenceLimits:
    """Total income of the full year, gross of deductible charges, up to which a relative is dependent."""

    general: Decimal
    child: Decimal
    child_up_to_age: int

    def dependent(self, kinship: str, age_at_year_end: int | None, income: Decimal | None) -> bool:
        """Whether a relative depends on the employee; an income or an age not given proves nothing."""
        young = kinship == Kinship.CHILD and age_at_year_end is not None and age_at_year_end <= self.child_up_to_age
        return income is not None and income <= (self.child if young else self.general)


@dataclass(frozen=True, slots=True)
class PremiumYear:
    """Performance premiums in one tax year (L. 208/2015): what is paid in money, and what is converted.

    `conversion_cap_is_settled`: no open point of law between `base_cap` and `conversion_cap`.
    """

    base_cap: Decimal
    cash_cap: Decimal
    conversion_cap: Decimal
    conversion_cap_is_settled: bool
    substitute_rate: Decimal
    income_limit: Decimal
    law_ref: str


@dataclass(frozen=True, slots=True)
class ContractYear:
    """What a national contract grants each person in a year, in EUR, a month where `is_monthly`; and by which days."""

    amount: Decimal
    is_monthly: bool
    available_by: date | None
    use_by: date | None


@dataclass(frozen=True, slots=True)
class Contract:
    """A national contract with welfare of its own on record; `item` is empty where it is credit to be spent freely."""

    name: str
    item: str
    years: Mapping[int, ContractYear]


@dataclass(frozen=True, slots=True)
class LawReferences:
    """On what the rules rest that belong to no category."""

    general: str
    dependence: str
    generality: str
    replaced_pay: str
    residual: str
    voucher: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All that the rules read; one per process, never changed."""

    categories: Mapping[str, Category]
    services: Mapping[str, ServiceType]
    family: Mapping[int, FamilyConditions]
    dependence: DependenceLimits
    premium: Mapping[int, PremiumYear]
    sources: tuple[str, ...]
    last_day_of_year_before: tuple[int, int]
    pool: Category
    law_refs: LawReferences
    contracts: tuple[Contract, ...] = ()

    def require_year(self, year: int) -> None:
        """Raise YearWithoutRules unless the law of `year` is on record."""
        if year not in self.family:
            raise YearWithoutRules(year)

    def category(self, code: str) -> Category:
        """Return the category, or raise UnknownCode."""
        if code not in self.categories:
            raise UnknownCode("category", code)
        return self.categories[code]

    def service(self, code: str) -> ServiceType:
        """Return the service type, or raise UnknownCode."""
        if code not in self.services:
            raise UnknownCode("service", code)
        return self.services[code]

    @property
    def areas(self) -> tuple[str, ...]:
        """The codes of the shelf's areas, in the order of the file."""
        return tuple(dict.fromkeys(service.area for service in self.services.values()))
