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
from catalog.fiscal.rules import (
    Category,
    CategoryYear,
    Entry,
    FamilyConditions,
    RuleBook,
    ServiceType,
)

DATA = Path(__file__).parent / "data"
BENEFICIARIES = frozenset({"employee", "family_art12", "family_dependent"})
Kind = TypeVar("Kind")


@cache
def rule_book() -> RuleBook:
    """Return the law and the taxonomy, read once per process."""
    law = _mapping(_read("fiscal_rules.yaml"), "fiscal_rules.yaml")
    family = _mapping(_read("family_conditions.yaml"), "family_conditions.yaml")
    years = _years(law)
    categories = _by_code(_category(_mapping(row, "categories"), years) for row in _get(law, "categories", list))
    services = _by_code(
        _service(_mapping(row, "service_types.yaml"), categories)
        for row in _list(_read("service_types.yaml"), "service_types.yaml")
    )
    return RuleBook(
        categories=categories,
        services=services,
        family=_family(_get(family, "years", dict), years),
        voucher_law_ref=_get(_get(law, "voucher_rules", dict), "law", str),
        general_law_ref=_get(family, "general_rule", str),
    )


def _read(name: str) -> object:
    """Parse one file with the C parser where there is one: ten times faster."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    parsed: object = yaml.load((DATA / name).read_text("utf-8"), Loader=loader)  # noqa: S506
    return parsed


def _years(law: Mapping[str, object]) -> range:
    span = _get(law, "years", dict)
    return range(_get(span, "first", int), _get(span, "last", int) + 1)


def _category(row: Mapping[str, object], years: range) -> Category:
    caps = _get(row, "caps", dict)
    pool = row.get("pool") is not None
    condition = row.get("beneficiary_condition")
    return Category(
        code=_get(row, "code", str),
        law_ref=_get(row, "law_ref", str),
        name_it=_get(row, "name_it", str),
        name_en=_get(row, "name_en", str),
        beneficiaries=_codes(row, "beneficiaries", BENEFICIARIES),
        modes=_codes(row, "delivery_modes", MODES),
        budget_sources=tuple(_get(row, "eligible_budget_sources", list)),
        min_age=None if condition is None else _min_age(_mapping(condition, "condition")),
        years=MappingProxyType({year: _category_year(_row(caps, year), pool) for year in years}),
    )


def _min_age(condition: Mapping[str, object]) -> int:
    if condition.get("or") != "medical_certificate":
        raise DataError(f"beneficiary_condition: {dict(condition)!r}")
    return _get(condition, "min_age", int)


def _category_year(row: Mapping[str, object], pool: bool) -> CategoryYear:
    if row.get("available") is False:
        return CategoryYear(available=False, capped=pool)
    if "amount" not in row:
        raise DataError(f"caps: no amount in {dict(row)!r}")
    return CategoryYear(available=True, capped=pool or row["amount"] is not None)


def _service(row: Mapping[str, object], categories: Mapping[str, Category]) -> ServiceType:
    delivery = row.get("delivery")
    if delivery is not None and delivery not in MODE_OF_DELIVERY:
        raise DataError(f"delivery: {delivery!r}")
    return ServiceType(
        code=_get(row, "code", str),
        label_it=_get(row, "it", str),
        area=_get(row, "area", str),
        employee=_entry(row.get("employee"), categories),
        family=_entry(row.get("family"), categories),
        delivery=None if delivery is None else str(delivery),
    )


def _entry(value: object, categories: Mapping[str, Category]) -> Entry | None:
    if value is None:
        return None
    row = _mapping(value, "entry")
    category = _get(row, "category", str)
    if category not in categories:
        raise DataError(f"category: {category!r}")
    return Entry(category=category, modes=_codes(row, "modes", MODES))


def _family(rows: Mapping[object, object], years: range) -> Mapping[int, FamilyConditions]:
    return MappingProxyType({year: _conditions(_row(rows, year)) for year in years})


def _conditions(row: Mapping[str, object]) -> FamilyConditions:
    return FamilyConditions(
        law_ref=_get(row, "law_ref", str),
        separated_spouse=_get(row, "separated_spouse", bool),
        cohabitation_asked=_get(row, "cohabitation_asked", bool),
    )


def _row(rows: Mapping[object, object], year: int) -> Mapping[str, object]:
    """Return the row of `year`, following `same_as_<year>`."""
    value = rows.get(year)
    if isinstance(value, str) and value.removeprefix("same_as_").isdigit():
        value = rows.get(int(value.removeprefix("same_as_")))
    return _mapping(value, f"year {year}")


def _codes(row: Mapping[str, object], key: str, known: frozenset[str]) -> tuple[str, ...]:
    codes = tuple(_get(row, key, list))
    if not codes or not known.issuperset(codes):
        raise DataError(f"{key}: {codes!r}")
    return codes


def _get(row: Mapping[str, object], key: str, kind: type[Kind]) -> Kind:
    value = row.get(key)
    if not isinstance(value, kind):
        raise DataError(f"{key}: {value!r} is not {kind.__name__}")
    return value


def _mapping(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise DataError(f"{place}: {value!r} is not a mapping")
    return value


def _list(value: object, place: str) -> list[object]:
    if not isinstance(value, list):
        raise DataError(f"{place}: not a list")
    return value


Coded = TypeVar("Coded", Category, ServiceType)


def _by_code(rows: Iterable[Coded]) -> Mapping[str, Coded]:
    found: dict[str, Coded] = {}
    for row in rows:
        if row.code in found:
            raise DataError(f"{row.code} stands twice")
        found[row.code] = row
    return MappingProxyType(found)
