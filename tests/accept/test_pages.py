"""The provider's two steps: what is shown, to whom, and what a POST does."""

import datetime
import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.orders import accept
from providers.models import Fulfilment
from tenants.identity.models import Role
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.accept.desk import ANSWERS, CONFIRM, START, balances, code_of, page
from tests.conftest import browse, inside
from tests.orders.stage import Stage, grant
from welfare.clock import now, today


def test_two_steps_accept_a_voucher(stage: Stage, desk: Client, code: str) -> None:
    shown = page(desk, START, code=code)
    assert balances(stage)["held"] > 0
    assert f'name="code" value="{code}"' in shown
    done = page(desk, CONFIRM, code=code)
    assert balances(stage)["owed"] == 140
    assert "Leo Bianchi" in done and 'name="code"' in done and "autofocus" in done


def test_the_check_shows_person_service_dates_amount_answers(desk: Client, code: str) -> None:
    shown = page(desk, START, code=code)
    for words in ("Leo Bianchi", "6 ", "Estate al Mulino", "140,00", "noci"):
        assert words in shown, words


def test_the_provider_learns_nothing_else(stage: Stage, desk: Client, code: str) -> None:
    """Neither who pays, nor the member, the plan, the budget, the balance, the tax code."""
    with inside(stage.issuer):
        stage.leo.tax_code = "BNCLEO20A01F257X"
        stage.leo.save()
    for shown in (page(desk, START, code=code), page(desk, CONFIRM, code=code), page(desk, START)):
        for secret in ("Alfa", "Anna", "Contratto", "Piano", "842", "702", "BNCLEO", str(stage.anna.number)):
            assert secret not in shown, secret


@pytest.mark.parametrize("typed", ["{a} {b} {c} {d}", "{a}-{b}-{c}-{d}", "  {a}{b}{c}{d}\n", "lower"])
def test_spaces_hyphens_and_case_do_not_matter(desk: Client, code: str, typed: str) -> None:
    a, b, c, d = (code[i : i + 4] for i in range(0, 16, 4))
    written = code.lower() if typed == "lower" else typed.format(a=a, b=b, c=c, d=d)
    assert "Leo Bianchi" in page(desk, START, code=written)


def test_letters_read_for_digits_are_understood(desk: Client, code: str) -> None:
    assert "Leo Bianchi" in page(desk, START, code=code.replace("1", "I").replace("0", "O"))


def test_a_get_changes_nothing_and_the_code_is_in_no_address(stage: Stage, desk: Client, code: str) -> None:
    before = stage.traces()
    assert desk.get(START, {"code": code}).status_code == 200
    assert desk.get(CONFIRM, {"code": code}).headers["Location"] == START
    assert stage.traces() == before
    answer = desk.post(START, {"code": code})
    assert answer.status_code == 200 and "Location" not in answer


def test_a_scanner_that_goes_on_reading_accepts_nothing(desk: Client, code: str) -> None:
    """Its Enter must not press the button of the second step."""
    assert "autofocus" not in page(desk, START, code=code)


def test_a_voucher_out_of_reach_is_told_and_stays(stage: Stage, desk: Client, code: str) -> None:
    Organization.objects.filter(pk=stage.issuer.pk).update(schema_name="t_000000000000")
    assert 'class="error-summary"' in page(desk, CONFIRM, code=code)
    assert Fulfilment.objects.get().state == "issued"


def test_a_double_submit_says_when_it_was_accepted(stage: Stage, desk: Client, code: str) -> None:
    page(desk, CONFIRM, code=code)
    traces = stage.traces()
    again = page(desk, CONFIRM, code=code)
    accepted = Fulfilment.objects.get()
    assert accepted.accepted_at is not None
    assert "Leo Bianchi" in again and "140,00" in again
    assert stage.traces() == traces
    assert 'class="notice success"' in page(desk, START, code=code)


