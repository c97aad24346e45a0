"""From the terms of a grant to its posting, as HR's browser meets it."""

import re
import uuid
from decimal import Decimal

import pytest
from django.test import Client

from catalog.plans import grant_run, grants
from catalog.plans.models import Budget, BudgetAmount, Grant, ProRata, Source
from catalog.plans.wallets import credit_of
from members.models import Category, Member
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans import people
from tests.plans.people import day
from tests.plans.test_pages import LIST, queries_of

SENT = {"category": "", "amount": "10,00"}


@pytest.fixture
def hr(alfa: Organization) -> Client:
    """A browser of HR of the first organization."""
    with inside(alfa):
        user = make.user("Rita", "hr")
    return browse(alfa, user)


@pytest.fixture
def clerks(alfa: Organization) -> Category:
    """A category of the first organization."""
    with inside(alfa):
        return make.category("Impiegati")


@pytest.fixture
def budget(alfa: Organization, clerks: Category) -> Budget:
    """A budget whose rule gives clerks 120.00 a year, by months in service."""
    with inside(alfa):
        ruled = people.budget(people.plan(), pro_rata=ProRata.MONTHS)
        BudgetAmount.objects.create(budget=ruled, category=clerks, amount=Decimal("120.00"))
        return ruled


def asked(hr: Client, budget: Budget, **sent: str) -> str:
    """The address of the preview, or the page that refuses."""
    answer = hr.post(f"{LIST}fonti/{budget.pk}/assegna/", {"key": str(uuid.uuid4()), **SENT, **sent})
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


def confirmed(hr: Client, address: str) -> str:
    """What the page says after its button was pressed."""
    page = hr.get(address).content.decode()
    hr.post(f"{address}conferma/", {"digest": re.findall(r'name="digest" value="([^"]*)"', page)[0]})
    return hr.get(address).content.decode()


def test_the_rule_is_what_is_granted_unless_an_amount_is_typed(
    hr: Client, alfa: Organization, budget: Budget, clerks: Category
) -> None:
    with inside(alfa):
        anna = make.member("Anna", category=clerks)
        make.member("Bruno")
        make.member("Carla", category=clerks, hired_on=day(3))
    address = asked(hr, budget, amount="")
    page = hr.get(address).content.decode()
    assert "120,00" in page
    assert page.count("<p>1 ") == 2
    confirmed(hr, address)
    with inside(alfa):
        given = Grant.objects.get()
        assert (given.state, given.is_by_rule, given.people) == ("queued", True, 1)
        assert grant_run.carry_on(given.pk)
        assert not grant_run.carry_on(given.pk)
        assert credit_of(anna).total == Decimal("120.00")


def test_people_who_join_leave_or_move_before_the_confirmation_are_shown_again(
    hr: Client, alfa: Organization, budget: Budget, clerks: Category
) -> None:
    with inside(alfa):
        anna = make.member("Anna", category=clerks)
    address = asked(hr, budget, amount="")
    page = hr.get(address).content.decode()
    with inside(alfa):
        make.member("Bruno", category=clerks)
        Member.objects.filter(pk=anna.pk).update(category=None)
    hr.post(f"{address}conferma/", {"digest": re.findall(r'name="digest" value="([^"]*)"', page)[0]})
    assert "notice warn" in hr.get(address).content.decode()
    with inside(alfa):
        assert [line.member.user.given_name for line in Grant.objects.get().lines.all()] == ["Bruno"]
        assert Grant.objects.get().state == "preview"
    assert "notice warn" not in confirmed(hr, address)
    with inside(alfa):
        Member.objects.update(category=None)
        grant_run.carry_on(Grant.objects.get().pk)
        assert [credit_of(one).total for one in Member.objects.order_by("pk")] == [0, Decimal("120.00")]


def test_a_page_that_is_old_grants_nothing(hr: Client, alfa: Organization, budget: Budget) -> None:
    with inside(alfa):
        make.member("Anna")
    address = asked(hr, budget)
    for digest in ("", "0" * 64, "\0", "x" * 9999):
        assert hr.post(f"{address}conferma/", {"digest": digest}).status_code == 302
    with inside(alfa):
        assert Grant.objects.get().state == "preview"


