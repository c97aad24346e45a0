"""A category's rule: whom it takes, that the first one wins, that hands hold, and when it is applied."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from members import categories, people, tasks
from members.category_rules import ReversedRule, Rule, rule_from
from members.category_words import said
from members.models import Category, Member
from members.people_import import known, planning, reading, writing
from tenants.audit.models import Record
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.queries import counted
from welfare import clock

DAY = datetime.date(2026, 3, 1)
WORKERS, CLERKS = Rule(levels=("4", "5")), Rule(sites=("Modena",))


def names(found: Any) -> list[str]:
    return [str(person) for person in found.order_by("sort_name", "pk")]


def given(people: Any = None) -> dict[str, tuple[str | None, bool]]:
    """Everybody's category, and whether it was given by hand."""
    rows = Member.objects.order_by("sort_name").select_related("category", "user")
    return {m.user.given_name: (m.category.name if m.category else None, m.category_by_hand) for m in rows}


def ruled(name: str, rule: Rule) -> Category:
    category = Category(name=name)
    categories.keep(category, rule=rule, releases=False, actor=SYSTEM)
    return category


@pytest.mark.parametrize(
    ("rule", "taken"),
    [
        (Rule(), ""),
        (Rule(levels=("4",)), "Ada Bea"),
        (Rule(levels=("4", "5")), "Ada Bea Cleo"),
        (Rule(levels=("4", "5"), sites=("Modena",)), "Ada Cleo"),
        (Rule(hours_from=Decimal("20"), hours_to=Decimal("38.5")), "Ada Bea"),
        (Rule(hours_to=Decimal("20")), "Bea"),
        (Rule(hours_from=Decimal("0")), "Ada Bea Cleo"),
        (Rule(years_from=2), "Ada Bea"),
        (Rule(years_from=2, years_to=2), "Bea"),
        (Rule(years_to=1), "Cleo"),
        (Rule(years_from=0), "Ada Bea Cleo"),
    ],
)
def test_a_rule_takes_who_meets_all_it_asks(alfa: Organization, rule: Rule, taken: str) -> None:
    """Ada has completed three years, Bea two that very day, Cleo lacks a day to two; Dora's record says nothing."""
    with inside(alfa):
        for name, level, site, hours, hired in (
            ("Ada", "4", "Modena", "38.50", datetime.date(2023, 2, 1)),
            ("Bea", "4", "Carpi", "20", datetime.date(2024, 3, 1)),
            ("Cleo", "5", "Modena", "40", datetime.date(2024, 3, 2)),
            ("Dora", "", "", None, None),
        ):
            make.member(name, level=level, site=site, contract_hours=hours, hired_on=hired)
        make.member("Elsa", level="4", site="Modena", contract_hours=30, left_on=DAY)
        assert [name.split()[0] for name in names(categories.people_in(rule, DAY))] == taken.split()
    assert rule_from(rule.as_kept()) == rule


def test_years_are_completed_as_ages_are(alfa: Organization) -> None:
    """Hired on 29 February: a year is completed on 1 March, the fourth on the day itself."""
    with inside(alfa):
        make.member("Ada", hired_on=datetime.date(2024, 2, 29))
        for day, years in (((2025, 2, 28), 0), ((2025, 3, 1), 1), ((2028, 2, 28), 3), ((2028, 2, 29), 4)):
            on = datetime.date(*day)
            taken = [n for n in range(6) if categories.people_in(Rule(years_from=n, years_to=n), on).exists()]
            assert taken == [years] == [clock.age_on(datetime.date(2024, 2, 29), on)]


@pytest.mark.parametrize(
    "ends", [{"hours_from": Decimal(30), "hours_to": Decimal(20)}, {"years_from": 3, "years_to": 2}]
)
def test_a_rule_that_ends_before_it_begins_cannot_be_made(ends: dict[str, Any]) -> None:
    with pytest.raises(ReversedRule):
        Rule(**ends)


def test_a_rule_is_said_in_words() -> None:
    rule = Rule(levels=("4", "5"), hours_from=Decimal("20.00"), hours_to=Decimal("38.50"), years_from=1)
    assert said(rule) == "Livello: 4, 5 · da 20 a 38,5 ore a settimana · almeno 1 anno di servizio compiuto"
    assert said(Rule()) == ""


def test_the_first_rule_that_fits_wins_and_hands_hold(alfa: Organization) -> None:
    with inside(alfa):
        make.member("Ada", level="4", site="Modena")
        make.member("Bea", level="1", site="Modena")
        make.member("Cleo", level="5", category=make.category("Quadri"))
        make.member("Dora", level="1")
        make.member("Elsa", level="4", left_on=clock.today())
        ruled("Operai", WORKERS)
        ruled("Modena", CLERKS)
        assert given() == {
            "Ada": ("Operai", False), "Bea": ("Modena", False), "Cleo": ("Quadri", True), "Dora": (None, True),
            "Elsa": (None, True),
        }  # fmt: skip
        assert categories.apply_rules(SYSTEM) == 0


