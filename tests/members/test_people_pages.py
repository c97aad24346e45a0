"""HR keeps people: list, add, correct, see leave; every reading leaves a trace."""

import datetime
import uuid
from dataclasses import fields
from typing import Any

import pytest
from django.test import Client

from members import people
from members.models import Member
from tenants.audit.models import Record
from tenants.identity.models import User
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.queries import counted
from welfare import clock

NEWCOMER = {"given_name": "Bruno", "family_name": "Verdi", "number": "0042", "email": "bruno@example.org"}


def bruno(alfa: Organization) -> Member | None:
    with inside(alfa):
        return Member.objects.select_related("user").filter(number="0042").first()


def test_a_person_is_added_with_an_account_that_has_no_password(alfa: Organization, browser: Client) -> None:
    answer = browser.post("/hr/persone/nuova/", NEWCOMER)
    made = bruno(alfa)
    assert answer.status_code == 302
    assert made is not None
    assert (made.user.email, made.user.roles, made.user.has_usable_password()) == (
        "bruno@example.org",
        ["member"],
        False,
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"given_name": ""}, "given_name"),
        ({"number": ""}, "number"),
        ({"number": "9" * 31}, "number"),
        ({"email": "not an address"}, "email"),
        ({"birth_date": "2050-01-01"}, "birth_date"),
        ({"birth_date": "1990-01-01", "hired_on": "1980-01-01"}, "hired_on"),
        ({"contract_hours": "-5"}, "contract_hours"),
        ({"contract_hours": "999"}, "contract_hours"),
        ({"category": "77777"}, "category"),
        ({"birth_date": "1990-01-01", "tax_code": "RSSMRA80A01H501U"}, "tax_code"),
    ],
)
def test_bad_input_changes_nothing(alfa: Organization, browser: Client, changed: dict[str, str], field: str) -> None:
    answer = browser.post("/hr/persone/nuova/", NEWCOMER | changed)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert bruno(alfa) is None


def test_number_and_email_are_one_persons_whatever_the_case(alfa: Organization, browser: Client) -> None:
    browser.post("/hr/persone/nuova/", NEWCOMER | {"number": "ab1"})
    again = browser.post("/hr/persone/nuova/", NEWCOMER | {"number": "AB1", "email": "BRUNO@example.org"})
    assert set(again.context["form"].errors) == {"number", "email"}


def test_extra_fields_give_no_role(alfa: Organization, browser: Client) -> None:
    browser.post("/hr/persone/nuova/", NEWCOMER | {"roles": "operator", "is_active": "0", "user": "1"})
    made = bruno(alfa)
    assert made is not None
    assert (made.user.roles, made.user.is_active) == (["member"], True)


def test_opening_a_record_is_noted_for_the_person(alfa: Organization, irene: Member, browser: Client) -> None:
    browser.post("/hr/persone/nuova/", NEWCOMER)
    made = bruno(alfa)
    assert made is not None
    assert browser.get(f"/hr/persone/{made.uuid}/").status_code == 200
    with inside(alfa):
        read = Record.objects.get(action="person_read")
        assert (read.person_id, read.actor) == (made.user_id, f"{alfa.key}:{irene.user_id}")


def test_correcting_a_record_keeps_the_tasks_given_meanwhile(alfa: Organization, browser: Client) -> None:
    browser.post("/hr/persone/nuova/", NEWCOMER)
    read_before = bruno(alfa)
    assert read_before is not None
    with inside(alfa):
        User.objects.filter(pk=read_before.user_id).update(roles=["member", "payroll"])
        values: dict[str, Any] = {
            field.name: getattr(read_before, field.name, None) for field in fields(people.PersonData)
        }
        names = {"given_name": "Bruna", "family_name": "Verdi", "email": "bruno@example.org"}
        people.correct_person(read_before, people.PersonData(**(values | names)), actor=SYSTEM)
        kept = User.objects.get(pk=read_before.user_id)
    assert (kept.given_name, kept.sort_name.split()[-1], kept.roles) == ("Bruna", "bruna", ["member", "payroll"])


