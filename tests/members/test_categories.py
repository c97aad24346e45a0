"""HR writes the homogeneous categories that grants speak of."""

import pytest
from django.test import Client

from members.models import Category
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.queries import counted


@pytest.fixture
def browser(alfa: Organization) -> Client:
    with inside(alfa):
        return browse(alfa, make.member("Irene", "member", "hr").user)


def names(alfa: Organization) -> list[str]:
    with inside(alfa):
        return list(Category.objects.order_by("name").values_list("name", flat=True))


def test_a_category_is_written_and_corrected(alfa: Organization, browser: Client) -> None:
    browser.post("/hr/persone/categorie/nuova/", {"name": " Sede  di Modena ", "description": "Chi lavora a Modena"})
    assert names(alfa) == ["Sede di Modena"]
    with inside(alfa):
        pk = Category.objects.get().pk
    browser.post(f"/hr/persone/categorie/{pk}/", {"name": "Sede di Carpi"})
    assert names(alfa) == ["Sede di Carpi"]


@pytest.mark.parametrize("name", ["", "x" * 81, "OPERAI", "operai "])
def test_a_name_must_be_there_short_and_its_own(alfa: Organization, browser: Client, name: str) -> None:
    with inside(alfa):
        make.category("Operai")
    answer = browser.post("/hr/persone/categorie/nuova/", {"name": name})
    assert "name" in answer.context["form"].errors
    assert names(alfa) == ["Operai"]


def test_the_list_says_how_many_belong(alfa: Organization, browser: Client) -> None:
    with inside(alfa):
        workers = make.category("Operai")
        make.member("Bea", category=workers)
    page = browser.get("/hr/persone/categorie/")
    assert [(c.name, n) for c, n in page.context["rows"]] == [("Operai", 1)]
    assert page.context["without"] == 1


def test_the_list_costs_the_same_at_1_and_at_30_categories(alfa: Organization, browser: Client) -> None:
    def cost() -> int:
        with counted() as statements:
            assert browser.get("/hr/persone/categorie/").status_code == 200
        return len(statements)

    with inside(alfa):
        make.category("A")
    cost()
    at_one = cost()
    with inside(alfa):
        for number in range(29):
            make.category(f"B{number}")
    assert cost() == at_one == QUERIES


# host, session, account, counts, categories
QUERIES = 5
