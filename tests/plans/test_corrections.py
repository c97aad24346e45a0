"""One person's amount put right: by a reverse entry and a new one, once, never at the expense of what was used."""

import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core import mail

from catalog.plans.corrections import CannotCorrect, NotEnoughLeft, correct
from catalog.plans.expiring import granted_of
from catalog.plans.grants import grant
from catalog.plans.models import Budget, Grant, GrantCorrection, GrantLine, Source
from catalog.plans.wallets import credit_of
from members.ledger import queries
from members.ledger.models import Entry
from members.models import Member
from tenants.audit.models import Record
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.ledger.books import check_now
from tests.plans import people
from tests.plans.people import day
from welfare.clock import pretend

HUNDRED = Decimal("100.00")


@pytest.fixture
def budget(alfa: Organization) -> Iterator[Budget]:
    """A budget of an open plan of the first organization."""
    with inside(alfa):
        yield people.budget(people.plan(ends_on=day(300)))
        check_now()


def line_of(budget: Budget, member: Member, amount: str = "100.00") -> GrantLine:
    """What a member was granted, alone or with others."""
    given = grant(budget, None, Decimal(amount), key=uuid.uuid4().hex, actor=people.actor())
    return given.lines.get(member=member)


def put_right(line: GrantLine, amount: str, before: str = "100.00", key: uuid.UUID | None = None) -> GrantCorrection:
    """HR writes the right amount."""
    return correct(
        line, Decimal(amount), before=Decimal(before), reason="Ore sbagliate", key=key or uuid.uuid4(),
        actor=people.actor(),
    )  # fmt: skip


@pytest.mark.parametrize(("amount", "entries"), [("80.00", 3), ("130.00", 3), ("0.00", 2)])
def test_the_old_amount_is_reversed_and_the_right_one_granted(budget: Budget, amount: str, entries: int) -> None:
    anna = make.member("Anna")
    line = line_of(budget, anna)
    put_right(line, amount)
    assert credit_of(anna).total == Decimal(amount)
    assert Entry.objects.filter(reference=str(line.grant_id)).count() == entries
    assert Entry.objects.get(reversed_by__isnull=False).key == f"grant:{line.grant_id}:{anna.uuid}"
    assert Grant.objects.get().total == granted_of([budget])[budget.pk] == Decimal(amount)
    assert queries.is_balanced()


def test_corrections_follow_one_another(budget: Budget) -> None:
    anna = make.member("Anna")
    line = line_of(budget, anna)
    for before, amount in (("100.00", "0.00"), ("0.00", "70.00"), ("70.00", "90.00")):
        put_right(line, amount, before)
    assert credit_of(anna).total == Decimal("90.00")


def test_a_repeat_changes_nothing_and_tells_once(budget: Budget) -> None:
    anna = make.member("Anna")
    line, key = line_of(budget, anna), uuid.uuid4()
    assert put_right(line, "80.00", key=key) == put_right(line, "80.00", key=key)
    assert credit_of(anna).total == Decimal("80.00")
    assert Message.objects.filter(recipient=anna.user, kind="grant_corrected").count() == 1


def test_what_was_used_is_not_taken_back_and_nothing_is_clamped(budget: Budget) -> None:
    anna = make.member("Anna")
    line = line_of(budget, anna)
    people.spend(anna, budget, "60.00")
    with pytest.raises(NotEnoughLeft) as refusal:
        put_right(line, "50.00")
    assert not any(figure in str(refusal.value) for figure in ("40", "60", "50"))
    assert (credit_of(anna).total, GrantCorrection.objects.count()) == (Decimal("40.00"), 0)
    put_right(line, "60.00")
    assert credit_of(anna).total == Decimal("0.00")


def test_who_looks_at_an_old_amount_is_refused(budget: Budget) -> None:
    anna = make.member("Anna")
    line = line_of(budget, anna)
    put_right(line, "80.00")
    for amount, before in (("70.00", "100.00"), ("80.00", "80.00")):
        with pytest.raises(CannotCorrect):
            put_right(line, amount, before)
    assert credit_of(anna).total == Decimal("80.00")


def test_expired_credit_is_not_corrected(budget: Budget) -> None:
    line = line_of(budget, make.member("Anna"))
    with pretend(day(101)), pytest.raises(CannotCorrect):
        put_right(line, "80.00")


def test_fringe_benefits_are_not_raised_over_the_persons_limit(alfa: Organization) -> None:
    with inside(alfa):
        fringe = people.budget(people.plan(), source=Source.FRINGE)
        line = line_of(fringe, make.member("Anna"), "900.00")
        with pytest.raises(CannotCorrect):
            put_right(line, "1000.01", "900.00")
        put_right(line, "1000.00", "900.00")


def test_it_is_told_with_the_reason_and_kept_in_the_persons_trail(budget: Budget) -> None:
    anna = make.member("Anna")
    put_right(line_of(budget, anna), "80.00")
    text = compose(Message.objects.get(kind="grant_corrected")).body
    assert all(part in text for part in ("100,00", "80,00", "Ore sbagliate", budget.name))
    record = Record.objects.get(action="grant.corrected")
    assert (record.person_id, record.details) == (anna.user_id, {"before": "100.00", "amount": "80.00"})
    assert not mail.outbox
