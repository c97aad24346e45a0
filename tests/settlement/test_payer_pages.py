"""Payroll's pages: sums and no more, chosen, made into a file, paid; the mistakes people make."""

import datetime
import uuid

import pytest
from django.test import Client

from catalog.settlement import clearing, closing
from catalog.settlement.models import PayerSettings, PaymentFile
from providers.models import Provider
from providers.statements.models import ClearingRound, MonthClosing, Statement
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.accept.desk import page
from tests.conftest import browse, inside
from tests.queries import counted
from tests.settlement import month as months
from tests.settlement.month import ANOTHER_IBAN, IBAN, Month, confirmed
from tests.settlement.test_provider_pages import spread_over_months
from welfare.clock import today

LIST, ACCOUNT = "/paghe/fornitori/", "/paghe/fornitori/conto/"


@pytest.fixture
def paola(month: Month) -> Client:
    """Who runs Alfa's payroll; the account is written."""
    with inside(month.stage.issuer):
        user = make.user("Paola", "payroll")
        PayerSettings.objects.create(iban=ANOTHER_IBAN, changed_by=user)
        return browse(month.stage.issuer, user)


@pytest.fixture
def statement(month: Month) -> Statement:
    """A confirmed statement of 40,00."""
    month.used(2)
    return confirmed(month.close())


def form(statement: Statement, act: str = "file", **changes: str) -> dict[str, str]:
    return {"key": uuid.uuid4().hex, "chosen": str(statement.pk), "day": today().isoformat(), "act": act, **changes}


def test_the_payer_sees_a_sum_to_a_provider_and_nothing_that_leads_to_a_person(
    paola: Client, statement: Statement
) -> None:
    text = page(paola, LIST)
    assert "40,00" in text
    assert "Primavera" in text
    line = statement.lines.get(pk=statement.lines.earliest("pk").pk)
    for hidden in ("Anna", "Leo", "Estate al Mulino", line.last_four, "20,00", "Centro estivo", "2 servizi"):
        assert hidden not in text, hidden


def test_a_file_is_made_downloaded_twice_the_same_and_marked_as_paid(
    month: Month, paola: Client, statement: Statement
) -> None:
    sent = form(statement)
    first, second = (paola.post(LIST, sent) for _ in range(2))
    with inside(month.stage.issuer):
        row = PaymentFile.objects.get()
    assert first["Location"] == second["Location"] == f"{LIST}file/{row.pk}/"
    assert statement.number in page(paola, first["Location"])
    contents = {paola.post(f"{LIST}file/{row.pk}/scarica/").content for _ in range(2)}
    assert len(contents) == 1
    for _ in range(2):
        paola.post(f"{LIST}file/{row.pk}/pagato/", {"paid_on": today().isoformat()})
    statement.refresh_from_db()
    assert (statement.state, month.settled()) == ("paid", statement.total)


def test_what_is_wrong_is_said_and_what_was_chosen_is_kept(paola: Client, statement: Statement) -> None:
    yesterday = (today() - datetime.timedelta(days=1)).isoformat()
    text = page(paola, LIST, **form(statement, day=yesterday))
    assert "90 giorni" in text
    assert f'value="{statement.pk}" checked' in text
    nothing = form(statement)
    del nothing["chosen"]
    assert "almeno una riga" in page(paola, LIST, **nothing)
    assert "non è più da pagare" in page(paola, LIST, **form(statement, chosen=str(uuid.uuid4())))
    tomorrow = (today() + datetime.timedelta(days=1)).isoformat()
    assert "fino a oggi" in page(paola, LIST, **form(statement, act="paid", day=tomorrow))
    Provider.objects.update(iban="")
    assert "IBAN" in page(paola, LIST, **form(statement))
    statement.refresh_from_db()
    assert statement.state == "confirmed"


def test_paid_without_a_file_is_written_down_once(month: Month, paola: Client, statement: Statement) -> None:
    for _ in range(2):
        paola.post(LIST, form(statement, act="paid"))
    assert month.settled() == statement.total


