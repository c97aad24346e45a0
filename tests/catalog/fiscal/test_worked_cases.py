"""The shop's verdict on the worked cases of the law whose answer does not depend on amounts."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalog.fiscal import (
    MODE_OF_DELIVERY,
    Employee,
    PurchaseFacts,
    RelativeFacts,
    VoucherTerms,
    assess,
    rule_book,
)
from catalog.fiscal.facts import Beneficiary
from tests.catalog.fiscal.handed_over import shared_fiscal

CASES = (
    *("HF04", "HF05", "VO01", "SU01", "SU02", "TR01", "TR02"),
    *("TR04", "ED01", "ED02", "ED03", "CA01", "CA02", "CA04"),
)
DEPENDENT_INCOME = Decimal("2840.51")
DEPENDENT_INCOME_OF_THE_YOUNG = Decimal("4000.00")


def delivery_of(mode: str) -> str:
    """A delivery that tax law sees as `mode`."""
    return next(delivery for delivery, known in MODE_OF_DELIVERY.items() if known == mode)


def relative_of(row: dict[str, Any]) -> RelativeFacts:
    """A relative of a case, dependent when the income is known and not over the limit."""
    young = row["rel"] == "child" and row["age"] <= 24
    limit = DEPENDENT_INCOME_OF_THE_YOUNG if young else DEPENDENT_INCOME
    return RelativeFacts(
        row["rel"],
        row["age"],
        cohabiting=row.get("cohabiting", False),
        dependent="income" in row and Decimal(row["income"]) <= limit,
        medical_certificate=row.get("medical_certificate", False),
    )


def service_of(purchase: dict[str, Any], beneficiary: Beneficiary) -> str:
    """The service a case names, or one that only the category's own gates can refuse."""
    if "service" in purchase:
        return str(purchase["service"])
    for service in rule_book().services.values():
        entry = service.employee if isinstance(beneficiary, Employee) else service.family
        modes = () if entry is None else entry.modes
        if entry and entry.category == purchase["category"] and purchase["mode"] in modes:
            return service.code
    raise AssertionError(f"no service of {purchase}")


def facts_of(case: dict[str, Any]) -> PurchaseFacts:
    """The one purchase of a case, in our own words."""
    (purchase,) = case["purchases"]
    who = purchase.get("beneficiary", "employee")
    family = {row["rel"]: relative_of(row) for row in case["facts"].get("family", [])}
    beneficiary: Beneficiary = Employee() if who == "employee" else family[who]
    amount = Decimal(purchase["amount"])
    return PurchaseFacts(
        case["year"],
        service_of(purchase, beneficiary),
        delivery_of(purchase["mode"]),
        amount,
        (purchase.get("budget", "COMPANY_REGULATION"),),
        beneficiary,
        VoucherTerms(full_price=Decimal(purchase.get("service_price", amount)) <= amount),
    )


@pytest.mark.parametrize("name", CASES)
def test_a_worked_case_has_the_expected_verdict(name: str) -> None:
    folder = shared_fiscal()
    if folder is None:
        pytest.skip("the worked cases are not beside this checkout")
    cases = json.loads((folder / "fiscal_cases.json").read_text("utf-8"))["cases"]
    (case,) = [row for row in cases if row["id"] == name]
    verdict = assess(facts_of(case))
    found = {key: str(getattr(verdict, key)) for key in case["expected"]}
    assert found == case["expected"]


@pytest.mark.parametrize("name", ["fiscal_rules.yaml", "service_types.yaml"])
def test_the_package_data_is_the_law_that_was_handed_over(name: str) -> None:
    folder = shared_fiscal()
    if folder is None:
        pytest.skip("the source of the data is not beside this checkout")
    own = Path(__file__).resolve().parents[3] / "catalog" / "fiscal" / "data" / name
    assert own.read_bytes() == (folder / name).read_bytes()
