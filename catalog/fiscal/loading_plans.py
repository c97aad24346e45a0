"""The parts of the law that belong to no category, from the parsed data to typed rules."""

import datetime
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from catalog.fiscal.errors import DataError
from catalog.fiscal.rules import Contract, ContractYear, DependenceLimits, LawReferences, PremiumYear
from catalog.fiscal.shapes import euro, get, mapping, of_year, rate

SALARY_SACRIFICE = "SALARY_SACRIFICE"
A_MONTH = "/month"
MONTH_AND_DAY = re.compile(r"(0[1-9]|1[0-2])-([0-2][1-9]|[1-3]0|31)")


def dependence(law: Mapping[str, object], plans: Mapping[str, object]) -> DependenceLimits:
    """Up to which income a relative depends on the employee for tax (art. 12 c. 2)."""
    limits = get(get(law, "family_rules", dict), "dependent_income_limit", dict)
    return DependenceLimits(
        general=euro(limits, "general"),
        child=euro(limits, "child_up_to_24"),
        child_up_to_age=get(plans, "child_up_to_age", int),
    )


def premium(row: Mapping[str, object], years: range) -> Mapping[int, PremiumYear]:
    """What the law says of performance premiums, by year."""
    rows = get(row, "by_year", dict)
    return MappingProxyType({year: _premium_year(row, of_year(rows, year)) for year in years})


def _premium_year(row: Mapping[str, object], of_the_year: Mapping[str, object]) -> PremiumYear:
    if of_the_year.get("cap_kind") != "excess" or of_the_year.get("period") != "tax_year":
        raise DataError(f"pdr: {dict(of_the_year)!r}")
    return PremiumYear(
        base_cap=euro(row, "base_cap"),
        cash_cap=euro(of_the_year, "cash_cap"),
        conversion_cap=euro(of_the_year, "conversion_cap"),
        conversion_cap_is_settled=get(of_the_year, "conversion_cap_verified", bool),
        substitute_rate=rate(of_the_year, "substitute_rate"),
        income_limit=euro(of_the_year, "prior_year_income_limit"),
        law_ref=f"{get(row, 'law', str)}; {get(of_the_year, 'law', str)}",
    )


def sources(law: Mapping[str, object]) -> tuple[str, ...]:
    """The codes of the budget sources that a purchase may name, given-up pay among them."""
    found = tuple(get(get(get(law, "plan_rules", dict), "budget_sources", dict), "codes", list))
    rule = mapping(get(law, "plan_rules", dict).get("no_salary_replacement"), "no_salary_replacement")
    if SALARY_SACRIFICE not in found or rule.get("budget_code") != SALARY_SACRIFICE:
        raise DataError(f"budget_sources: {found!r}")
    return found


def year_end(law: Mapping[str, object]) -> tuple[int, int]:
    """Month and day up to which a value may still belong to the year before (art. 51 c. 1)."""
    text = get(get(get(law, "plan_rules", dict), "cash_basis", dict), "cutoff", str)
    found = MONTH_AND_DAY.fullmatch(text)
    if found is None:
        raise DataError(f"cutoff: {text!r}")
    return int(found[1]), int(found[2])


def law_references(law: Mapping[str, object], plans: Mapping[str, object]) -> LawReferences:
    """On what the rules rest that belong to no category."""
    rows = get(plans, "law_refs", dict)
    return LawReferences(
        general=get(rows, "general", str),
        dependence=get(rows, "dependence", str),
        generality=get(rows, "generality", str),
        replaced_pay=get(rows, "replaced_pay", str),
        residual=get(rows, "residual", str),
        voucher=get(get(law, "voucher_rules", dict), "law", str),
    )


def contracts(law: Mapping[str, object]) -> tuple[Contract, ...]:
    """The national contracts whose welfare is on record and verified."""
    rows = (mapping(row, "contractual_welfare") for row in get(law, "contractual_welfare", list))
    return tuple(_contract(row) for row in rows if get(row, "verified", bool))


def _contract(row: Mapping[str, object]) -> Contract:
    amounts = get(row, "amount_by_year", dict)
    years = {year: _contract_year(row, year, str(text)) for year, text in amounts.items()}
    return Contract(get(row, "ccnl", str), str(row.get("item", "")), MappingProxyType(years))


def _contract_year(row: Mapping[str, object], year: int, text: str) -> ContractYear:
    return ContractYear(
        amount=euro({"amount": text.removesuffix(A_MONTH)}, "amount"),
        is_monthly=text.endswith(A_MONTH),
        available_by=_day_of(row, "available_by", year),
        use_by=_day_of(row, "use_by", year),
    )


def _day_of(row: Mapping[str, object], key: str, year: int) -> datetime.date | None:
    # Years are whole numbers in the file, where other keys are words.
    days: Mapping[Any, object] = mapping(row.get(key, {}), key)
    text = days.get(year)
    try:
        return None if text is None else datetime.date.fromisoformat(str(text))
    except ValueError as error:
        raise DataError(f"{key}: {text!r} is not a day") from error