def test_a_file_can_be_withdrawn_before_its_day(month: Month, paola: Client, statement: Statement) -> None:
    day = (today() + datetime.timedelta(days=5)).isoformat()
    address = paola.post(LIST, form(statement, day=day))["Location"]
    assert "due volte" in page(paola, f"{address}ritira/")
    for _ in range(2):
        paola.post(f"{address}ritira/")
    statement.refresh_from_db()
    assert statement.state == "confirmed"


def test_a_wrong_account_is_refused_and_kept(month: Month, paola: Client) -> None:
    text = page(paola, ACCOUNT, iban="IT60X05428", bic="ABC", scheme="pain.001.001.09")
    assert "manca un carattere" in text
    assert "8 o 11" in text
    assert 'value="IT60X05428"' in text
    paola.post(ACCOUNT, {"iban": IBAN, "bic": "", "scheme": "pain.001.001.03"})
    with inside(month.stage.issuer):
        assert [(row.iban, row.scheme) for row in PayerSettings.objects.all()] == [(IBAN, "pain.001.001.03")]


def test_the_list_costs_the_same_with_one_and_with_30_statements(
    month: Month, paola: Client, statement: Statement
) -> None:
    def queries() -> int:
        with counted() as found:
            assert paola.get(LIST).status_code == 200
        return len(found)

    paola.get(LIST)
    assert queries() == 8
    spread_over_months(month, 30)
    assert Statement.objects.filter(state="confirmed").count() == 30
    assert queries() == 8


def test_the_office_closes_a_month_that_is_over_and_no_other(month: Month, rete: Organization) -> None:
    month.used()
    with inside(rete):
        ugo = browse(rete, make.user("Ugo", "office"))
    address = "/rete/rendiconti/chiudi/"
    for day, status in ((today().replace(day=1).isoformat(), 302), ("domani", 400), ("", 400)):
        assert ugo.post(address, {"month": day}).status_code == status
        assert not MonthClosing.objects.exists()
    assert "Chiudi" in page(ugo, "/rete/rendiconti/")
    for _ in range(2):
        ugo.post(address, {"month": month.first.isoformat()})
    assert Statement.objects.count() == 1
    assert "20,00" in page(ugo, "/rete/rendiconti/")


def test_a_round_is_proposed_by_the_office_and_answered_by_each(
    month: Month, paola: Client, statement: Statement, rete: Organization
) -> None:
    back = months.set_up(month.stage.supplier, month.stage.issuer)
    back.used()
    confirmed(close(back))
    with inside(month.stage.supplier):
        bea = browse(month.stage.supplier, make.user("Bea", "payroll"))
    with inside(rete):
        ugo = browse(rete, make.user("Ugo", "office"))
    assert "60,00" in page(ugo, "/rete/compensazioni/")
    for _ in range(2):
        ugo.post("/rete/compensazioni/nuovo/")
    found = ClearingRound.objects.get()
    address = f"/paghe/compensazioni/{found.pk}/"
    assert "20,00" in page(paola, address)
    paola.post(address, {"answer": "yes"})
    assert "Hai già risposto" not in page(bea, address)
    bea.post(address, {"answer": "yes"})
    found.refresh_from_db()
    assert found.state == "agreed"
    assert "20,00" in page(ugo, f"/rete/compensazioni/{found.pk}/")
    assert "20,00" in page(paola, LIST)
    assert ugo.post("/rete/compensazioni/nuovo/", follow=True).status_code == 200


def close(back: Month) -> Statement:
    with inside(back.stage.issuer):
        assert closing.carry_on(closing.ask(back.first).pk)
    return Statement.objects.get(issuer=back.stage.issuer)


def test_a_round_of_others_is_not_there(month: Month, paola: Client) -> None:
    assert paola.get(f"/paghe/compensazioni/{uuid.uuid4()}/").status_code == 404
    with inside(month.stage.issuer), pytest.raises(clearing.CannotClear):
        clearing.propose(actor=SYSTEM)
