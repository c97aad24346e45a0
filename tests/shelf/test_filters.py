"""Filters: each narrows the shelf; nonsense is ignored and never breaks the page."""

import datetime
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.shelf import filters as asking
from members.models import Kinship, Member
from providers.models import Delivery, Origin
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.shelf.shelves import listed
from tests.shelf.test_list import titles
from welfare.clock import today


@pytest.fixture
def member(alfa: Organization) -> Member:
    """Anna, with a child of six and a father of eighty."""
    with inside(alfa):
        anna = make.member("Anna")
        make.relative(anna, "Leo")
        born = today() - datetime.timedelta(days=80 * 366)
        make.relative(anna, "Ugo", kinship=Kinship.PARENT, birth_date=born)
    return anna


@pytest.fixture
def anna(alfa: Organization, member: Member) -> Client:
    """Anna's browser."""
    return browse(alfa, member.user)


@pytest.fixture
def shelf(alfa: Organization, beta: Organization) -> None:
    """A camp for children, home care for the old, a gym for anybody."""
    listed(alfa, beta, "Campo", age_min=3, age_max=11)
    care = {"service_type": "elder_home_care", "area": "cura", "delivery": Delivery.VOUCHER}
    listed(alfa, beta, "Aiuto", town="Modena", age_min=65, origin=Origin.PUBLIC, **care)
    gym = {"service_type": "gym", "area": "tempo_libero", "delivery": Delivery.VOUCHER}
    listed(alfa, beta, "Palestra", town="Modena", origin=Origin.ACCREDITED, **gym)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?area=cura", {"Aiuto"}),
        ("?comune=Modena", {"Aiuto", "Palestra"}),
        ("?comune=Modena&area=tempo_libero", {"Palestra"}),
        ("?consegna=places", {"Campo"}),
        ("?origine=public", {"Aiuto"}),
        ("?per=io", {"Palestra"}),
    ],
)
def test_each_filter_narrows(anna: Client, query: str, expected: set[str]) -> None:
    assert set(titles(anna, query)) == expected


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(("name", "expected"), [("Leo", {"Campo", "Palestra"}), ("Ugo", {"Aiuto", "Palestra"})])
def test_for_a_relative_by_age_and_by_law(
    anna: Client, alfa: Organization, member: Member, name: str, expected: set[str]
) -> None:
    with inside(alfa):
        key = member.relatives.get(given_name=name).pk
    assert set(titles(anna, f"?per={key}")) == expected


@pytest.mark.usefixtures("shelf")
def test_somebody_elses_relative_does_not_count(anna: Client, alfa: Organization) -> None:
    with inside(alfa):
        foreign = make.relative(make.member("Bruno"), "Tea")
    page = anna.get(f"/scaffale/?per={foreign.pk}").content.decode()
    assert "Tea" not in page
    assert len(titles(anna, f"?per={foreign.pk}")) == 3


@pytest.mark.usefixtures("shelf")
def test_the_count_follows_the_filters(anna: Client) -> None:
    page = anna.get("/scaffale/?comune=Modena").content.decode().split("<main")[1]
    assert "2 " in page.split("<summary>")[1].split("</summary>")[0]


NONSENSE = [
    "?area=altrove", "?comune=Atlantide", "?per=x", "?per=00000000-0000-0000-0000-000000000000", "?consegna=drone",
    "?origine=%00", "?ordina=-price", "?_connector=OR", "?field__regex=(a%2B)%2B$", "?price=abc", "?q=%00",
    "?dopo=x", "?dopo=-1", "?dopo=99999999999999999999", "?q=a&dopo=999", "?q=a&dopo=%C2%B2", "?area=cura&area=x",
    "?q=%ED%A0%80", "?q[]=a", "?dopo=WyIxZTk5OTk5OTkiLCIwMDAwIl0&ordina=prezzo", "?id__in=1&state=draft",
    "?dopo=WyJOYU4iLCAiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIl0&ordina=prezzo",
    "?dopo=WyIxZTk5OTk5OSIsICIwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDAiXQ&ordina=prezzo",
    "?dopo=WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwgIjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMCJd",
]  # fmt: skip


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_is_ignored(anna: Client, query: str) -> None:
    assert anna.get(f"/scaffale/{query}").status_code == 200


@pytest.mark.usefixtures("shelf")
def test_ten_thousand_characters_are_cut(anna: Client) -> None:
    page = anna.get("/scaffale/?q=" + "palestra " * 1200)
    assert page.status_code == 200
    assert len(page.context["filters"].q) <= asking.LONGEST_SEARCH


@pytest.mark.usefixtures("shelf")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["q", "area", "per", "comune", "consegna", "origine", "ordina", "dopo", "price__gt"]),
    value=st.text(max_size=60),
)
def test_no_text_breaks_the_page(anna: Client, name: str, value: str) -> None:
    assert anna.get(f"/scaffale/?{name}={quote(value, errors='replace')}").status_code == 200
