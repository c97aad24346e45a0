"""Contributions and income tax on a premium in money, read from the package data: typed and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from catalog.fiscal.errors import DataError, UnknownCode, YearWithoutRules
from catalog.fiscal.shapes import euro, get, listing, mapping, of_year, rate
from welfare.money import ZERO, rounded

DATA = Path(__file__).parent / "data" / "pay_rules.yaml"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a worker pays of a kind of employer or contract: a rate between 0 and 1, and where the law is."""

    code: str
    rate: Decimal
    law_ref: str
    name_it: str
    name_en: str

    def name(self, language: str) -> str:
        """What people call it."""
        return self.name_it if language == "it" else self.name_en


@dataclass(frozen=True, slots=True)
class Band:
    """A band of income and its rate; None: without end."""

    up_to: Decimal | None
    rate: Decimal


@dataclass(frozen=True, slots=True)
class PayYear:
    """What holds in a tax year for a premium in money."""

    bands: tuple[Band, ...]
    income_tax_law: str
    contributions: Mapping[str, Contribution]
    joint_free: Decimal
    joint_law: str
    pension_rate: Decimal
    pension_law: str

    def contribution(self, code: str) -> Contribution:
        """A kind by its code. Raises UnknownCode."""
        if code not in self.contributions:
            raise UnknownCode("contribution", code)
        return self.contributions[code]

    def income_tax(self, income: Decimal) -> Decimal:
        """The gross tax on an income of the year, in EUR; surtaxes and deductions stay out."""
        tax, reached = ZERO, ZERO
        for band in self.bands:
            top = income if band.up_to is None else min(income, band.up_to)
            tax += max(ZERO, top - reached) * band.rate
            reached = max(reached, top)
        return rounded(tax)

    def tax_on_more(self, income: Decimal, more: Decimal) -> Decimal:
        """What the tax grows by when `more` comes on top of an income."""
        return self.income_tax(income + more) - self.income_tax(income)


def pay_year(year: int) -> PayYear:
    """The rates of a tax year. Raises YearWithoutRules."""
    years = pay_years()
    if year not in years:
        raise YearWithoutRules(year)
    return years[year]


@cache
def pay_years() -> Mapping[int, PayYear]:
    """All years there are, read once a process. Raises DataError for data that do not fit."""
    data = mapping(yaml.safe_load(DATA.read_text("utf-8")), DATA.name)
    taxes = get(data, "income_tax", dict)
    return MappingProxyType({year: _pay_year(data, of_year(taxes, year)) for year in _years(data) if year in taxes})


def _years(data: Mapping[str, object]) -> list[int]:
    years = listing(data.get("contribution_years"), "contribution_years")
    found = [year for year in years if isinstance(year, int)]
    if found != years:
        raise DataError(f"contribution_years: {years!r}")
    return found


def _pay_year(data: Mapping[str, object], tax: Mapping[str, object]) -> PayYear:
    rules = get(data, "contributions", dict)
    joint, pension = get(rules, "joint", dict), get(rules, "pension", dict)
    kinds = [_contribution(mapping(row, "kinds")) for row in get(rules, "kinds", list)]
    return PayYear(
        bands=_bands(get(tax, "bands", list)),
        income_tax_law=get(tax, "law", str),
        contributions=MappingProxyType({kind.code: kind for kind in kinds}),
        joint_free=euro(joint, "free_of_contributions"),
        joint_law=get(joint, "law", str),
        pension_rate=rate(pension, "rate"),
        pension_law=get(pension, "law", str),
    )


def _contribution(row: Mapping[str, object]) -> Contribution:
    return Contribution(
        get(row, "code", str), rate(row, "rate"), get(row, "law", str), get(row, "it", str), get(row, "en", str)
    )


def _bands(rows: list[object]) -> tuple[Band, ...]:
    """The bands in order; the last one alone has no end."""
    bands = tuple(_band(mapping(row, "bands")) for row in rows)
    ends = [band.up_to for band in bands[:-1] if band.up_to is not None]
    if len(ends) != len(bands) - 1 or ends != sorted(ends) or bands[-1].up_to is not None:
        raise DataError(f"bands: {rows!r}")
    return bands


def _band(row: Mapping[str, object]) -> Band:
    return Band(None if row.get("up_to") is None else euro(row, "up_to"), rate(row, "rate"))
