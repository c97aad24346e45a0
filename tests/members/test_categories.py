"""HR writes the homogeneous categories that grants speak of."""

from typing import Any

import pytest
from django.test import Client

from members import categories
from members.category_rules import Rule
from members.models import Category
from tenants.isolation import SYSTEM
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
    assert [(row["category"].name, row["people"]) for row in page.context["rows"]] == [("Operai", 1)]
    assert page.context["without"] == 1


def written(page: Any) -> dict[str, str]:
    """What the button "Save" of the preview adds to the fields: the mark of what was shown."""
    digest = page.context["preview"].digest
    assert f'name="seen" value="{digest}"' in page.content.decode()
    return {"seen": digest}


def of_workers(alfa: Organization) -> None:
    """Two workers and a clerk."""
    with inside(alfa):
        make.member("Ada", level="4", contract_hours=40)
        make.member("Bea", level="5")
        make.member("Cleo", level="1")


RULE = {"name": "Operai", "levels": ["4", "5"]}


def test_who_falls_in_is_seen_before_a_rule_is_kept(alfa: Organization, browser: Client) -> None:
    of_workers(alfa)
    page = browser.post("/hr/persone/categorie/nuova/", RULE)
    shown = page.context["preview"]
    assert (page.status_code, shown.people, [str(each) for each in shown.first]) == (
        200,
        2,
        ["Ada Bianchi", "Bea Bianchi"],
    )
    assert names(alfa) == []
    assert browser.post("/hr/persone/categorie/nuova/", RULE | written(page)).status_code == 302
    with inside(alfa):
        assert [m.user.given_name for m in Category.objects.get().members.order_by("sort_name")] == ["Ada", "Bea"]


def test_what_is_kept_is_what_was_shown(alfa: Organization, browser: Client) -> None:
    of_workers(alfa)
    seen = written(browser.post("/hr/persone/categorie/nuova/", RULE))
    with inside(alfa):
        make.member("Dora", level="5")
    again = browser.post("/hr/persone/categorie/nuova/", RULE | seen)
    assert (again.context["preview"].people, again.context["is_renewed"]) == (3, True)
    other = browser.post("/hr/persone/categorie/nuova/", RULE | {"levels": ["4"]} | written(again))
    assert other.context["preview"].people == 1
    assert names(alfa) == []


def test_the_preview_says_who_stays_elsewhere_who_moves_and_whom_it_cannot_see(
    alfa: Organization, browser: Client
) -> None:
    of_workers(alfa)
    with inside(alfa):
        make.member("Dora", level="5", category=make.category("Quadri"))
        four = Category(name="Quarto")
        categories.keep(four, rule=Rule(levels=("4",)), releases=False, actor=SYSTEM)
        five = Category(name="Quinto")
        categories.keep(five, rule=Rule(levels=("5",)), releases=False, actor=SYSTEM)
    filled = RULE | {"name": "Quinto", "levels": ["1", "4", "5"], "hours_to": "40"}
    shown = browser.post(f"/hr/persone/categorie/{five.pk}/", filled | {"hours_to": ""}).context["preview"]
    assert shown.people == 2
    assert [(m.source, m.target, m.people) for m in shown.moves] == [("nessuna categoria", "Quinto", 1)]
    assert [(part.name, part.people) for part in shown.held_by_rules] == [("Quarto", 1)]
    assert [(part.name, part.people) for part in shown.held_by_hand] == [("Quadri", 1)]
    released = browser.post(f"/hr/persone/categorie/{five.pk}/", filled | {"hours_to": "", "releases": "on"})
    assert released.context["preview"].people == 3
    refused = browser.post(f"/hr/persone/categorie/{five.pk}/", filled)
    assert refused.context["form"].non_field_errors()
    assert [part.people for part in refused.context["preview"].unknown] == [1, 4]


