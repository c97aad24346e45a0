"""A month closed while vouchers are accepted, by two workers; paid by two: nothing twice, nothing lost."""

import datetime
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from catalog.orders import accept
from catalog.settlement import closing, correcting, payments, settling
from catalog.settlement.models import PayerSettings
from members.ledger.models import Entry
from providers.statements.corrections import propose_correction
from providers.statements.models import Statement, StatementLine
from tenants.isolation import SYSTEM
from tests import make
from tests.accept.desk import code_of
from tests.committed import Committed
from tests.conftest import inside
from tests.races.together import Meeting, at_once
from tests.settlement import month as months
from tests.settlement.month import Month, confirmed
from welfare import clock
from welfare.clock import today


@pytest.fixture
def month(committed: Committed) -> Month:
    """Anna of Alfa and Beta's vouchers."""
    return months.set_up(committed.alfa, committed.beta)


def test_closing_against_accepting_each_stands_in_one_statement(month: Month) -> None:
    month.used(3)
    last_day = month.first.replace(day=20)
    with clock.pretend(last_day):
        late = [code_of(month.stage, month.stage.place(slot_id=None)) for _ in range(4)]
    with inside(month.stage.issuer):
        row = closing.ask(month.first)

    def close() -> None:
        with inside(month.stage.issuer):
            closing.carry_on(row.pk)

    def take(code: str) -> Callable[[], None]:
        def act() -> None:
            with clock.pretend(last_day), inside(month.stage.supplier):
                accept.accept(code, actor=month.manager)

        return act

    outcomes = at_once([close, close, *map(take, late)])
    assert not [outcome for outcome in outcomes if outcome is not None], outcomes
    this_month = today().replace(day=1)
    with clock.pretend(this_month + datetime.timedelta(days=40)), inside(month.stage.issuer):
        closing.carry_on(closing.ask(this_month).pk)
    assert StatementLine.objects.count() == 7
    assert sum(Statement.objects.values_list("total", flat=True)) == month.owed() == Decimal("140.00")
    for statement in Statement.objects.all():
        assert statement.accepted == sum(line.amount for line in statement.lines.all())
        assert statement.lines_count == statement.lines.count()


def test_two_who_pay_the_same_have_one_file_between_them(month: Month) -> None:
    month.used(2)
    statement = confirmed(month.close())
    with inside(month.stage.issuer):
        user = make.user("Paola", "payroll")
        PayerSettings.objects.create(iban=months.ANOTHER_IBAN, changed_by=user)

    def pay() -> object:
        with inside(month.stage.issuer):
            return payments.make_file(uuid.uuid4().hex, [statement.pk], today(), user=user, actor=SYSTEM)

    outcomes = at_once([pay] * 4)
    refused = [outcome for outcome in outcomes if isinstance(outcome, payments.CannotPay)]
    assert len(refused) == 3, outcomes


def settle_at_once(month: Month, statement: Statement) -> list[Any]:
    def settle() -> int:
        with inside(month.stage.issuer):
            return len(settling.settle([statement.pk], today(), actor=SYSTEM))

    return at_once([settle] * 2)


def test_paid_said_twice_at_once_is_settled_once(month: Month) -> None:
    month.used(2)
    statement = confirmed(month.close())
    assert sorted(settle_at_once(month, statement)) == [0, 1]
    assert month.settled() == Decimal("40.00")


def test_control_without_the_conditional_update_it_would_be_settled_twice(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    month.used(2)
    statement = confirmed(month.close())
    meeting = Meeting(2)

    def read_then_write(row: Statement, paid_on: datetime.date, states: Any, to: str) -> bool:
        is_open = Statement.objects.get(pk=row.pk).state in states
        meeting.wait()
        Statement.objects.filter(pk=row.pk).update(state=to, paid_on=paid_on)
        return is_open

    draft = settling.draft_of
    monkeypatch.setattr(settling, "is_moved", read_then_write)
    monkeypatch.setattr(settling, "draft_of", lambda row, day: keyed(draft(row, day)))
    assert settle_at_once(month, statement) == [1, 1]
    assert month.settled() == Decimal("80.00")


def keyed(draft: Any) -> Any:
    """The same entry under a key of its own: the ledger's key is the other thing that would stop it."""
    draft_type = type(draft)
    return draft_type(f"{draft.key}:{uuid.uuid4()}", draft.reason, draft.lines, draft.reference, draft.occurred_on)


def test_a_correction_agreed_twice_at_once_gives_credit_back_once(month: Month) -> None:
    order = month.used()[0]
    month.close()
    row = propose_correction(order.fulfilment_id, Decimal("-5.00"), "dispute", side="office")
    outcomes = at_once([lambda: correcting.accept(row.pk, actor=SYSTEM)] * 3)
    assert len([each for each in outcomes if isinstance(each, correcting.CannotAnswer)]) == 2, outcomes
    with inside(month.stage.issuer):
        assert Entry.objects.filter(key__startswith="correction:").count() == 1
    assert month.owed() == Statement.objects.get().total == Decimal("15.00")