def test_another_order_moves_people_and_each_category_has_its_record(alfa: Organization) -> None:
    with inside(alfa):
        make.member("Ada", level="4", site="Modena")
        workers, clerks = ruled("Operai", WORKERS), ruled("Modena", CLERKS)
        assert categories.put_in_order([clerks.pk, workers.pk], actor=SYSTEM) == 1
        assert given() == {"Ada": ("Modena", False)}
        acts = Record.objects.order_by("-pk").values_list("action", "subject", "details")[:2]
        assert list(acts) == [
            ("category_applied", f"category:{clerks.pk}", {"people": 1}),
            ("categories_ordered", "", {}),
        ]


def test_a_rule_may_be_let_move_who_was_put_by_hand(alfa: Organization) -> None:
    with inside(alfa):
        boss = make.category("Quadri")
        make.member("Ada", level="4", category=boss)
        make.member("Bea", level="1", category=boss)
        workers = ruled("Operai", WORKERS)
        categories.keep(workers, rule=WORKERS, releases=True, actor=SYSTEM)
        assert given() == {"Ada": ("Operai", False), "Bea": ("Quadri", True)}


def test_a_rule_that_is_taken_away_lets_its_people_go(alfa: Organization) -> None:
    with inside(alfa):
        make.member("Ada", level="4")
        workers = ruled("Operai", WORKERS)
        assert categories.keep(workers, rule=Rule(), releases=False, actor=SYSTEM) == 1
        assert given() == {"Ada": (None, False)}


def test_who_is_added_corrected_or_back_comes_to_the_category_at_once(alfa: Organization) -> None:
    data = people.PersonData(
        number="7", given_name="Ada", family_name="Neri", email="", tax_code="", birth_date=None, hired_on=None,
        site="", level="4", contract_hours=None, category=None,
    )  # fmt: skip
    with inside(alfa):
        ruled("Operai", WORKERS)
        clerks = ruled("Modena", CLERKS)
        ada = people.add_person(data, actor=SYSTEM)
        assert (ada.category and ada.category.name, ada.category_by_hand) == ("Operai", False)

        def corrected(**fields: Any) -> tuple[str | None, bool]:
            people.correct_person(Member.objects.get(), people.PersonData(**vars(data) | fields), actor=SYSTEM)
            return given()["Ada"]

        assert corrected(level="1", site="Modena") == ("Modena", False)
        assert corrected(level="1") == (None, False)
        assert corrected(category=clerks) == ("Modena", True)
        assert corrected() == ("Operai", False)
        people.see_leave(Member.objects.get(), clock.today(), actor=SYSTEM)
        assert corrected(level="1", site="Modena") == ("Operai", False), "who has left stays where they were"
        people.take_back(Member.objects.get(), actor=SYSTEM)
        assert given()["Ada"] == ("Modena", False)


def test_who_is_imported_comes_to_the_category_at_once(alfa: Organization, tmp_path: Any) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Matricola;Cognome;Nome;Livello\n1;Neri;Ada;4\n2;Neri;Bea;1\n3;Neri;Cleo;5\n")
    with inside(alfa):
        make.member("Cleo", user=make.user("Cleo", family_name="Neri"), number="3", category=make.category("Quadri"))
        ruled("Operai", WORKERS)
        plan = planning.make(reading.read(path, lambda done, total: None), known.load(), actor=SYSTEM)
        writing.write(plan, actor=SYSTEM)
        assert given() == {"Ada": ("Operai", False), "Bea": (None, True), "Cleo": ("Quadri", True)}


def test_seniority_moves_people_day_by_day(alfa: Organization, beta: Organization) -> None:
    for organization in (alfa, beta):
        with inside(organization), clock.pretend(datetime.date(2026, 3, 1)):
            make.member("Ada", hired_on=datetime.date(2024, 3, 2))
            ruled("Anziani", Rule(years_from=2))
            assert given() == {"Ada": (None, True)}
    with clock.pretend(datetime.date(2026, 3, 2)):
        tasks.apply_category_rules_everywhere()
    for organization in (alfa, beta):
        with inside(organization):
            assert given() == {"Ada": ("Anziani", False)}


def test_applying_costs_the_same_for_1_and_30_people(alfa: Organization) -> None:
    def cost(number: int) -> int:
        Member.objects.update(category=None)
        with counted() as statements:
            assert categories.apply_rules(SYSTEM) == number
        return len(statements)

    with inside(alfa):
        ruled("Operai", WORKERS)
        ruled("Modena", CLERKS)
        make.member("Ada", level="4")
        at_one = cost(1)
        for _number in range(29):
            make.member("Bea", level="5")
        # hold the categories, who moves where, one UPDATE, its record
        assert cost(30) == at_one == 4