def test_a_new_rule_may_be_tried_before_another(alfa: Organization, browser: Client) -> None:
    of_workers(alfa)
    with inside(alfa):
        all_of_them = Category(name="Tutti")
        categories.keep(all_of_them, rule=Rule(years_from=0), actor=SYSTEM)
    refused = browser.post("/hr/persone/categorie/nuova/", RULE)
    assert refused.context["form"].non_field_errors()
    assert [(part.name, part.people) for part in refused.context["preview"].held_by_rules] == [("Tutti", 2)]
    first = RULE | {"before": str(all_of_them.pk)}
    page = browser.post("/hr/persone/categorie/nuova/", first)
    assert [(m.source, m.target, m.people) for m in page.context["preview"].moves] == [("Tutti", "Operai", 2)]
    browser.post("/hr/persone/categorie/nuova/", first | written(page))
    with inside(alfa):
        assert [(c.name, c.members.count()) for c in categories.in_order()] == [("Operai", 2), ("Tutti", 2)]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"levels": ["9"]}, "levels"),
        ({"hours_from": "40", "hours_to": "20"}, "hours_to"),
        ({"years_from": "5", "years_to": "2"}, "years_to"),
        ({"hours_from": "61"}, "hours_from"),
        ({"years_from": "-1"}, "years_from"),
        ({"years_from": "40"}, "__all__"),
    ],
)
def test_a_rule_that_makes_no_sense_or_takes_nobody_is_refused(
    alfa: Organization, browser: Client, fields: dict[str, Any], wrong: str
) -> None:
    of_workers(alfa)
    answer = browser.post("/hr/persone/categorie/nuova/", {"name": "Operai"} | fields)
    assert list(answer.context["form"].errors) == [wrong]
    assert names(alfa) == []


def test_an_order_that_moves_people_asks_first(alfa: Organization, browser: Client) -> None:
    of_workers(alfa)
    with inside(alfa):
        made = [Category(name=name) for name in ("Operai", "Quarto")]
        for category, levels in zip(made, (("4", "5"), ("4",)), strict=True):
            categories.keep(category, rule=Rule(levels=levels), releases=False, actor=SYSTEM)
    order = browser.get("/hr/persone/categorie/").context["rows"][1]["order"]
    assert order == f"{made[1].pk},{made[0].pk}"
    question = browser.post("/hr/persone/categorie/ordine/", {"order": order})
    assert question.context["facts"] == [("Operai → Quarto", 1)]
    assert browser.post("/hr/persone/categorie/ordine/", {"order": order, "confirmed": "True"}).status_code == 302
    with inside(alfa):
        assert list(categories.in_order().values_list("name", flat=True)) == ["Quarto", "Operai"]
        assert Category.objects.get(name="Quarto").members.count() == 1


@pytest.mark.parametrize("order", ["", "1", "x", "999999999999", "1,1"])
def test_an_order_of_other_categories_changes_nothing(alfa: Organization, browser: Client, order: str) -> None:
    with inside(alfa):
        make.category("Operai"), make.category("Quadri")
    answer = browser.post("/hr/persone/categorie/ordine/", {"order": order})
    assert (answer.status_code, "error-summary" in answer.content.decode()) == (400, True)
    with inside(alfa):
        assert set(Category.objects.values_list("place", flat=True)) == {0}


def test_one_person_alone_is_pointed_out(alfa: Organization, browser: Client) -> None:
    with inside(alfa):
        boss = make.category("Direzione")
        make.member("Ada", category=boss)
    assert "c’è una persona sola" in browser.get(f"/hr/persone/categorie/{boss.pk}/").content.decode()


def test_the_preview_costs_the_same_for_1_and_30_people(alfa: Organization, browser: Client) -> None:
    def cost() -> int:
        with counted() as statements:
            assert browser.post("/hr/persone/categorie/nuova/", RULE | {"levels": ["4"]}).status_code == 200
        return len(statements)

    with inside(alfa):
        make.member("Ada", level="4")
    cost()
    at_one = cost()
    with inside(alfa):
        for _number in range(29):
            make.member("Bea", level="4", site="Modena", category=make.category(f"C{_number}"))
            make.member("Cleo", level="4")
    assert cost() == at_one == PREVIEW_QUERIES


# host, session, account, order, levels, sites, name (form, model), categories, who meets it, moves, blind spots, names
PREVIEW_QUERIES = 13


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
