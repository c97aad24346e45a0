"""A correction gives credit back to where it came from, or takes back what an earlier one gave; never more."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

import pytest

from catalog.orders.models import Order
from catalog.orders.year import Year
from catalog.plans.models import Budget
from catalog.settlement import closing, correcting, silence
from catalog.settlement.correcting import CannotAnswer
from members.ledger.models import Entry
from providers.models import Fulfilment
from providers.statements import confirming
from providers.statements.confirming import CannotConfirm
from providers.statements.corrections import CannotCorrect, propose_correction
from providers.statements.models import Correction, Statement
from providers.statements.queries import last_month
from tenants.audit.models import Record
from tenants.isolation import SYSTEM
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tenants.models import FailedTask
from tests import make
from tests.conftest import browse, inside
from tests.settlement.month import Month, confirmed, lines
from welfare import clock
from welfare.clock import today


def propose(order: Order, amount: str, reason: str = "in_part", side: str = "provider") -> Correction:
    return propose_correction(order.fulfilment_id, Decimal(amount), reason, side=side)


def agreed(order: Order, amount: str, **said: Any) -> Correction:
    return correcting.accept(propose(order, amount, **said).pk, actor=SYSTEM)


def total(statement: Statement) -> Decimal:
    statement.refresh_from_db()
    return Decimal(statement.total)


def test_credit_comes_back_to_the_lot_that_paid_and_less_is_owed(month: Month) -> None:
    order = month.used()[0]
    statement = month.close()
    before = month.stage.lots()
    agreed(order, "-7.50")
    assert month.stage.lots() == [before[0] + Decimal("7.50"), before[1]]
    assert total(statement) == month.owed() == Decimal("12.50")
    assert (statement.corrected, statement.revision) == (Decimal("-7.50"), 2)


def test_of_several_lots_the_one_that_expires_last_gets_its_part_back_first(month: Month) -> None:
    dear = month.used(11)[-1]
    assert month.stage.lots() == [Decimal("622.50")]
    before = month.stage.lots()
    agreed(dear, "-12.00")
    assert month.stage.lots() == [Decimal("2.00"), before[0] + Decimal("10.00")]
    agreed(dear, "-8.00")
    assert month.stage.lots() == [Decimal("10.00"), Decimal("632.50")]


def test_an_earlier_correction_can_be_taken_back_but_no_more_than_it_gave(month: Month) -> None:
    order = month.used()[0]
    lots = month.stage.lots()
    agreed(order, "-15.00")
    with pytest.raises(CannotCorrect) as refused:
        propose(order, "15.01", "undone")
    assert (refused.value.code, refused.value.limit) == ("more", Decimal("15.00"))
    agreed(order, "5.00", reason="undone")
    assert (month.stage.lots()[0], month.owed()) == (lots[0] + Decimal("10.00"), Decimal("10.00"))
    agreed(order, "10.00", reason="undone")
    assert month.stage.lots() == lots


def test_credit_that_was_spent_meanwhile_cannot_be_taken_back(month: Month) -> None:
    order = month.used(42)[0]
    agreed(order, "-20.00")
    with inside(month.stage.issuer):
        month.stage.place(slot_id=None)
    correction = propose(order, "20.00", "undone")
    with pytest.raises(CannotAnswer) as refused:
        correcting.accept(correction.pk, actor=SYSTEM)
    assert refused.value.code == "spent"
    correction.refresh_from_db()
    assert correction.state == "proposed"
    with clock.pretend(correction.answer_by + datetime.timedelta(days=1)), inside(month.stage.issuer):
        silence.pass_days()
    correction.refresh_from_db()
    assert (correction.state, correction.refusal) == ("refused", "spent")


def test_what_silence_cannot_move_is_seen_by_operators_until_it_is_moved(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    [order] = month.used()
    month.close()
    correction = propose(order, "-5.00")

    def away(*_asked: object, **_how: object) -> None:
        raise CannotAnswer("away")

    with clock.pretend(correction.answer_by + datetime.timedelta(days=1)), inside(month.stage.issuer):
        with monkeypatch.context() as patch:
            patch.setattr(correcting, "accept", away)
            assert (silence.pass_days(), silence.pass_days()) == (0, 0)
        assert FailedTask.objects.get(reference=correction.pk).resolved_at is None
        assert silence.pass_days() == 1
        assert FailedTask.objects.get(reference=correction.pk).resolved_at is not None


def test_credit_of_a_lot_that_has_expired_follows_its_plan(month: Month) -> None:
    order = month.used()[0]
    month.close()
    with inside(month.stage.issuer):
        Budget.objects.update(refund_days=30)
    later = month.stage.contract.expires_on + datetime.timedelta(days=1)
    with clock.pretend(later):
        agreed(order, "-20.00")
        with inside(month.stage.issuer):
            snapshot = Order.objects.get(pk=order.pk).snapshot["corrections"]
    (said,) = snapshot.values()
    assert said["change"] == "-20.00"
    assert said["until"] == (later + datetime.timedelta(days=30)).isoformat()


@pytest.mark.parametrize(
    ("amount", "code"),
    [("-20.01", "too_much"), ("0.01", "more"), ("0.00", "nothing")],
)
def test_amounts_that_cannot_be(month: Month, amount: str, code: str) -> None:
    order = month.used()[0]
    with pytest.raises(CannotCorrect) as refused:
        propose(order, amount)
    assert refused.value.code == code
    assert not Correction.objects.exists()


def test_one_correction_at_a_time_and_only_of_what_was_accepted(month: Month) -> None:
    order = month.used()[0]
    propose(order, "-1.00")
    with pytest.raises(CannotCorrect, match="waiting"):
        propose(order, "-1.00")
    with pytest.raises(CannotCorrect, match="not_accepted"):
        propose(month.stage.place(slot_id=None), "-1.00")
    with pytest.raises(CannotCorrect, match="absent"):
        propose_correction(uuid.uuid4(), Decimal("-1.00"), "dispute", side="office")


def test_the_same_proposal_twice_is_one(month: Month) -> None:
    order, key = month.used()[0], uuid.uuid4()
    rows = [
        propose_correction(order.fulfilment_id, Decimal("-1.00"), "dispute", side="office", correction_id=key)
        for _ in range(2)
    ]
    assert rows[0].pk == rows[1].pk == key


def test_accepted_twice_moves_credit_once_and_tells_the_member_once(month: Month) -> None:
    order = month.used()[0]
    correction = agreed(order, "-5.00")
    with pytest.raises(CannotAnswer):
        correcting.accept(correction.pk, actor=SYSTEM)
    with inside(month.stage.issuer):
        assert Entry.objects.filter(key__startswith="correction:").count() == 1
        told = Message.objects.filter(kind="order_corrected")
        assert [row.recipient_id for row in told] == [month.stage.anna.user_id]
        assert Record.objects.get(action="correction.accepted").person_id == month.stage.anna.user_id


def test_the_member_reads_it_in_a_mail_and_on_the_page_of_the_order(month: Month) -> None:
    order = month.used()[0]
    row = agreed(order, "-5.00")
    anna = browse(month.stage.issuer, month.stage.anna.user)
    text = anna.get(f"/richieste/{order.pk}/").content.decode()
    assert "-5,00" in text
    with inside(month.stage.issuer):
        mail = compose(Message.objects.get(kind="order_corrected"))
        assert "5,00" in mail.subject
        assert "tornato nel tuo conto" in str(mail.body)
    correcting.accept(propose(order, "5.00", "undone").pk, actor=SYSTEM)
    with inside(month.stage.issuer):
        assert "5,00" in str(compose(Message.objects.get(kind="order_corrected_back")).body)
    assert row.amount == Decimal("-5.00")


def test_what_a_provider_is_mailed_names_nobody(month: Month) -> None:
    with inside(month.stage.supplier):
        make.user("Rita", "provider_manager")
    order = month.used()[0]
    month.close()
    agreed(order, "-5.00", side="office")
    refused = propose(order, "-1.00", side="office")
    with inside(month.stage.supplier):
        correcting.refuse(refused.pk, "given", actor=SYSTEM)
        mails = [compose(row) for row in Message.objects.filter(kind__in=KINDS)]
    assert len(mails) == 5
    for mail in mails:
        assert "Anna" not in str(mail.body)
        assert "Leo" not in str(mail.body)


KINDS = ("statement_ready", "correction_proposed", "correction_answered")


def test_what_came_back_leaves_the_tax_year(month: Month) -> None:
    order = month.used()[0]
    year = Year(month.stage.anna, order.placed_at.year)

    def benefits() -> list[Decimal]:
        with inside(month.stage.issuer):
            return [each.amount for each in Year(year.member, year.year).held.all]

    assert benefits() == [Decimal("20.00")]
    agreed(order, "-5.00")
    assert benefits() == [Decimal("15.00")]
    agreed(order, "5.00", reason="undone")
    assert benefits() == [Decimal("20.00")]
    agreed(order, "-20.00")
    assert benefits() == []


def test_what_is_accepted_after_the_statement_counts_in_the_next_one(month: Month) -> None:
    first, _second = month.used(2)
    statement = confirmed(month.close())
    agreed(first, "-20.00")
    assert total(statement) == Decimal("40.00")
    Fulfilment.objects.filter(pk=month.used()[0].fulfilment_id).update(accepted_at=clock.now())
    with clock.pretend((month.first + datetime.timedelta(days=70)).replace(day=2)):
        following = next_statement(month)
    assert (following.accepted, following.corrected, following.total) == (
        Decimal("20.00"), Decimal("-20.00"), Decimal("0.00"),
    )  # fmt: skip


def next_statement(month: Month) -> Statement:
    with inside(month.stage.issuer):
        assert closing.carry_on(closing.ask(last_month()).pk)
    return Statement.objects.get(month=last_month())


def test_a_contest_holds_the_statement_until_it_is_answered(month: Month) -> None:
    month.used(2)
    statement = month.close()
    line = lines(statement)[0]
    with inside(month.stage.supplier):
        row = confirming.contest(statement, line, amount=Decimal("5.00"), reason="in_part", actor=month.manager)
        assert row.amount == Decimal("-15.00")
        with pytest.raises(CannotConfirm, match="waiting"):
            confirming.confirm(statement, revision=1, actor=month.manager)
    correcting.accept(row.pk, actor=SYSTEM)
    with inside(month.stage.supplier):
        with pytest.raises(CannotConfirm, match="changed"):
            confirming.confirm(statement, revision=1, actor=month.manager)
        confirming.confirm(statement, revision=2, actor=month.manager)
        with pytest.raises(CannotConfirm, match="done"):
            confirming.confirm(statement, revision=2, actor=month.manager)
    statement.refresh_from_db()
    assert (statement.state, statement.total) == ("confirmed", Decimal("25.00"))


def test_a_refused_contest_changes_nothing(month: Month) -> None:
    month.used()
    statement = month.close()
    with inside(month.stage.supplier):
        row = confirming.contest(
            statement, lines(statement)[0], amount=Decimal("5.00"), reason="in_part", actor=month.manager
        )
        correcting.refuse(row.pk, "given", actor=SYSTEM)
        with pytest.raises(CannotAnswer):
            correcting.refuse(row.pk, "given", actor=SYSTEM)
    with pytest.raises(CannotAnswer):
        correcting.accept(row.pk, actor=SYSTEM)
    assert total(statement) == month.owed() == Decimal("20.00")


def test_after_its_day_nothing_is_contested_and_silence_confirms(month: Month) -> None:
    month.used()
    statement = month.close()
    with clock.pretend(statement.confirm_by):
        with inside(month.stage.issuer):
            silence.pass_days()
        statement.refresh_from_db()
        assert statement.state == "to_confirm"
    with clock.pretend(statement.confirm_by + datetime.timedelta(days=1)):
        with inside(month.stage.supplier), pytest.raises(CannotConfirm, match="late"):
            confirming.contest(
                statement, lines(statement)[0], amount=Decimal("5.00"), reason="in_part", actor=month.manager
            )
        with inside(month.stage.issuer):
            assert silence.pass_days() == 1
    statement.refresh_from_db()
    assert (statement.state, statement.by_silence) == ("confirmed", True)


def test_silence_on_a_correction_is_consent_and_one_that_fails_stops_no_other(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = month.used(2)
    statement = month.close()
    broken, sound = propose(first, "-1.00", side="office"), propose(second, "-2.00", side="office")
    move = correcting.move_credit

    def fail_on_the_first(correction: Correction, *rest: Any) -> None:
        if correction.pk == broken.pk:
            raise OSError
        move(correction, *rest)

    monkeypatch.setattr(correcting, "move_credit", fail_on_the_first)
    with clock.pretend(statement.confirm_by + datetime.timedelta(days=1)), inside(month.stage.issuer):
        silence.pass_days()
    sound.refresh_from_db()
    broken.refresh_from_db()
    assert (sound.state, sound.by_silence, broken.state) == ("accepted", True, "proposed")
    # It is held until the other one is answered, too.
    assert total(statement) == Decimal("38.00")
    assert statement.state == "to_confirm"


def test_today_is_a_day_for_answers(month: Month) -> None:
    assert propose(month.used()[0], "-1.00").answer_by == today() + datetime.timedelta(days=10)