def test_a_leaver_cannot_come_in_any_more(alfa: Organization, browser: Client) -> None:
    browser.post("/hr/persone/nuova/", NEWCOMER)
    made = bruno(alfa)
    assert made is not None
    theirs = browse(alfa, made.user)
    assert theirs.get("/famiglia/").status_code == 200
    browser.post(f"/hr/persone/{made.uuid}/uscita/", {"left_on": clock.today().isoformat()})
    assert theirs.get("/famiglia/").status_code == 302
    with inside(alfa):
        assert not User.objects.get(pk=made.user_id).is_active
    browser.post(f"/hr/persone/{made.uuid}/rientro/")
    with inside(alfa):
        assert User.objects.get(pk=made.user_id).is_active


def test_a_leaving_in_the_future_leaves_the_account_open_until_then(alfa: Organization, browser: Client) -> None:
    browser.post("/hr/persone/nuova/", NEWCOMER)
    made = bruno(alfa)
    assert made is not None
    later = clock.today() + datetime.timedelta(days=10)
    browser.post(f"/hr/persone/{made.uuid}/uscita/", {"left_on": later.isoformat()})
    with inside(alfa):
        assert User.objects.get(pk=made.user_id).is_active


def test_nobody_notes_their_own_leaving(alfa: Organization, irene: Member, browser: Client) -> None:
    answer = browser.post(f"/hr/persone/{irene.uuid}/uscita/", {"left_on": clock.today().isoformat()})
    assert answer.status_code == 200
    with inside(alfa):
        assert User.objects.get(pk=irene.user_id).is_active


def test_the_list_costs_the_same_at_1_and_at_30_people(alfa: Organization, browser: Client) -> None:
    def cost() -> int:
        with counted() as statements:
            assert browser.get("/hr/persone/").status_code == 200
        return len(statements)

    cost()
    at_one = cost()
    with inside(alfa):
        for number in range(29):
            make.member(f"Bea{number}")
    assert cost() == at_one == LIST_QUERIES


# host, session, account, people, their invitations, how many, categories, sites
LIST_QUERIES = 8


@pytest.mark.parametrize("search", ["bìanchi", "BIANCHI ire", "'; --", "x" * 5000, "%", "\\"])
def test_searching_never_breaks(browser: Client, search: str) -> None:
    answer = browser.get("/hr/persone/", {"q": search})
    found = [row[0].user.given_name for row in answer.context["rows"]]
    assert answer.status_code == 200
    assert (found == ["Irene"]) is search.casefold().startswith(("bìanchi", "bianchi"))


@pytest.mark.parametrize(
    "query",
    [
        "?_connector=OR",
        "?q__regex=.",
        "?dopo=%00",
        "?dopo=e30",
        "?stato=%27",
        "?categoria=99999999999999999999",
        "?categoria=-1",
        "?sede=%00",
    ],
)
def test_nonsense_in_the_address_is_ignored(browser: Client, query: str) -> None:
    assert browser.get(f"/hr/persone/{query}").status_code == 200


def test_another_organizations_person_is_absent(alfa: Organization, beta: Organization, browser: Client) -> None:
    with inside(beta):
        foreign = make.member("Bea")
    theirs = browser.get(f"/hr/persone/{foreign.uuid}/")
    nobodys = browser.get(f"/hr/persone/{uuid.uuid4()}/")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content


def test_members_do_not_see_the_people(alfa: Organization) -> None:
    with inside(alfa):
        anna = make.member("Anna")
    assert browse(alfa, anna.user).get("/hr/persone/").status_code == 403


def test_hr_gives_tasks_but_not_the_networks(alfa: Organization, browser: Client) -> None:
    browser.post("/hr/persone/nuova/", NEWCOMER)
    made = bruno(alfa)
    assert made is not None
    page = f"/hr/persone/{made.uuid}/compiti/"
    assert browser.post(page, {"roles": ["provider_staff", "hr"]}).status_code == 302
    assert browser.post(page, {"roles": ["operator"]}).status_code == 200
    changed = bruno(alfa)
    assert changed is not None
    assert changed.user.roles == ["member", "hr", "provider_staff"]


def test_nobody_gives_tasks_to_themselves(alfa: Organization, irene: Member, browser: Client) -> None:
    browser.post(f"/hr/persone/{irene.uuid}/compiti/", {"roles": ["payroll"]})
    with inside(alfa):
        assert User.objects.get(pk=irene.user_id).roles == ["member", "hr"]
