"""A member reads what each declaration is for, signs it with the own name, revokes it; the history stays."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from members.models import Declaration, Member
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.members.test_declarations import child
from welfare import clock

LIST = "/famiglia/dichiarazioni/"
SIGNED = {"signed_name": "anna BIANCHI", "agrees": "on"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.pretend(datetime.date(2026, 6, 10)):
        yield


@pytest.fixture
def browser(alfa: Organization, anna: Member) -> Client:
    return browse(alfa, anna.user)


def signed(alfa: Organization) -> list[tuple[str, Any, bool]]:
    with inside(alfa):
        return [(d.kind, d.body, d.revoked_at is None) for d in Declaration.objects.order_by("signed_at")]


def test_what_each_is_for_is_said_with_the_figures_of_the_year(browser: Client) -> None:
    page = browser.get(LIST).content.decode()
    assert "1.000,00\N{NO-BREAK SPACE}€" in page
    assert "2.000,00\N{NO-BREAK SPACE}€" in page
    assert "80.000,00\N{NO-BREAK SPACE}€" in page


def test_children_are_declared_and_the_declaration_revoked(alfa: Organization, anna: Member, browser: Client) -> None:
    with inside(alfa):
        leo = child(anna)
    form = f"{LIST}figli/2026/"
    assert leo.tax_code in browser.get(form).content.decode()
    assert browser.post(form, SIGNED | {"children": [leo.tax_code]}).status_code == 302
    body = {"children": [leo.tax_code]}
    assert signed(alfa) == [("dependent_children", body, True)]
    with inside(alfa):
        revoke = f"{LIST}{Declaration.objects.get().pk}/revoca/"
    assert browser.get(revoke).status_code == 200
    assert browser.post(revoke).status_code == 302
    assert signed(alfa) == [("dependent_children", body, False)]
    assert leo.tax_code in browser.get(LIST).content.decode(), "the history stays"


def test_a_child_who_is_dependent_no_more_is_pointed_out(alfa: Organization, anna: Member, browser: Client) -> None:
    with inside(alfa):
        leo = child(anna)
    browser.post(f"{LIST}figli/2026/", SIGNED | {"children": [leo.tax_code]})
    assert not browser.get(LIST).context["cards"][0].is_outdated
    with inside(alfa):
        anna.relatives.update(is_dependent=False)
    assert browser.get(LIST).context["cards"][0].is_outdated


def test_without_a_child_to_declare_the_page_says_what_to_do(browser: Client) -> None:
    page = browser.get(f"{LIST}figli/2026/")
    assert page.context["lacks_children"]
    assert 'href="/famiglia/"' in page.content.decode()


@pytest.mark.parametrize(
    ("slug", "kind"), [("altri-datori", "other_employers_fringe"), ("reddito", "prior_year_income")]
)
def test_an_amount_is_declared_as_people_write_it(alfa: Organization, browser: Client, slug: str, kind: str) -> None:
    assert browser.post(f"{LIST}{slug}/2026/", SIGNED | {"amount": "1.234,50"}).status_code == 302
    assert signed(alfa) == [(kind, {"amount": "1234.50"}, True)]
    assert b'value="1.234,50"' in browser.get(f"{LIST}{slug}/2026/").content


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "1e9"}, "amount"),
        ({"signed_name": "Bruno"}, "signed_name"),
        ({"agrees": ""}, "agrees"),
    ],
)
def test_without_name_tick_or_amount_nothing_is_signed(
    alfa: Organization, browser: Client, fields: dict[str, str], wrong: str
) -> None:
    answer = browser.post(f"{LIST}altri-datori/2026/", SIGNED | {"amount": "1"} | fields)
    assert list(answer.context["form"].errors) == [wrong]
    assert signed(alfa) == []


@pytest.mark.parametrize(
    "path", ["altri-datori/2025/", "altri-datori/2027/", "altro/2026/", "altri-datori/99999999999/"]
)
def test_a_year_or_kind_that_nobody_declares_is_not_there(browser: Client, path: str) -> None:
    assert browser.get(LIST + path).status_code == 404


def test_in_january_the_year_before_is_there_too(browser: Client) -> None:
    with clock.pretend(datetime.date(2027, 1, 10)):
        assert browser.get(f"{LIST}?anno=2026").context["year"] == 2026
        assert browser.get(f"{LIST}?anno=1999").context["year"] == 2027
        assert browser.post(f"{LIST}altri-datori/2026/", SIGNED | {"amount": "1"}).status_code == 302


def test_nobody_reads_or_revokes_another_s(alfa: Organization, browser: Client) -> None:
    browser.post(f"{LIST}altri-datori/2026/", SIGNED | {"amount": "1"})
    with inside(alfa):
        key = Declaration.objects.get().pk
        irene = browse(alfa, make.member("Irene", "member", "hr").user)
    assert irene.get(f"{LIST}{key}/revoca/").status_code == 404
    assert irene.post(f"{LIST}{key}/revoca/").status_code == 404
    assert signed(alfa)[0][2]
