"""HR's pages of the end of a plan, and of solidarity pools."""

import re
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from catalog.closing.models import Closing
from catalog.plans import grants
from catalog.plans.models import Budget, Grant, Residual
from members.ledger import accounts, queries
from members.models import Member
from tenants.messages.models import Message
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans import people
from tests.plans.people import day
from tests.queries import counted
from welfare.clock import today

ENGLISH = {"accept-language": "en"}
EMPLOYER, POOL, LOST = Residual.EMPLOYER, Residual.SOLIDARITY, Residual.LOST


@pytest.fixture
def rita(alfa: Organization) -> Client:
    """A browser of HR."""
    with inside(alfa):
        return browse(alfa, make.user("Rita", "hr"))


def over(alfa: Organization, residual: str = EMPLOYER, days: int = -1, **terms: Any) -> Budget:
    """A budget that is over, with 100,00 of Anna's."""
    with inside(alfa):
        source = terms.pop("source", "COMPANY_REGULATION")
        budget = people.budget(people.plan(), days, source, residual=residual, **terms)
        people.credit(make.member("Anna"), budget, "100.00")
    return budget


def page(budget: Budget) -> str:
    """The address of a budget's closing."""
    return f"/hr/piani/{budget.plan_id}/chiusura/{budget.pk}/"


def shown(client: Client, address: str) -> str:
    """What a page says."""
    response = client.get(address, headers=ENGLISH)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def form_of(client: Client, address: str) -> dict[str, str]:
    """The hidden answers of a page's form."""
    html = shown(client, address)
    return {name: re.search(rf'name="{name}" value="([^"]+)"', html).group(1) for name in ("key", "digest")}  # type: ignore[union-attr]


