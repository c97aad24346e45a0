"""The package data as it is read, and what it must never be."""

import ast
import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.fiscal import DataError, Kinship, ReasonCode, UnknownCode, mode_of, rule_book
from catalog.fiscal.loading import _category, _family, _service
from catalog.fiscal.reasons import TEXTS
from catalog.fiscal.rules import Category
from members.models import Kinship as KinshipOnScreen

PACKAGE = Path(__file__).resolve().parents[3] / "catalog" / "fiscal"


def test_the_areas_of_the_shelf_come_in_the_order_of_the_file() -> None:
    assert rule_book().areas == (
        "infanzia_istruzione",
        "cura",
        "salute",
        "tempo_libero",
        "mobilita",
        "risparmio_previdenza",
        "alimentazione",
        "consumo",
        "casa",
        "convenzioni",
        "sportello",
    )


def test_no_service_is_sold_in_a_mode_that_its_category_does_not_have() -> None:
    book = rule_book()
    wrong = [
        service.code
        for service in book.services.values()
        for entry in service.entries
        if not set(entry.modes) <= set(book.category(entry.category).modes)
    ]
    assert wrong == []


def test_every_service_belongs_to_a_category_that_knows_its_beneficiary() -> None:
    book = rule_book()
    for service in book.services.values():
        if service.employee:
            assert "employee" in book.category(service.employee.category).beneficiaries
        if service.family:
            assert {"family_art12", "family_dependent"} & set(book.category(service.family.category).beneficiaries)


def test_the_rules_are_read_once_and_cannot_be_changed() -> None:
    book = rule_book()
    assert rule_book() is book
    with pytest.raises(TypeError):
        book.services["gym"] = book.service("cinema")  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        book.service("gym").label_it = "Piscina"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("service", "delivery"),
    [
        ("summer_camp", "places"),
        ("caregiver", "quote"),
        ("health_fund", "enrolment"),
        ("gym", "voucher"),
        ("scholarship", "reimbursement"),
        ("shared_mobility", "places"),
        ("shop_discount", None),
    ],
)
def test_each_service_proposes_a_delivery(service: str, delivery: str | None) -> None:
    assert rule_book().service(service).default_delivery == delivery


@pytest.mark.parametrize(
    ("delivery", "mode"),
    [
        ("voucher", "voucher"),
        ("places", "direct_service"),
        ("subscription", "direct_service"),
        ("quote", "direct_service"),
        ("reimbursement", "reimbursement"),
        ("enrolment", "fund_contribution"),
    ],
)
def test_each_delivery_has_its_mode_in_tax_law(delivery: str, mode: str) -> None:
    assert mode_of(delivery) == mode


def test_unknown_codes_are_errors() -> None:
    with pytest.raises(UnknownCode):
        rule_book().category("C3_ICE_CREAM")


CATEGORY = {
    "code": "X",
    "law_ref": "TUIR art.51",
    "name_it": "X",
    "name_en": "X",
    "beneficiaries": ["employee"],
    "delivery_modes": ["voucher"],
    "eligible_budget_sources": ["VOLUNTARY"],
    "requires_generality_or_category": True,
    "caps": {2026: {"amount": None}},
}
PLANS: dict[str, object] = {"conditions_not_asked": [], "taxed_when_converted": []}
CAPPED = {"amount": "10.00", "kind": "excess", "period": "tax_year"}
CLIFF = {"amount": "10.00", "amount_dependent_children": "20.00", "kind": "cliff", "period": "tax_year", "law": "L.1"}


def category(change: dict[str, object] | None = None) -> Category:
    """A category as it is read, with something changed."""
    return _category({**CATEGORY, **(change or {})}, range(2026, 2027), PLANS)


@pytest.mark.parametrize(
    "change",
    [
        {"law_ref": None},
        {"beneficiaries": ["neighbour"]},
        {"delivery_modes": []},
        {"delivery_modes": ["carrier_pigeon"]},
        {"caps": {}},
        {"caps": {2026: {}}},
        {"caps": {2025: {"amount": None}}},
        {"beneficiary_condition": {"min_age": 75}},
        {"requires_generality_or_category": "yes"},
        {"caps": {2026: {**CAPPED, "amount": 10.0}}},
        {"caps": {2026: {**CAPPED, "amount": "10.001"}}},
        {"caps": {2026: {**CAPPED, "kind": "slope"}}},
        {"caps": {2026: {**CAPPED, "kind": "cliff"}}},
        {"caps": {2026: {**CAPPED, "period": "month"}}},
        {"caps": {2026: {**CAPPED, "without_declared_dependent_children": "taxed"}}},
        {"pool": "FRINGE_C3", "caps": {2026: CAPPED}},
    ],
)
def test_a_category_that_does_not_fit_is_refused(change: dict[str, object]) -> None:
    assert category().code == "X"
    with pytest.raises(DataError):
        category(change)


@pytest.mark.parametrize(
    ("change", "capped"),
    [({}, False), ({"pool": "FRINGE_C3", "caps": {2026: CLIFF}}, True), ({"caps": {2026: CAPPED}}, True)],
)
def test_an_amount_or_a_pool_makes_a_cap(change: dict[str, object], capped: bool) -> None:
    assert category(change).years[2026].capped is capped


@pytest.mark.parametrize(
    "change",
    [
        {"area": 3},
        {"delivery": "drone"},
        {"family": {"category": "Y", "modes": ["voucher"]}},
        {"family": {"category": "X", "modes": ["drone"]}},
        {"family": ["X"]},
    ],
)
def test_a_service_that_does_not_fit_is_refused(change: dict[str, object]) -> None:
    known = {"X": category()}
    row: dict[str, object] = {"code": "S", "it": "S", "area": "casa"}
    assert _service(row, known).entries == ()
    with pytest.raises(DataError):
        _service({**row, **change}, known)


def test_a_year_whose_family_is_not_written_down_is_refused() -> None:
    row = {"law_ref": "TUIR art.12", "separated_spouse": False, "cohabitation_asked": True}
    assert _family({2026: row, 2027: "same_as_2026"}, range(2026, 2028))[2027].cohabitation_asked
    with pytest.raises(DataError):
        _family({2026: row}, range(2026, 2028))


def test_each_reason_has_its_words() -> None:
    assert set(TEXTS) == set(ReasonCode)
    silent = [code for code, text in TEXTS.items() if not text.next_step]
    assert silent == [ReasonCode.EXEMPT, ReasonCode.NOTHING_IN_YEAR]


def test_a_member_can_name_exactly_the_relatives_that_the_rules_know() -> None:
    assert set(KinshipOnScreen.values) == set(Kinship)


def test_the_rules_run_without_settings_database_or_apps() -> None:
    check = "import sys; from catalog.fiscal import rule_book; rule_book(); from django.conf import settings as s"
    command = [sys.executable, "-c", f"{check}; sys.exit(s.configured)"]
    bare = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO", "SCAFFALE", "DATABASE"))}
    assert subprocess.run(command, cwd=PACKAGE.parents[1], env=bare, check=False).returncode == 0


def imported_by(path: Path) -> set[str]:
    """The modules that a file imports, by their full names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "a relative import")
    return found


def test_the_rules_stand_on_the_standard_library_and_money_and_the_loader_alone_on_yaml() -> None:
    foreign = {
        (path.name, module)
        for path in PACKAGE.glob("*.py")
        for module in imported_by(path)
        if module.split(".")[0] not in sys.stdlib_module_names and not module.startswith("catalog.fiscal")
    }
    assert {pair for pair in foreign if pair[1] != "welfare.money"} == {("loading.py", "yaml")}
