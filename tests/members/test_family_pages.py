"""A member keeps their family: adding, correcting, removing; nobody else's is there."""

import uuid
from typing import Any

import pytest
from django.test import Client

from members import tax_code
from members.models import Member, Relative
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.queries import counted

CHILD = {"given_name": "Leo", "family_name": "Bianchi", "kinship": "child", "birth_date": "2019-05-02"}


@pytest.fixture
def browser(alfa: Organization, anna: Member) -> Client:
    return browse(alfa, anna.user)


def relatives(where: Organization) -> list[tuple[str, str, bool]]:
    with inside(where):
        return [(r.given_name, r.kinship, r.closed_on is not None) for r in Relative.objects.order_by("given_name")]


def test_a_relative_is_added_and_noted(alfa: Organization, anna: Member, browser: Client) -> None:
    answer = browser.post("/famiglia/nuovo/", CHILD | {"is_cohabiting": "on"})
    assert answer.status_code == 302
    assert relatives(alfa) == [("Leo", "child", False)]
    with inside(alfa):
        assert [r.action for r in Record.objects.filter(person_id=anna.user_id)] == ["relative_added"]


def test_a_relative_sent_twice_is_added_once(alfa: Organization, browser: Client) -> None:
    for _ in range(2):
        assert browser.post("/famiglia/nuovo/", CHILD).status_code == 302
    browser.post("/famiglia/nuovo/", CHILD | {"given_name": "Lea"})
    assert relatives(alfa) == [("Lea", "child", False), ("Leo", "child", False)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("given_name", ""),
        ("given_name", "x" * 81),
        ("kinship", "cousin"),
        ("kinship", ""),
        ("birth_date", "yesterday"),
        ("birth_date", "2999-01-01"),
        ("birth_date", "1790-01-01"),
        ("tax_code", "ABC"),
        ("tax_code", "BNCLEO19E02B819X"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_changes_nothing(
    alfa: Organization, browser: Client, field: str, value: str
) -> None:
    answer = browser.post("/famiglia/nuovo/", CHILD | {field: value})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "Bianchi" in answer.content.decode()
    assert relatives(alfa) == []


def test_extra_fields_are_ignored(alfa: Organization, anna: Member, browser: Client) -> None:
    with inside(alfa):
        bea = make.member("Bea")
    extra: dict[str, Any] = {"member": bea.pk, "id": str(uuid.uuid4()), "closed_on": "2020-01-01"}
    browser.post("/famiglia/nuovo/", CHILD | extra)
    with inside(alfa):
        leo = Relative.objects.get()
        assert (leo.member_id, leo.closed_on) == (anna.pk, None)
        assert str(leo.pk) != extra["id"]


def test_somebody_elses_relative_is_as_absent_as_none(alfa: Organization, browser: Client) -> None:
    with inside(alfa):
        foreign = make.relative(make.member("Bea"))
    theirs = browser.get(f"/famiglia/{foreign.pk}/")
    nobodys = browser.get(f"/famiglia/{uuid.uuid4()}/")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content
    assert browser.post(f"/famiglia/{foreign.pk}/togli/").status_code == 404
    assert relatives(alfa) == [("Leo", "child", False)]


def test_the_same_tax_code_twice_in_a_family_is_refused(alfa: Organization, anna: Member, browser: Client) -> None:
    leo = {"given_name": "Leo", "family_name": "Bianchi"}
    with inside(alfa):
        born = make.relative(anna, kinship="child").birth_date
        code = tax_code.compose(**leo, birth_date=born, sex="M", place="B819")
        Relative.objects.update(tax_code=code)
    answer = browser.post("/famiglia/nuovo/", CHILD | {"birth_date": born.isoformat(), "tax_code": code.lower()})
    assert "tax_code" in answer.context["form"].errors


def test_removing_an_unused_relative_deletes_it(alfa: Organization, anna: Member, browser: Client) -> None:
    with inside(alfa):
        leo = make.relative(anna)
    assert browser.get(f"/famiglia/{leo.pk}/togli/").status_code == 200
    assert relatives(alfa) == [("Leo", "child", False)]
    browser.post(f"/famiglia/{leo.pk}/togli/")
    assert relatives(alfa) == []


def test_the_list_costs_the_same_at_1_and_at_15_relatives(alfa: Organization, anna: Member, browser: Client) -> None:
    def add(count: int) -> None:
        with inside(alfa):
            for number in range(count):
                make.relative(anna, f"Leo{number}")

    add(1)
    browser.get("/famiglia/")
    first = queries_of(browser)
    add(14)
    assert queries_of(browser) == first


def queries_of(browser: Client) -> int:
    with counted() as statements:
        assert browser.get("/famiglia/").status_code == 200
    return len(statements)


def test_account_without_member_record_finds_no_family(alfa: Organization) -> None:
    with inside(alfa):
        office = make.user("Olga", "member")
    assert browse(alfa, office).get("/famiglia/").status_code == 404
