"""Payables, the file for the bank, paid: once, by whoever says it first, and never more than was accepted."""

import datetime
import uuid
from decimal import Decimal
from importlib.resources import files as resources
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from stdnum import iban

from catalog.settlement import payments, settling, transfers
from catalog.settlement.models import PayerSettings, PaymentFile, Scheme
from catalog.settlement.payments import CannotPay
from members.ledger.models import Entry
from providers.models import Provider
from providers.statements.models import Statement
from tenants.identity.models import User
from tenants.isolation import SYSTEM
from tests import make
from tests.conftest import inside
from tests.settlement.month import ANOTHER_IBAN, IBAN, Month, confirmed
from welfare import clock
from welfare.clock import today

SOON = datetime.timedelta(days=3)


@pytest.fixture
def paola(month: Month) -> User:
    """Who pays at Alfa, with the account written down."""
    with inside(month.stage.issuer):
        paola = make.user("Paola", "payroll")
        PayerSettings.objects.create(iban=ANOTHER_IBAN, changed_by=paola)
    return paola


@pytest.fixture
def statement(month: Month) -> Statement:
    """A confirmed statement of 40,00."""
    month.used(2)
    return confirmed(month.close())


def make_file(month: Month, paola: User, *statements: Statement, key: str = "") -> PaymentFile:
    with inside(month.stage.issuer):
        chosen = [row.pk for row in statements]
        return payments.make_file(key or uuid.uuid4().hex, chosen, today() + SOON, user=paola, actor=SYSTEM)


def content(month: Month, row: PaymentFile) -> bytes:
    with inside(month.stage.issuer):
        return payments.content_of(row)


def state(statement: Statement) -> str:
    statement.refresh_from_db()
    return statement.state


@pytest.mark.parametrize("scheme", Scheme.values)
def test_the_file_is_valid_by_its_public_schema_and_says_whom_how_much_and_when(
    month: Month, paola: User, statement: Statement, scheme: str
) -> None:
    with inside(month.stage.issuer):
        PayerSettings.objects.update(scheme=scheme, bic="BPMOIT22XXX")
    row = make_file(month, paola, statement)
    xml = content(month, row)
    xmlschema.XMLSchema(str(resources("sepaxml") / "schemas" / f"{scheme}.xsd")).validate(xml.decode())
    space = {"n": f"urn:iso:std:iso:20022:tech:xsd:{scheme}"}
    found = ET.fromstring(xml)  # noqa: S314 - our own file
    texts = {name: [each.text for each in found.iterfind(f".//n:{name}", space)] for name in WANTED}
    assert texts == {
        "MsgId": [row.message_id], "EndToEndId": [statement.number], "InstdAmt": ["40.00"], "CtrlSum": ["40.00"] * 2,
        "IBAN": [ANOTHER_IBAN, IBAN], "NbOfTxs": ["1", "1"], "Ustrd": [f"Rendiconto {statement.number}"],
    }  # fmt: skip
    assert (today() + SOON).isoformat() in xml.decode()


WANTED = ("MsgId", "EndToEndId", "InstdAmt", "CtrlSum", "IBAN", "NbOfTxs", "Ustrd")


def test_what_makes_no_valid_file_is_refused() -> None:
    payer = transfers.Account("Alfa", "NO")
    with pytest.raises(transfers.CannotMake):
        transfers.make(payer, [transfers.Order("1", "Beta", IBAN, Decimal("1.00"), "x")], execution_on=today(),
                       scheme=Scheme.V09)  # fmt: skip


def test_downloaded_again_it_has_the_same_bytes_and_a_changed_one_is_noticed(
    month: Month, paola: User, statement: Statement
) -> None:
    row = make_file(month, paola, statement)
    assert content(month, row) == content(month, row)
    row.sha256 = "0" * 64
    with pytest.raises(ValueError, match="not the one"):
        content(month, row)


def test_the_same_form_twice_makes_one_file(month: Month, paola: User, statement: Statement) -> None:
    first, second = (make_file(month, paola, statement, key="form") for _ in range(2))
    assert first.pk == second.pk
    assert (first.total, first.count, state(statement)) == (Decimal("40.00"), 1, "ordered")


