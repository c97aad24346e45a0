"""A round of clearing: all agree and only the difference is paid; one refuses and nothing has changed."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest

from catalog.settlement import clearing, closing, payments, tasks
from catalog.settlement.clearing import CannotClear
from catalog.settlement.payments import CannotPay
from providers.models import Provider
from providers.statements.models import ClearingRound, ClearingTransfer, Statement
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests.conftest import inside
from tests.settlement import month as months
from tests.settlement.month import ANOTHER_IBAN, Month, confirmed
from welfare import clock
from welfare.clock import today


@dataclass(frozen=True)
class Pair:
    """Alfa owes Beta 60,00; Beta owes Alfa 20,00."""

    there: Month
    back: Month
    rete: Organization

    def propose(self) -> ClearingRound:
        with inside(self.rete):
            return clearing.propose(actor=SYSTEM)

    def answer(self, found: ClearingRound, who: Organization, *, is_yes: bool = True) -> ClearingRound:
        with inside(who):
            return clearing.answer(found.pk, is_yes=is_yes, actor=SYSTEM)

    @property
    def parties(self) -> tuple[Organization, Organization]:
        return self.there.stage.issuer, self.back.stage.issuer


@pytest.fixture
def pair(alfa: Organization, beta: Organization, rete: Organization) -> Pair:
    there, back = months.set_up(alfa, beta), months.set_up(beta, alfa)
    there.used(3)
    back.used(1)
    for each in (there, back):
        with inside(each.stage.issuer):
            assert closing.carry_on(closing.ask(each.first).pk)
    for statement in Statement.objects.all():
        confirmed(statement)
    Provider.objects.filter(organization=alfa).update(iban=ANOTHER_IBAN)
    return Pair(there, back, rete)


def states() -> list[str]:
    return sorted(Statement.objects.values_list("state", flat=True))


def test_when_all_agree_everything_is_settled_and_the_difference_is_left_to_pay(pair: Pair) -> None:
    found, (alfa, beta) = pair.propose(), pair.parties
    assert states() == ["clearing", "clearing"]
    pair.answer(found, alfa)
    assert states() == ["clearing", "clearing"]
    assert pair.answer(found, beta).state == "agreed"
    assert states() == ["cleared", "cleared"]
    left = ClearingTransfer.objects.get()
    assert (left.payer, left.payee, left.amount, left.state) == (alfa, beta, Decimal("40.00"), "due")
    assert (pair.there.owed(), pair.there.settled()) == (Decimal("0.00"), Decimal("60.00"))
    assert (pair.back.owed(), pair.back.settled()) == (Decimal("0.00"), Decimal("20.00"))


def test_no_commission_what_is_cleared_and_paid_is_what_was_accepted(pair: Pair) -> None:
    found = pair.propose()
    parties = list(found.parties.all())
    accepted = sum(row.accepted for row in Statement.objects.all())
    assert sum(each.owed for each in parties) == sum(each.owes for each in parties) == accepted
    received = {each.payee_id: each.amount for each in found.transfers.all()}
    paid = {each.payer_id: each.amount for each in found.transfers.all()}
    for each in parties:
        got = received.get(each.organization_id, Decimal(0)) - paid.get(each.organization_id, Decimal(0))
        assert got == each.net == each.owed - each.owes


def test_the_difference_is_paid_like_a_statement(pair: Pair) -> None:
    found, (alfa, beta) = pair.propose(), pair.parties
    for each in (alfa, beta):
        pair.answer(found, each)
    with inside(alfa):
        (payable,) = payments.payables()
        assert (payable.amount, payable.is_clearing, payable.has_iban) == (Decimal("40.00"), True, True)
        assert payments.pay_otherwise([payable.key], today(), actor=SYSTEM) == 1
        with pytest.raises(CannotPay):
            payments.pay_otherwise([payable.key], today(), actor=SYSTEM)
    assert ClearingTransfer.objects.get().state == "paid"


def test_one_no_changes_nothing(pair: Pair) -> None:
    before = pair.there.owed(), pair.back.owed()
    found, (alfa, beta) = pair.propose(), pair.parties
    pair.answer(found, alfa)
    assert pair.answer(found, beta, is_yes=False).state == "refused"
    assert states() == ["confirmed", "confirmed"]
    assert (pair.there.owed(), pair.back.owed()) == before
    assert not ClearingTransfer.objects.exists()
    with pytest.raises(CannotClear, match="over"):
        pair.answer(found, alfa)
    assert pair.propose().pk != found.pk


def test_a_round_that_not_all_answer_lapses(pair: Pair) -> None:
    found = pair.propose()
    pair.answer(found, pair.parties[0])
    with clock.pretend(found.accept_by + datetime.timedelta(days=1)):
        with pytest.raises(CannotClear, match="over"):
            pair.answer(found, pair.parties[1])
        tasks.pass_days_everywhere()
    found.refresh_from_db()
    assert (found.state, states()) == ("lapsed", ["confirmed", "confirmed"])


def test_each_answers_once_and_nobody_else_does(pair: Pair) -> None:
    found = pair.propose()
    pair.answer(found, pair.parties[0])
    for who in (pair.parties[0], pair.rete):
        with pytest.raises(CannotClear, match="answered"):
            pair.answer(found, who)


def test_while_a_round_waits_nothing_of_it_is_paid_and_no_other_begins(pair: Pair) -> None:
    pair.propose()
    with inside(pair.parties[0]):
        assert payments.payables() == []
    with pytest.raises(CannotClear, match="running"):
        pair.propose()


def test_a_mere_customer_has_no_part_in_it(pair: Pair) -> None:
    Statement.objects.filter(issuer=pair.parties[1]).update(state="paid", paid_on=today())
    with pytest.raises(CannotClear, match="nothing"):
        pair.propose()
    assert not ClearingRound.objects.exists()
