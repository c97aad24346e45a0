"""Case files: every worked case, and what becomes of files and cases that are wrong."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.fiscal.case_file import VERDICT_KEYS, CaseFileError, answer, answers
from tests.catalog.fiscal.handed_over import shared_fiscal

OWN = Path(__file__).with_name("worked_cases.json")
CASES: list[dict[str, Any]] = json.loads(OWN.read_text("utf-8"))["cases"]
GOODS = {"category": "C3_GOODS_SERVICES", "amount": "10.00", "mode": "voucher"}
CASE: dict[str, Any] = {"id": "one", "year": 2026, "facts": {}, "purchases": [GOODS]}


def told(case: object) -> dict[str, object]:
    """The answer to one case, as it is printed."""
    return answer(case).as_json()


def error_of(case: object) -> str:
    """The error of a case; one line."""
    found = told(case)
    assert set(found) == {"id", "error"}
    assert "\n" not in str(found["error"])
    return str(found["error"])


def with_facts(**facts: object) -> dict[str, Any]:
    """A case with these facts."""
    return {**CASE, "facts": facts}


def with_purchase(**keys: object) -> dict[str, Any]:
    """A case whose one purchase has these keys too; None takes a key away."""
    purchase = {key: value for key, value in {**GOODS, **keys}.items() if value is not None}
    return {**CASE, "purchases": [purchase]}


def printed(path: Path, *options: str) -> list[dict[str, Any]]:
    """What the command prints."""
    out = StringIO()
    call_command("assess", str(path), *options, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_worked_case_of_our_own(case: dict[str, Any]) -> None:
    assert told(case) == {"id": case["id"], **case["expected"]}


def test_every_worked_case_that_was_handed_over() -> None:
    folder = shared_fiscal()
    if folder is None:
        pytest.skip("the worked cases are not beside this checkout")
    text = (folder / "fiscal_cases.json").read_text("utf-8")
    cases = json.loads(text)["cases"]
    assert len(cases) >= 39
    assert [found.as_json() for found in answers(text)] == [{"id": case["id"], **case["expected"]} for case in cases]


def test_the_worked_cases_reach_every_category_and_every_decision() -> None:
    decisions = {case["expected"]["decision"] for case in CASES}
    assert len(decisions) == 6
    used = {purchase.get("category") for case in CASES for purchase in case["purchases"]}
    assert {"PDR_CASH", "C3_CONVENTIONAL_C4", "NEWHIRE_RENT_2025", "FQUATER_LTC_DD"} <= used


def test_a_case_without_expected_is_answered_with_every_key() -> None:
    assert tuple(told(CASE)) == ("id", *VERDICT_KEYS)
    assert told(CASE)["exempt"] == "10.00"


def test_only_the_keys_expected_are_answered() -> None:
    assert told({**CASE, "expected": {"exempt": "9.00"}}) == {"id": "one", "exempt": "10.00"}


def test_a_request_for_money_has_no_figure_of_what_it_would_cost() -> None:
    found = told({**CASE, "purchases": [{"action": "cash_out_residual_credit", "amount": "150.00"}]})
    assert (found["decision"], found["taxable_if_paid_anyway"]) == ("refused", None)


@pytest.mark.parametrize(
    "case",
    [
        *([], "one", None, 7),
        {},
        {**CASE, "colour": "red"},
        {**CASE, "id": 7},
        {**CASE, "id": None},
        *({**CASE, "year": year} for year in (2022, 2028, 0, -1, "2026", 2026.0, True, None, float("nan"))),
        {**CASE, "facts": []},
        {**CASE, "purchases": GOODS},
        {**CASE, "purchases": None},
        {**CASE, "purchases": ["gym"]},
        {**CASE, "expected": []},
        {**CASE, "expected": {"colour": "red"}},
    ],
)
def test_a_case_of_the_wrong_shape_is_an_error(case: object) -> None:
    assert error_of(case)


@pytest.mark.parametrize(
    "facts",
    [
        {"colour": "red"},
        *({"dependent_children": value} for value in (-1, "1", 1.0, True, 10**9)),
        {"children_declaration": "yes"},
        {"other_parent_also_uses_cap": "no"},
        {"child_dependency_share": 50},
        {"days": -1},
        *({"prior_year_income": value} for value in (40000, 40000.0, "-1.00", "1e5", "NaN", "40.000,00", "1.005")),
        {"other_employers_fringe": "Infinity"},
        {"pdr_agreement": 1},
        {"budget": "PIGGY_BANK"},
        {"offered_to": "friends"},
        {"family": {}},
        {"family": ["child"]},
        {"family": [{}]},
        {"family": [{"rel": "cousin"}]},
        {"family": [{"rel": "child", "age": -1}]},
        {"family": [{"rel": "child", "age": 151}]},
        {"family": [{"rel": "child", "age": "9"}]},
        {"family": [{"rel": "child", "income": 0}]},
        {"family": [{"rel": "child", "nickname": "Leo"}]},
    ],
)
def test_a_fact_that_is_wrong_is_an_error(facts: dict[str, object]) -> None:
    assert error_of(with_facts(**facts))


@pytest.mark.parametrize(
    "keys",
    [
        {"colour": "red"},
        {"category": None},
        {"category": "C3_ICE_CREAM"},
        {"category": "CASH_OUT_RESIDUAL_CREDIT"},
        *({"amount": value} for value in (None, 10, 10.0, "-1.00", "1.001", "ten", "", " 1.00", "+1.00", "1_0", "1e2")),
        *({"amount": value} for value in ("NaN", "Infinity", "9" * 400, "10000000000.00", "١٠", float("nan"), ["1"])),
        {"mode": None},
        {"mode": "pigeon"},
        {"mode": ["voucher"]},
        {"beneficiary": "cousin"},
        {"service": "spaceship"},
        {"services": "gym"},
        {"services": [7]},
        {"services": ["spaceship"]},
        {"service_price": 12},
        {"top_up_by_employee": "-1.00"},
        {"named_to": 7},
        {"count": -1},
        {"count": 2.5},
        {"count": 3, "face_value": "5.00"},
        {"budget": "FRINGE"},
        *(
            {"received_on": day}
            for day in ("2026-02-30", "2026-13-01", "30/01/2026", "2026-W01-1", "20260130", "", 2026)
        ),
        {"refers_to": "2026"},
        {"refers_to": 2026.0},
        {"refers_to": 10**30},
        {"action": "cash_out_residual_credit"},
    ],
)
def test_a_purchase_that_is_wrong_is_an_error(keys: dict[str, object]) -> None:
    assert error_of(with_purchase(**keys))


def test_errors_name_the_place() -> None:
    assert error_of(with_purchase(amount=10.5)) == (
        'purchases[0].amount is a number, not an amount written as a text, such as "12.50"'
    )
    assert error_of({**CASE, "year": 2028}) == "no fiscal rules for 2028"
    assert "facts" in error_of(with_facts(colour="red"))
    assert "colour" in error_of(with_facts(colour="red"))


def test_an_error_repeats_no_endless_text() -> None:
    assert len(error_of(with_purchase(category="X" * 100_000))) <= 300


def test_an_action_that_nobody_knows_is_an_error() -> None:
    assert "gift" in error_of({**CASE, "purchases": [{"action": "gift"}]})


def test_a_purchase_of_another_year_must_be_right_too() -> None:
    assert error_of(with_purchase(received_on="2025-03-01", category="C3_ICE_CREAM"))


def test_null_counts_as_not_given() -> None:
    assert told({**CASE, "purchases": [{**GOODS, "service": None, "received_on": None}]})["exempt"] == "10.00"


def test_a_premium_in_money_has_no_mode_to_check() -> None:
    cash = {"category": "PDR_CASH", "amount": "10.00", "mode": "by pigeon"}
    assert told({**CASE, "purchases": [cash]})["decision"] == "taxable"


def test_a_wrong_case_leaves_the_others_their_answers() -> None:
    found = [each.as_json() for each in answers(json.dumps({"cases": [CASE, {**CASE, "year": 2028}, CASE]}))]
    assert [set(each) == {"id", "error"} for each in found] == [False, True, False]


@pytest.mark.parametrize(
    "text",
    [
        '{"cases": [{"id": "x", "id": "y", "year": 2026, "purchases": []}]}',
        '{"cases": [{"id": "x", "year": 2026, "purchases": [{"amount": NaN}]}]}',
        '{"cases": [{"id": "x", "year": ' + "9" * 5000 + ', "purchases": []}]}',
        '{"cases": [{"id": "x", "year": 2026, "facts": {"days": ' + "9" * 400 + '}, "purchases": []}]}',
    ],
)
def test_keys_given_twice_and_numbers_that_are_none_are_errors_of_their_case(text: str) -> None:
    (found,) = answers(text)
    assert set(found.as_json()) == {"id", "error"}
    assert len(found.error) < 200


@pytest.mark.parametrize(
    "text",
    ["", " \n", "cases", "[]", '"cases"', "7", "null", "{}", '{"cases": {}}', '{"cases": [}', "[" * 100_000, "\x00"],
)
def test_a_file_without_cases_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(CaseFileError) as raised:
        list(answers(text))
    assert len(str(raised.value).splitlines()) == 1


def test_the_command_prints_one_line_of_json_a_case(tmp_path: Path) -> None:
    found = printed(OWN)
    assert found == [{"id": case["id"], **case["expected"]} for case in CASES]


def test_the_command_gives_reasons_in_both_languages_with_the_law(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": [with_purchase(amount="1000.01")]}), "utf-8")
    ((reason,),) = (each["reasons"] for each in printed(file, "--reasons"))
    assert (reason["code"], reason["law"]) == ("pool_over_limit", "L.207/2024 art.1 c.390-391")
    assert reason["en"].startswith("Fringe benefits of 2026 come to 1.000,01")
    assert reason["it"].startswith("I fringe benefit del 2026 arrivano a 1.000,01")


def test_the_command_shows_what_a_switch_does(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    care = {"category": "FTER_CARE", "amount": "9.00", "mode": "reimbursement", "beneficiary": "parent"}
    family = [{"rel": "parent", "age": 80}]
    file.write_text(json.dumps({"cases": [{**CASE, "facts": {"family": family}, "purchases": [care]}]}), "utf-8")
    assert printed(file)[0]["decision"] == "needs_review"
    assert printed(file, "--switch", "relatives_apart")[0]["decision"] == "exempt"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"cases": 7}'])
def test_the_command_refuses_a_bad_file_in_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "cases.json"
    file.write_bytes(content)
    with pytest.raises(CommandError) as raised:
        printed(file)
    assert len(str(raised.value).splitlines()) == 1
    assert str(file) in str(raised.value)


def test_the_command_refuses_what_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.json", Path("/dev/null")):
        with pytest.raises(CommandError, match="there is no such file"):
            printed(path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": [CASE]}), "utf-8-sig")
    assert printed(file)[0]["exempt"] == "10.00"
