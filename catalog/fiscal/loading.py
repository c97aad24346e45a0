"""Reads the package data: the one module that knows YAML.

Whatever does not fit the types is a DataError naming the file and the place: nothing is guessed.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import yaml

from catalog.fiscal.delivery import MODE_OF_DELIVERY, MODES
from catalog.fiscal.errors import DataError
from catalog.fiscal.loading_plans import contracts, dependence, law_references, premium, sources, year_end
from catalog.fiscal.rules import (
    CapKind,
    Category,
    CategoryYear,
    Entry,
    FamilyConditions,
    RuleBook,
    ServiceType,
)
from catalog.fiscal.shapes import codes, euro, get, listing, mapping, of_year

DATA = Path(__file__).parent / "data"
BENEFICIARIES = frozenset({"employee", "family_art12", "family_dependent"})
PERIODS = frozenset({"tax_year", "working_day"})


@cache
def rule_book() -> RuleBook:
    """Return the law and the taxonomy, read once per process."""
    law, family, plans = (document(name) for name in ("fiscal_rules", "family_conditions", "plan_conditions"))
    years = _years(law)
    categories = _by_code(_category(mapping(row, "categories"), years, plans) for row in get(law, "categories", list))
    services = _by_code(
        _service(mapping(row, "service_types.yaml"), categories)
        for row in listing(_read("service_types.yaml"), "service_types.yaml")
    )
    return RuleBook(
        categories=categories,
        services=services,
        family=_family(get(family, "years", dict), years),
        dependence=dependence(law, plans),
        premium=premium(get(law, "pdr", dict), years),
        sources=sources(law),
        last_day_of_year_before=year_end(law),
        pool=_pool(law, categories),
        law_refs=law_references(law, plans),
        contracts=contracts(law),
    )


def document(name: str) -> Mapping[str, object]:
    """Return one file of the package data as it was parsed."""
    return mapping(_read(f"{name}.yaml"), f"{name}.yaml")


def _read(name: str) -> object:
    """Parse one file with the C parser where there is one: ten times faster."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    parsed: object = yaml.load((DATA / name).read_text("utf-8"), Loader=loader)  # noqa: S506
    return parsed


def _years(law: Mapping[str, object]) -> range:
    span = get(law, "years", dict)
    return range(get(span, "first", int), get(span, "last", int) + 1)


def _pool(law: Mapping[str, object], categories: Mapping[str, Category]) -> Category:
    """The category whose cap is that of the pool; there is one pool."""
    pools = get(law, "pools", dict)
    (name,) = pools
    code = get(mapping(pools[name], name), "cap_of", str)
    if code not in categories or {each.pool for each in categories.values()} != {None, name}:
        raise DataError(f"pools: {dict(pools)!r}")
    return categories[code]


def _category(row: Mapping[str, object], years: range, plans: Mapping[str, object]) -> Category:
    caps = get(row, "caps", dict)
    pool = row.get("pool")
    condition = row.get("beneficiary_condition")
    return Category(
        code=get(row, "code", str),
        law_ref=get(row, "law_ref", str),
        name_it=get(row, "name_it", str),
        name_en=get(row, "name_en", str),
        beneficiaries=codes(row, "beneficiaries", BENEFICIARIES),
        modes=codes(row, "delivery_modes", MODES),
        budget_sources=tuple(get(row, "eligible_budget_sources", list)),
        min_age=None if condition is None else _min_age(mapping(condition, "condition")),
        years=MappingProxyType({year: _category_year(of_year(caps, year), pool is not None) for year in years}),
        pool=None if pool is None else str(pool),
        asks_generality=get(row, "requires_generality_or_category", bool),
        conditions_not_asked=row["code"] in get(plans, "conditions_not_asked", list),
        taxed_when_converted=row["code"] in get(plans, "taxed_when_converted", list),
    )


def _min_age(condition: Mapping[str, object]) -> int:
    if condition.get("or") != "medical_certificate":
        raise DataError(f"beneficiary_condition: {dict(condition)!r}")
    return get(condition, "min_age", int)


def _category_year(row: Mapping[str, object], pool: bool) -> CategoryYear:
    if row.get("available") is False:
        return CategoryYear(available=False, capped=pool)
    if "amount" not in row:
        raise DataError(f"caps: no amount in {dict(row)!r}")
    if row["amount"] is None:
        return CategoryYear(available=True, capped=pool)
    return _capped_year(row, pool)


def _capped_year(row: Mapping[str, object], pool: bool) -> CategoryYear:
    """A year with an amount: its kind and period are known, and only a pool has a cliff."""
    kind, period = get(row, "kind", str), get(row, "period", str)
    if kind not in list(CapKind) or period not in PERIODS or (kind == CapKind.CLIFF) is not pool:
        raise DataError(f"caps: {dict(row)!r}")
    without = row.get("without_declared_dependent_children")
    if without not in (None, "refused"):
        raise DataError(f"caps: without_declared_dependent_children is {without!r}")
    return CategoryYear(
        available=True,
        capped=True,
        cap=euro(row, "amount"),
        cap_with_children=euro(row, "amount_dependent_children") if pool else None,
        is_daily=period == "working_day",
        asks_children=without is not None,
        law_ref=get(row, "law", str) if pool else None,
    )


def _service(row: Mapping[str, object], categories: Mapping[str, Category]) -> ServiceType:
    delivery = row.get("delivery")
    if delivery is not None and delivery not in MODE_OF_DELIVERY:
        raise DataError(f"delivery: {delivery!r}")
    return ServiceType(
        code=get(row, "code", str),
        label_it=get(row, "it", str),
        area=get(row, "area", str),
        employee=_entry(row.get("employee"), categories),
        family=_entry(row.get("family"), categories),
        delivery=None if delivery is None else str(delivery),
    )


def _entry(value: object, categories: Mapping[str, Category]) -> Entry | None:
    if value is None:
        return None
    row = mapping(value, "entry")
    category = get(row, "category", str)
    if category not in categories:
        raise DataError(f"category: {category!r}")
    return Entry(category=category, modes=codes(row, "modes", MODES))


def _family(rows: Mapping[object, object], years: range) -> Mapping[int, FamilyConditions]:
    return MappingProxyType({year: _conditions(of_year(rows, year)) for year in years})


def _conditions(row: Mapping[str, object]) -> FamilyConditions:
    return FamilyConditions(
        law_ref=get(row, "law_ref", str),
        separated_spouse=get(row, "separated_spouse", bool),
        cohabitation_asked=get(row, "cohabitation_asked", bool),
    )


Coded = TypeVar("Coded", Category, ServiceType)


def _by_code(rows: Iterable[Coded]) -> Mapping[str, Coded]:
    found: dict[str, Coded] = {}
    for row in rows:
        if row.code in found:
            raise DataError(f"{row.code} stands twice")
        found[row.code] = row
    return MappingProxyType(found)