def test_from_the_home_to_a_budget_that_is_closed(
    alfa: Organization, rita: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    budget = over(alfa)
    assert page(budget) in shown(rita, "/hr/")
    assert "To be closed" in shown(rita, f"/hr/piani/{budget.plan_id}/chiusura/")
    preview = shown(rita, page(budget))
    assert "Back to the employer" in preview
    assert "100,00" in preview
    answers = form_of(rita, page(budget))
    with django_capture_on_commit_callbacks(execute=True):
        response = rita.post(page(budget), answers, headers=ENGLISH)
    assert response.status_code == 302
    done = shown(rita, page(budget))
    assert "is closed" in done
    assert "People with something left" in done
    assert "100,00" in done
    assert page(budget) not in shown(rita, "/hr/")
    with inside(alfa):
        assert queries.balance(accounts.employer(budget.pk).pk) == Decimal("100.00")
        assert Message.objects.filter(kind="credit_settled").count() == 1
    # The same form again, and another one: nothing happens twice, and it says why.
    rita.post(page(budget), answers)
    again = rita.post(page(budget), answers | {"key": str(uuid.uuid4())}, headers=ENGLISH, follow=True)
    assert "It has been closed before" in again.content.decode()
    with inside(alfa):
        assert Closing.objects.count() == 1


def test_while_it_waits_the_page_says_how_far_it_is(alfa: Organization, rita: Client) -> None:
    budget = over(alfa)
    rita.post(page(budget), form_of(rita, page(budget)))
    assert "is being closed" in shown(rita, page(budget))
    fragment = rita.get(page(budget) + "avanzamento/", headers={"hx-request": "true", **ENGLISH})
    assert "about to begin" in fragment.content.decode()
    with inside(alfa):
        Closing.objects.update(state="done")
    assert rita.get(page(budget) + "avanzamento/", headers={"hx-request": "true"})["HX-Refresh"] == "true"
    assert rita.get(page(budget) + "avanzamento/").status_code == 302


@pytest.mark.parametrize(
    ("residual", "days", "says"),
    [
        (EMPLOYER, 0, "It can still be spent until"),
        (LOST, -1, "It closes by itself"),
        (LOST, 5, "It can still be spent"),
    ],
)
def test_what_cannot_be_closed_says_why(alfa: Organization, rita: Client, residual: str, days: int, says: str) -> None:
    budget = over(alfa, residual, days)
    assert says in shown(rita, page(budget))
    answers = {"key": str(uuid.uuid4()), "digest": "x"}
    assert says in " ".join(rita.post(page(budget), answers, headers=ENGLISH).content.decode().split())
    with inside(alfa):
        assert not Closing.objects.exists()


def test_other_figures_than_those_shown_are_shown_again(alfa: Organization, rita: Client) -> None:
    budget = over(alfa)
    answers = form_of(rita, page(budget))
    with inside(alfa):
        people.credit(make.member("Bruno"), budget, "1.00")
    again = rita.post(page(budget), answers, headers=ENGLISH).content.decode()
    assert "nothing was closed" in again
    assert "101,00" in again
    with inside(alfa):
        assert not Closing.objects.exists()


def test_a_budget_of_another_plan_is_not_found(alfa: Organization, rita: Client) -> None:
    budget, other = over(alfa), over(alfa)
    assert rita.get(f"/hr/piani/{other.plan_id}/chiusura/{budget.pk}/").status_code == 404
    assert rita.get(page(budget) + "avanzamento/").status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_what_the_preview_costs_does_not_grow_with_people(alfa: Organization, rita: Client, number: int) -> None:
    budget = over(alfa, Residual.PENSION_FUND)
    with inside(alfa):
        for _ in range(number - 1):
            people.credit(make.member("Bruno"), budget, "1.00")
    with counted() as statements:
        shown(rita, page(budget))
    assert len(statements) == 9


def from_pool(alfa: Organization) -> tuple[Budget, Budget, Member]:
    """A pool of 90,00, a budget of this year to grant it as, and one of the two people."""
    pool = over(alfa, POOL)
    with inside(alfa):
        target = people.budget(people.plan("Piano nuovo"), 90, "COMPANY_REGULATION")
        anna = Member.objects.get()
        people.move(accounts.granted(pool.pk), accounts.pool(pool.pk), "90.00")
        make.member("Bruno")
    return pool, target, anna


def terms(target: Budget, amount: str) -> dict[str, str]:
    """What HR fills in."""
    return {"key": str(uuid.uuid4()), "budget": str(target.pk), "category": "", "amount": amount}


def test_a_pool_is_granted_to_everybody_through_a_grant_that_is_confirmed(
    alfa: Organization, rita: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    pool, target, anna = from_pool(alfa)
    assert "90,00" in shown(rita, "/hr/piani/solidarieta/")
    address = f"/hr/piani/solidarieta/{pool.pk}/"
    assert "Piano nuovo" in shown(rita, address)
    response = rita.post(address, terms(target, "40,00"))
    with inside(alfa):
        given = Grant.objects.get()
        assert (response.status_code, given.people, given.total) == (302, 2, Decimal("80.00"))
    assert "80,00" in shown(rita, f"/hr/piani/assegnazioni/{given.pk}/")
    with django_capture_on_commit_callbacks(execute=True):
        rita.post(f"/hr/piani/assegnazioni/{given.pk}/conferma/", {"digest": given.digest})
    with inside(alfa):
        assert queries.balance(accounts.pool(pool.pk).pk) == Decimal("10.00")
        assert [lot.balance for lot in queries.lots(anna.uuid, on=today())] == [Decimal("40.00")]


def test_who_leaves_before_the_confirmation_is_given_nothing_of_a_pool(alfa: Organization, rita: Client) -> None:
    pool, target, anna = from_pool(alfa)
    rita.post(f"/hr/piani/solidarieta/{pool.pk}/", terms(target, "40,00"))
    with inside(alfa):
        Member.objects.filter(pk=anna.pk).update(left_on=day(-1))
        given = Grant.objects.get()
        assert not grants.confirm(given, digest=given.digest, actor=people.actor())
        given.refresh_from_db()
        assert (given.state, given.people, given.total) == (Grant.State.PREVIEWED, 1, Decimal("40.00"))
        assert grants.confirm(given, digest=given.digest, actor=people.actor())


def test_more_than_the_pool_holds_is_refused_with_what_would_fit(alfa: Organization, rita: Client) -> None:
    pool, target, _anna = from_pool(alfa)
    refused = rita.post(f"/hr/piani/solidarieta/{pool.pk}/", terms(target, "45,01"), headers=ENGLISH)
    assert "at most 45,00" in refused.content.decode()
    with inside(alfa):
        assert not Grant.objects.exists()


def test_two_grants_that_together_take_too_much_are_not_both_confirmed(alfa: Organization, rita: Client) -> None:
    pool, target, _anna = from_pool(alfa)
    for _ in range(2):
        rita.post(f"/hr/piani/solidarieta/{pool.pk}/", terms(target, "40,00"))
    with inside(alfa):
        first, second = Grant.objects.order_by("pk")
        assert grants.confirm(first, digest=first.digest, actor=people.actor())
        with pytest.raises(grants.CannotGrant):
            grants.confirm(second, digest=second.digest, actor=people.actor())


def test_a_pool_is_only_granted_as_what_is_the_same_in_law(alfa: Organization, rita: Client) -> None:
    pool = over(alfa, POOL, source="CONTRACT_CCNL")
    with inside(alfa):
        people.move(accounts.granted(pool.pk), accounts.pool(pool.pk), "90.00")
        target = people.budget(people.plan("Piano nuovo"), 90, "VOLUNTARY")
    address = f"/hr/piani/solidarieta/{pool.pk}/"
    assert "There is no source to grant it as" in shown(rita, address)
    rita.post(address, terms(target, "1,00"))
    with inside(alfa):
        assert not Grant.objects.exists()
    assert rita.get(f"/hr/piani/solidarieta/{target.pk}/").status_code == 404


def test_without_pools_the_page_teaches(alfa: Organization, rita: Client) -> None:
    assert "No pool yet" in shown(rita, "/hr/piani/solidarieta/")
