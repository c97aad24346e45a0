"""Granting credit to categories: who gets it, once, and who was left out."""

import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest

from catalog.plans.grants import CannotGrant, NotOpen, Terms, confirm, grant, grant_rest, prepare
from catalog.plans.models import Budget, Grant, Plan, Source
from catalog.plans.queries import grants_of
from catalog.plans.wallets import credit_of
from members.ledger import queries
from members.ledger.errors import KeyReused
from members.ledger.models import Entry
from members.models import Member
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.ledger.books import check_now
from tests.plans import people
from tests.plans.people import day
from welfare.clock import pretend
from welfare.money import MoneyError

HUNDRED = Decimal("100.00")


@pytest.fixture
def budget(alfa: Organization) -> Iterator[Budget]:
    """A budget of an open plan of the first organization."""
    with inside(alfa):
        yield people.budget(people.plan())
        check_now()


def held(member: Member) -> Decimal:
    """What a member can spend."""
    return credit_of(member).total


def missing(given: Grant) -> tuple[int, int]:
    """How many people have not had a grant, and how many of them were hired since."""
    shown = next(one for one in grants_of(given.budget.plan) if one.pk == given.pk)
    return shown.missing, shown.newly_hired  # type: ignore[attr-defined]


def test_a_grant_to_a_category_reaches_its_people_alone(budget: Budget) -> None:
    clerks = make.category("Impiegati")
    anna, bruno = make.member("Anna", category=clerks), make.member("Bruno")
    given = grant(budget, clerks, HUNDRED, key="k", actor=people.actor())
    assert (held(anna), held(bruno), given.people) == (HUNDRED, Decimal("0.00"), 1)


def test_a_grant_to_everybody_leaves_out_who_left_and_who_has_not_begun(budget: Budget) -> None:
    anna = make.member("Anna")
    leaving = make.member("Lea", left_on=day(0))
    left, coming = make.member("Bruno", left_on=day(-1)), make.member("Carla", hired_on=day(5))
    given = grant(budget, None, HUNDRED, key="k", actor=people.actor())
    assert [held(one) for one in (anna, leaving, left, coming)] == [HUNDRED, HUNDRED, 0, 0]
    assert given.people == 2


def test_one_entry_a_member(budget: Budget) -> None:
    for name in ("Anna", "Bruno", "Carla"):
        make.member(name)
    given = grant(budget, None, HUNDRED, key="k", actor=people.actor())
    entries = Entry.objects.filter(reference=str(given.pk))
    assert [(entry.size, entry.reason) for entry in entries] == [(2, "grant")] * 3
    assert queries.is_balanced()


def test_the_same_key_grants_once(budget: Budget) -> None:
    anna, actor = make.member("Anna"), people.actor()
    first = grant(budget, None, HUNDRED, key="k", actor=actor)
    assert grant(budget, None, HUNDRED, key="k", actor=actor) == first
    assert (held(anna), Grant.objects.count()) == (HUNDRED, 1)
    with pytest.raises(KeyReused):
        grant(budget, None, Decimal("90.00"), key="k", actor=actor)


def test_two_grants_add_up_in_one_lot(budget: Budget) -> None:
    anna, actor = make.member("Anna"), people.actor()
    grant(budget, None, HUNDRED, key="a", actor=actor)
    grant(budget, None, Decimal("50.00"), key="b", actor=actor)
    assert [one.balance for one in credit_of(anna).lots] == [Decimal("150.00")]


def test_new_hires_are_found_and_granted_alone(budget: Budget) -> None:
    anna, actor = make.member("Anna"), people.actor()
    with pretend(day(-5)):
        given = grant(budget, None, HUNDRED, key="k", actor=actor)
    carla = make.member("Carla", hired_on=day(0))
    make.member("Dino", hired_on=day(9))
    assert missing(given) == (1, 1)
    assert grant_rest(given, actor=actor) == 1
    assert grant_rest(given, actor=actor) == 0
    assert (held(anna), held(carla), missing(given)) == (HUNDRED, HUNDRED, (0, 0))


def test_who_changes_category_is_granted_by_the_new_one(budget: Budget) -> None:
    clerks, actor = make.category("Impiegati"), people.actor()
    make.member("Anna", category=clerks)
    bruno = make.member("Bruno")
    given = grant(budget, clerks, HUNDRED, key="k", actor=actor)
    Member.objects.filter(pk=bruno.pk).update(category=clerks)
    assert missing(given) == (1, 0)
    assert (grant_rest(given, actor=actor), held(bruno)) == (1, HUNDRED)


@pytest.mark.parametrize("amount", ["0.00", "-5.00", "1.001"])
def test_only_amounts_over_zero_are_granted(budget: Budget, amount: str) -> None:
    make.member("Anna")
    with pytest.raises(MoneyError):
        grant(budget, None, Decimal(amount), key="k", actor=people.actor())
    assert not Grant.objects.exists()


def test_a_draft_or_an_expired_budget_grants_nothing(budget: Budget) -> None:
    draft = people.budget(people.plan("Bozza", Plan.State.DRAFT))
    past = people.budget(people.plan("Vecchio"), days=-1)
    for one in (draft, past):
        with pytest.raises(NotOpen):
            grant(one, None, HUNDRED, key="k", actor=people.actor())
    assert not Grant.objects.exists()


def test_a_grant_is_in_the_audit_trail_without_names(budget: Budget) -> None:
    make.member("Anna")
    actor = people.actor()
    given = grant(budget, None, HUNDRED, key=uuid.uuid4().hex, actor=actor)
    record = Record.objects.get(action="grant")
    assert (record.actor, record.subject) == (actor.code, str(given.pk))
    assert record.details == {"budget": str(budget.pk), "amount": "100.00", "people": 1}


def test_two_grants_shown_at_once_do_not_pass_the_fringe_limit_together(alfa: Organization) -> None:
    with inside(alfa):
        make.member("Anna")
        fringe = people.budget(people.plan(), source=Source.FRINGE)
        hr = people.actor()
        one, other = (prepare(fringe, Terms(Decimal("600.00")), key=key, actor=hr) for key in ("one", "other"))
        assert confirm(one, digest=one.digest, actor=hr)
        with pytest.raises(CannotGrant):
            confirm(other, digest=other.digest, actor=hr)
        other.refresh_from_db()
        assert other.state == Grant.State.PREVIEWED