def test_unknown_and_foreign_codes_get_the_same_answer(
    stage: Stage, rete: Organization, code: str, desk: Client
) -> None:
    with inside(rete):
        stranger = browse(rete, make.user("Carlo", Role.PROVIDER_MANAGER))
    tries = [(step, tried) for step in (START, CONFIRM) for tried in (code, "0" * 16)]
    answers = {normal(page(stranger, step, code=tried), tried) for step, tried in tries}
    assert len(answers) == 1
    Fulfilment.objects.update(state="cancelled")
    assert normal(page(stranger, START, code=code), code) in answers


def normal(text: str, code: str) -> str:
    """A page without what was typed and without its CSRF tokens."""
    return re.sub(
        r'csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|name="next" value="[^"]*"',
        "",
        text.replace(code, "CODE"),
    )


def test_the_reason_goes_to_the_vouchers_own_provider(desk: Client, code: str) -> None:
    yesterday = today() - datetime.timedelta(days=1)
    Fulfilment.objects.update(valid_until=yesterday)
    late = page(desk, START, code=code)
    assert "Estate al Mulino" in late and str(yesterday.year) in late and 'class="notice refusal"' in late
    Fulfilment.objects.update(state="cancelled", valid_until=today())
    assert 'class="notice refusal"' in page(desk, CONFIRM, code=code)


@pytest.mark.parametrize(
    "typed", ["", "ABC", "U" * 16, "7K2M 9QPX 4T8W 3ZA!", "1" * 61, "\x00" * 16, "ùùùùùùùùùùùùùùùù"]
)
def test_what_cannot_be_a_code_is_kept_and_explained(stage: Stage, desk: Client, typed: str) -> None:
    before = stage.traces()
    for step in (START, CONFIRM):
        answer = desk.post(step, {"code": typed, "amount": "1", "state": "accepted"})
        text = answer.content.decode()
        assert answer.status_code == 200 and "field-error" in text
        assert "\x00" in typed or html.escape(typed.strip()) in text
    assert stage.traces() == before


@pytest.mark.parametrize("role", [Role.MEMBER, Role.HR, Role.OFFICE])
def test_other_roles_may_not_accept(stage: Stage, code: str, role: str) -> None:
    with inside(stage.supplier):
        other = make.user("Dario", role)
    client = browse(stage.supplier, other)
    assert [client.get(START).status_code, client.post(CONFIRM, {"code": code}).status_code] == [403, 403]
    assert balances(stage).get("owed", 0) == 0


def test_a_visitor_is_asked_to_sign_in(stage: Stage, code: str) -> None:
    answer = browse(stage.supplier).post(CONFIRM, {"code": code})
    assert answer.status_code == 302 and "/accedi/" in answer["Location"] and code not in answer["Location"]


def test_accepted_today_lists_names_and_leaves_out_yesterday(stage: Stage, desk: Client, code: str) -> None:
    page(desk, CONFIRM, code=code)
    assert "Leo Bianchi" in page(desk, START)
    Fulfilment.objects.update(accepted_at=now() - datetime.timedelta(days=1, hours=1))
    assert "Leo Bianchi" not in page(desk, START)


@pytest.mark.parametrize("number", [1, 30])
def test_queries_do_not_grow_with_the_list(stage: Stage, desk: Client, number: int) -> None:
    with inside(stage.issuer):
        grant(stage.anna, stage.voluntary, "5000.00")
    slot = make.slot(stage.offer, capacity=40)
    for _ in range(number):
        order = stage.place(slot_id=slot.pk, answers=ANSWERS)
        with inside(stage.supplier):
            accept.accept(code_of(stage, order), actor=SYSTEM)
    with CaptureQueriesContext(connection) as seen:
        listed = page(desk, START)
    counted = [query["sql"] for query in seen if not query["sql"].startswith("SET search_path")]
    assert listed.count("Leo Bianchi") == number
    assert len(counted) == 6, counted
