"""The law and the shelf's taxonomy as read from the package data: typed and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.fiscal.delivery import DIRECT_SERVICE, FUND_CONTRIBUTION, REIMBURSEMENT, VOUCHER
from catalog.fiscal.errors import UnknownCode, YearWithoutRules

DELIVERY_BY_PREFERENCE = (
    (VOUCHER, "voucher"),
    (DIRECT_SERVICE, "places"),
    (REIMBURSEMENT, "reimbursement"),
    (FUND_CONTRIBUTION, "enrolment"),
)


@dataclass(frozen=True, slots=True)
class CategoryYear:
    """A category in one tax year. `capped`: an amount limits it, alone or in a pool."""

    available: bool
    capped: bool


@dataclass(frozen=True, slots=True)
class Category:
    """A category of tax law. `beneficiaries` are employee, family_art12, family_dependent."""

    code: str
    law_ref: str
    name_it: str
    name_en: str
    beneficiaries: tuple[str, ...]
    modes: tuple[str, ...]
    budget_sources: tuple[str, ...]
    min_age: int | None
    years: Mapping[int, CategoryYear]

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
class RuleBook:
    """All that the rules read; one per process, never changed."""

    categories: Mapping[str, Category]
    services: Mapping[str, ServiceType]
    family: Mapping[int, FamilyConditions]
    voucher_law_ref: str
    general_law_ref: str

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