def test_a_form_that_comes_back_changed_shows_the_new_terms(hr: Client, alfa: Organization, budget: Budget) -> None:
    with inside(alfa):
        make.member("Anna")
    key = str(uuid.uuid4())
    address = asked(hr, budget, key=key)
    assert asked(hr, budget, key=key, amount="20,00") == address
    assert "20,00" in hr.get(address).content.decode()
    confirmed(hr, address)
    assert "error-summary" in asked(hr, budget, key=key, amount="30,00")


def test_a_grant_is_given_up(hr: Client, alfa: Organization, budget: Budget) -> None:
    with inside(alfa):
        make.member("Anna")
    address = asked(hr, budget)
    assert hr.post(f"{address}rinuncia/").status_code == 302
    hr.post(f"{address}conferma/", {"digest": ""})
    with inside(alfa):
        assert (Grant.objects.get().state, Grant.objects.get().lines.count()) == ("dropped", 0)
    assert hr.get(address).status_code == 200


@pytest.mark.parametrize(
    ("source", "amount", "words"),
    [
        (Source.VOLUNTARY, "10,00", "51 c. 2"),
        (Source.FRINGE, "1000,01", "51 c. 3"),
        (Source.FRINGE, "", "error-summary"),
    ],
)
def test_one_person_alone_and_amounts_over_the_limit_are_refused_with_the_law(
    hr: Client, alfa: Organization, source: str, amount: str, words: str
) -> None:
    with inside(alfa):
        anna = make.member("Anna", number="77")
        given = people.budget(people.plan(), source=source)
    page = asked(hr, given, person=" 77 ", amount=amount)
    assert words in page
    with inside(alfa):
        assert not Grant.objects.exists()
        assert credit_of(anna).total == 0


def test_fringe_benefits_may_go_to_one_person(hr: Client, alfa: Organization) -> None:
    with inside(alfa):
        anna = make.member("Anna", number="77")
        make.member("Bruno")
        fringe = people.budget(people.plan(), source=Source.FRINGE)
    confirmed(hr, asked(hr, fringe, person="77", amount="300,00"))
    assert "51 c. 3" in asked(hr, fringe, person="77", amount="700,01")
    with inside(alfa):
        given = Grant.objects.get()
        grant_run.carry_on(given.pk)
        assert (credit_of(anna).total, given.people) == (Decimal("300.00"), 1)


def test_a_rule_that_selects_nobody_and_a_year_without_rules_are_refused(
    hr: Client, alfa: Organization, budget: Budget
) -> None:
    with inside(alfa):
        make.member("Anna")
        far = people.budget(people.plan("Piano 2090", year=2090))
    for page in (asked(hr, budget, amount=""), asked(hr, far)):
        assert "error-summary" in page
    assert "2090" in page
    with inside(alfa):
        assert not Grant.objects.exists()


def test_who_was_hired_since_is_due_their_part_of_the_year(
    hr: Client, alfa: Organization, budget: Budget, clerks: Category
) -> None:
    with inside(alfa):
        make.member("Anna", category=clerks)
        by_rule = grants.grant(budget, None, None, key="k", actor=people.actor())
        flat = grants.grant(budget, None, Decimal("60.00"), key="f", actor=people.actor())
        Grant.objects.update(granted_on=day(-50))
        flat.refresh_from_db()
        bruno = make.member("Bruno", category=clerks, hired_on=day(-1))
        rest = [due_of(one, bruno) for one in (by_rule, flat)]
        share = Decimal(rest[0][1]["part"]) / Decimal(rest[0][1]["whole"])
        assert share < 1
        assert [amount for amount, _ in rest] == [round(120 * share, 2), round(60 * share, 2)]
    for given in (by_rule, flat):
        address = f"{LIST}assegnazioni/{given.pk}/altri/"
        assert hr.get(address).status_code == 200
        confirmed(hr, hr.post(address)["Location"])
        assert hr.post(address)["Location"] == f"{LIST}{budget.plan_id}/"