def test_the_same_form_twice_at_once_finds_the_file_of_the_first(
    month: Month, paola: User, statement: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second looked before the first had written, then found its statements taken."""
    first = make_file(month, paola, statement, key="form")
    look, looks = payments.made_before, [None]
    monkeypatch.setattr(payments, "made_before", lambda key: looks.pop() if looks else look(key))
    assert make_file(month, paola, statement, key="form").pk == first.pk


def test_a_statement_is_in_one_live_file_at_most(month: Month, paola: User, statement: Statement) -> None:
    row = make_file(month, paola, statement)
    with pytest.raises(CannotPay, match="moved"):
        make_file(month, paola, statement)
    with inside(month.stage.issuer):
        payments.withdraw(row, actor=SYSTEM)
        with pytest.raises(CannotPay, match="moved"):
            payments.withdraw(row, actor=SYSTEM)
    assert state(statement) == "confirmed"
    assert make_file(month, paola, statement).message_id != row.message_id


def test_a_file_is_not_withdrawn_from_its_day_on(month: Month, paola: User, statement: Statement) -> None:
    row = make_file(month, paola, statement)
    with clock.pretend(today() + SOON), inside(month.stage.issuer), pytest.raises(CannotPay, match="late"):
        payments.withdraw(row, actor=SYSTEM)


def test_paid_settles_the_ledger_once(month: Month, paola: User, statement: Statement) -> None:
    row = make_file(month, paola, statement)
    with inside(month.stage.issuer):
        payments.mark_paid(row, today(), actor=SYSTEM)
        with pytest.raises(CannotPay, match="moved"):
            payments.mark_paid(row, today(), actor=SYSTEM)
        assert settling.settle([statement.pk], today(), actor=SYSTEM) == []
        assert Entry.objects.filter(reason="settled").count() == 1
    assert (month.owed(), month.settled()) == (Decimal("0.00"), Decimal("40.00"))
    assert (state(statement), statement.paid_on) == ("paid", today())


def test_what_the_provider_has_received_is_not_settled_again(month: Month, paola: User, statement: Statement) -> None:
    row = make_file(month, paola, statement)
    with inside(month.stage.issuer):
        assert settling.settle([statement.pk], today(), actor=SYSTEM)
        with pytest.raises(CannotPay, match="paid"):
            payments.withdraw(row, actor=SYSTEM)
        payments.mark_paid(row, today(), actor=SYSTEM)
    assert month.settled() == Decimal("40.00")


def test_value_dates_to_come_or_before_the_month_ended_are_refused(
    month: Month, paola: User, statement: Statement
) -> None:
    for day, code in ((today() + SOON, "future"), (month.first, "early")):
        with inside(month.stage.issuer), pytest.raises(settling.NotPayable, match=code):
            payments.pay_otherwise([statement.pk], day, actor=SYSTEM)
    assert state(statement) == "confirmed"


def test_what_was_paid_otherwise_is_in_no_file(month: Month, paola: User, statement: Statement) -> None:
    with inside(month.stage.issuer):
        assert payments.pay_otherwise([statement.pk], today(), actor=SYSTEM) == 1
        with pytest.raises(CannotPay, match="moved"):
            payments.pay_otherwise([statement.pk], today(), actor=SYSTEM)
    with pytest.raises(CannotPay, match="moved"):
        make_file(month, paola, statement)


def test_without_iban_the_provider_is_named_and_nothing_moves(month: Month, paola: User, statement: Statement) -> None:
    Provider.objects.update(iban="IT00X0542811101000000123456", legal_name="Beta s.c.s.")
    with pytest.raises(CannotPay) as refused:
        make_file(month, paola, statement)
    assert (refused.value.code, refused.value.names) == ("no_iban", ("Beta s.c.s.",))
    assert state(statement) == "confirmed"


def test_without_an_account_or_on_a_day_that_is_over_there_is_no_file(
    month: Month, paola: User, statement: Statement
) -> None:
    with inside(month.stage.issuer):
        for day in (today() - SOON, today() + datetime.timedelta(days=91)):
            with pytest.raises(CannotPay, match="day"):
                payments.make_file("k", [statement.pk], day, user=paola, actor=SYSTEM)
        PayerSettings.objects.all().delete()
        with pytest.raises(CannotPay, match="no_account"):
            payments.make_file("k", [statement.pk], today(), user=paola, actor=SYSTEM)


def test_another_issuers_statement_is_not_payable_here(month: Month, paola: User, statement: Statement) -> None:
    with inside(month.stage.supplier):
        assert payments.payables() == []
        with pytest.raises(CannotPay):
            payments.pay_otherwise([statement.pk], today(), actor=SYSTEM)
    assert state(statement) == "confirmed"


def test_no_commission_is_taken(month: Month, paola: User, statement: Statement) -> None:
    """What the provider gets is what was accepted, to the cent."""
    row = make_file(month, paola, statement)
    with inside(month.stage.issuer):
        payments.mark_paid(row, today(), actor=SYSTEM)
    assert month.settled() == row.total == statement.accepted == sum(line.amount for line in statement.lines.all())


def test_the_accounts_of_these_tests_are_sound() -> None:
    assert iban.is_valid(IBAN)
    assert iban.is_valid(ANOTHER_IBAN)