def due_of(given: Grant, member: Member) -> tuple[Decimal, dict[str, str]]:
    """What a member would be given of the rest of a grant, and why."""
    rest = grants.prepare(given.budget, grants.rest_of(given), key=uuid.uuid4().hex, actor=people.actor())
    line = rest.lines.get(member=member)
    return line.amount, line.reckoning


def test_who_moves_to_a_category_that_is_due_more_is_given_the_difference(
    alfa: Organization, budget: Budget, clerks: Category
) -> None:
    with inside(alfa):
        drivers = make.category("Autisti")
        BudgetAmount.objects.create(budget=budget, category=drivers, amount=Decimal("150.00"))
        anna, actor = make.member("Anna", category=clerks), people.actor()
        given = grants.grant(budget, None, None, key="k", actor=actor)
        Member.objects.update(category=drivers)
        assert (grants.grant_rest(given, actor=actor), grants.grant_rest(given, actor=actor)) == (1, 0)
        assert credit_of(anna).total == Decimal("150.00")
        Member.objects.update(category=clerks)
        assert grants.grant_rest(given, actor=actor) == 0


def test_progress_is_a_fragment_that_ends_by_itself(hr: Client, alfa: Organization, budget: Budget) -> None:
    with inside(alfa):
        make.member("Anna")
    address = asked(hr, budget)
    assert "every 2s" in confirmed(hr, address)
    htmx = {"HX-Request": "true"}
    assert "0" in hr.get(f"{address}avanzamento/", headers=htmx).content.decode()
    assert hr.get(f"{address}avanzamento/").status_code == 302
    with inside(alfa):
        grant_run.carry_on(Grant.objects.get().pk)
    assert hr.get(f"{address}avanzamento/", headers=htmx)["HX-Refresh"] == "true"


def test_the_lines_are_a_file_whose_reading_is_on_record(hr: Client, alfa: Organization, budget: Budget) -> None:
    with inside(alfa):
        make.member("Anna", number="=1+1")
    address = asked(hr, budget)
    text = hr.get(f"{address}righe.csv").content.decode()
    assert "'=1+1" in text
    assert "10,00" in text
    with inside(alfa):
        assert Record.objects.filter(action="grant.exported").count() == 1


def test_too_much_to_take_back_is_told_without_figures_and_not_tried_for_ever(
    hr: Client, alfa: Organization, budget: Budget
) -> None:
    with inside(alfa):
        anna = make.member("Anna")
        given = grants.grant(budget, None, Decimal("60.00"), key="f", actor=people.actor())
        people.spend(anna, budget, "50.00")
        address = f"{LIST}assegnazioni/righe/{given.lines.get().pk}/"
    sent = {"before": "60.00", "amount": "1,00", "reason": "Ore sbagliate"}
    answers = [hr.post(address, {"key": str(uuid.uuid4()), **sent}).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    with inside(alfa):
        assert Record.objects.filter(action="grant.correction_refused", person_id=anna.user_id).count() == 3
        assert credit_of(anna).total == Decimal("10.00")


@pytest.mark.parametrize("count", [1, 30])
def test_what_a_grant_costs_to_look_at_does_not_grow(
    hr: Client, alfa: Organization, budget: Budget, count: int
) -> None:
    with inside(alfa):
        for number in range(count):
            make.member("Anna", category=make.category(f"Categoria {number}"))
        given = grants.grant(budget, None, Decimal("60.00"), key="f", actor=people.actor())
    address = f"{LIST}assegnazioni/{given.pk}/"
    further = re.findall(r'href="(\?dopo=[^"]*)"', hr.get(address).content.decode())
    assert [hr.get(address + link).content.decode().count('data-label="Importo"') for link in further] == (
        [5] if count == 30 else []
    )
    assert queries_of(hr, address) == 5
    assert queries_of(hr, f"{LIST}assegnazioni/{given.pk}/righe.csv") == 6
