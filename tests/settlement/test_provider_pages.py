"""The provider's pages: read, confirm, contest, papers, invoice, received; and what is refused says why."""

import datetime
import io
import uuid
from decimal import Decimal

import pypdf
import pytest
from django.test import Client

from catalog.fiscal import rule_book
from catalog.settlement import closing
from providers.models import Fulfilment, Offer, Provider
from providers.statements import documents, vat
from providers.statements.corrections import propose_correction
from providers.statements.models import Correction, Statement, StatementFile
from providers.statements.wording import wording
from tenants.models import Organization
from tests import make
from tests.accept.desk import page
from tests.conftest import browse, inside
from tests.queries import counted
from tests.settlement.month import ANOTHER_IBAN, Month, confirmed, lines
from welfare.clock import now, today

LIST = "/fornitore/rendiconti/"


@pytest.fixture
def rita(month: Month) -> Client:
    """Who runs Beta."""
    with inside(month.stage.supplier):
        return browse(month.stage.supplier, make.user("Rita", "provider_manager"))


def at(statement: Statement, rest: str = "") -> str:
    return f"{LIST}{statement.pk}/{rest}"


def shown(client: Client, address: str, **fields: object) -> str:
    answer = client.post(address, fields, follow=True) if fields else client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_provider_reads_and_confirms_what_it_was_shown_once(month: Month, rita: Client) -> None:
    month.used(2)
    statement = month.close()
    assert "40,00" in page(rita, LIST)
    text = page(rita, at(statement))
    assert "Estate al Mulino" in text
    assert "Anna" not in text
    assert "Leo" not in text
    assert 'name="revision" value="1"' in page(rita, at(statement, "conferma/"))
    assert rita.post(at(statement, "conferma/"), {"revision": "1"}).status_code == 302
    statement.refresh_from_db()
    assert statement.state == "confirmed"
    assert "nulla è cambiato" in shown(rita, at(statement, "conferma/"), revision="1")


def test_another_providers_statement_is_not_there(month: Month, rita: Client, alfa: Organization) -> None:
    month.used()
    statement = month.close()
    make.provider(alfa, "Altra")
    with inside(alfa):
        stranger = browse(alfa, make.user("Sara", "provider_manager"))
    line = lines(statement)[0]
    for rest in ("", "conferma/", f"righe/{line.pk}/"):
        assert stranger.get(at(statement, rest)).status_code == 404
    for rest in ("documenti/pdf/", "fattura/", "ricevuto/"):
        assert stranger.post(at(statement, rest)).status_code == 404
    assert rita.get(at(statement, "righe/999999/")).status_code == 404


def test_a_contested_line_waits_for_the_office_and_both_see_it(month: Month, rita: Client, rete: Organization) -> None:
    month.used(2)
    statement = month.close()
    line = lines(statement)[0]
    rita.post(at(statement, f"righe/{line.pk}/"), {"amount": "12,00", "reason": "in_part"})
    correction = Correction.objects.get()
    assert correction.amount == Decimal("-8.00")
    with inside(rete):
        ugo = browse(rete, make.user("Ugo", "office"))
    address = f"/rete/rendiconti/correzioni/{correction.pk}/"
    assert address in page(ugo, "/rete/rendiconti/")
    assert "Anna" not in page(ugo, address)
    ugo.post(address, {"answer": "yes"})
    statement.refresh_from_db()
    assert statement.total == Decimal("32.00")
    assert "nulla è cambiato" in shown(ugo, address, answer="yes")
    assert "32,00" in page(rita, at(statement))


@pytest.mark.parametrize(
    ("amount", "words"),
    [("20,00", "meno di 20,00"), ("25", "meno di 20,00"), ("-1", "0"), ("molto", "numero"), ("", "obbligatorio")],
)
def test_a_wrong_amount_is_refused_and_kept(month: Month, rita: Client, amount: str, words: str) -> None:
    month.used()
    statement = month.close()
    address = at(statement, f"righe/{lines(statement)[0].pk}/")
    text = page(rita, address, amount=amount, reason="in_part")
    assert words in text.replace("\N{NO-BREAK SPACE}", " ")
    assert f'value="{amount}"' in text or not amount
    assert not Correction.objects.exists()


@pytest.mark.parametrize("reason", ["not_given", "by_mistake", "twice"])
def test_nothing_is_due_of_what_was_not_given(month: Month, rita: Client, reason: str) -> None:
    month.used()
    statement = month.close()
    address = at(statement, f"righe/{lines(statement)[0].pk}/")
    assert "non è dovuto nulla" in page(rita, address, amount="5,00", reason=reason)
    assert not Correction.objects.exists()
    rita.post(address, {"amount": "0", "reason": reason})
    assert Correction.objects.exists()


def test_the_office_proposes_and_the_provider_answers(month: Month, rita: Client) -> None:
    order = month.used()[0]
    statement = month.close()
    row = propose_correction(order.fulfilment_id, Decimal("-5.00"), "dispute", side="office")
    address = f"{LIST}correzioni/{row.pk}/"
    assert address in page(rita, LIST)
    rita.post(address, {"answer": "given"})
    row.refresh_from_db()
    assert (row.state, row.refusal) == ("refused", "given")
    statement.refresh_from_db()
    assert statement.total == Decimal("20.00")
    assert rita.get(f"{LIST}correzioni/{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize("kind", ["pdf", "csv", "proforma"])
def test_papers_have_the_same_bytes_each_time(month: Month, rita: Client, kind: str) -> None:
    month.used()
    statement = month.close()
    first, second = (rita.post(at(statement, f"documenti/{kind}/")).content for _ in range(2))
    assert first == second
    assert StatementFile.objects.count() == 1
    assert rita.post(at(statement, "documenti/altro/")).status_code == 404


def test_a_correction_makes_another_paper_and_a_lost_one_is_made_anew(month: Month, rita: Client) -> None:
    month.used()
    statement = month.close()
    before = rita.post(at(statement, "documenti/csv/")).content
    row = StatementFile.objects.get()
    StatementFile.objects.update(sha256="0" * 64)
    assert rita.post(at(statement, "documenti/csv/")).content == before
    row.refresh_from_db()
    assert row.sha256 != "0" * 64
    Statement.objects.update(revision=2)
    rita.post(at(statement, "documenti/csv/"))
    assert StatementFile.objects.count() == 2


def test_the_csv_holds_lines_and_corrections_and_computes_nothing(month: Month, rita: Client) -> None:
    Offer.objects.update(title="=1+1;@SUM(A1)")
    order = month.used(2)[0]
    statement = month.close()
    propose_correction(order.fulfilment_id, Decimal("-5.00"), "in_part", side="office")
    late = datetime.datetime(2026, 3, 31, 22, 30, tzinfo=datetime.UTC)
    Correction.objects.update(state="accepted", answered_at=late, statement=statement)
    text = rita.post(at(statement, "documenti/csv/")).content.decode()
    assert "01/04/2026" in text, "the day in Rome"
    assert "'=1+1;'@SUM(A1)" in text
    assert '"20,00"' in text
    assert text.count("\r\n") == 4
    assert f"{month.first.replace(day=10):%d/%m/%Y}" in text


def test_the_pro_forma_says_what_it_is_whom_it_goes_to_and_the_law(month: Month, rita: Client) -> None:
    Organization.objects.filter(pk=month.stage.issuer.pk).update(legal_name="Alfa S.p.A.", vat_number="01234567897")
    month.used(5)
    statement = month.close()
    content = rita.post(at(statement, "documenti/proforma/")).content
    text = " ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(content)).pages).replace("\n", " ")
    for words in (
        "non è una fattura",
        "Alfa S.p.A.",
        "01234567897",
        "Tabella A",
        "6-bis e 6-ter",
        "100,00",
        "95,24",
        "4,76",
    ):
        assert words in text, words
    assert "Mulino" not in text


def test_number_and_date_of_the_invoice_are_kept(month: Month, rita: Client) -> None:
    month.used()
    statement = month.close()
    said = {"invoice_number": "12/2026", "invoice_date": today().isoformat()}
    rita.post(at(statement, "fattura/"), said)
    statement.refresh_from_db()
    assert statement.invoice_number == ""
    confirmed(statement)
    rita.post(at(statement, "fattura/"), said)
    statement.refresh_from_db()
    assert (statement.invoice_number, statement.invoice_date) == ("12/2026", today())
    tomorrow = today() + datetime.timedelta(days=1)
    assert "fino a oggi" in page(
        rita, at(statement, "fattura/"), invoice_number="=13", invoice_date=tomorrow.isoformat()
    )


def test_received_is_settled_in_the_customers_ledger_once(month: Month, rita: Client) -> None:
    month.used()
    statement = confirmed(month.close())
    for _ in range(2):
        rita.post(at(statement, "ricevuto/"), {"paid_on": today().isoformat()})
    assert (month.owed(), month.settled()) == (Decimal("0.00"), Decimal("20.00"))
    early = page_of_received(rita, month, day=month.first)
    assert "prima che il mese finisse" in early


def page_of_received(rita: Client, month: Month, *, day: datetime.date) -> str:
    Statement.objects.update(state="confirmed")
    return page(rita, at(Statement.objects.get(), "ricevuto/"), paid_on=day.isoformat())


def test_the_iban_is_written_here_and_a_wrong_one_is_not(month: Month, rita: Client) -> None:
    text = page(rita, f"{LIST}iban/", iban="IT61X0542811101000000123456")
    assert "manca un carattere" in text
    assert 'value="IT61X0542811101000000123456"' in text
    rita.post(f"{LIST}iban/", {"iban": "it84 s054 2811 1010 0000 0654 321"})
    assert Provider.objects.get().iban == ANOTHER_IBAN


def spread_over_months(month: Month, number: int) -> None:
    """Copies of the statement for earlier months."""
    first = Statement.objects.get()
    for back in range(1, number):
        first.pk, first.number = uuid.uuid4(), f"n{back}"
        first.month = (month.first.replace(day=15) - datetime.timedelta(days=30 * back)).replace(day=1)
        first._state.adding = True
        first.save()


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with counted() as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_list_costs_the_same_with_one_and_with_25_statements(month: Month, rita: Client) -> None:
    month.used()
    month.close()
    assert queries_of(rita, LIST) == 8
    spread_over_months(month, 26)
    assert queries_of(rita, LIST) == 8


def test_a_statement_costs_the_same_with_one_and_with_30_lines(month: Month, rita: Client) -> None:
    orders = month.used(31)
    rest = Fulfilment.objects.filter(pk__in=[order.fulfilment_id for order in orders[1:]])
    rest.update(accepted_at=now())
    statement = month.close()
    assert queries_of(rita, at(statement)) == 9
    Fulfilment.objects.update(accepted_at=Fulfilment.objects.get(statement_line__isnull=False).accepted_at)
    with inside(month.stage.issuer):
        rows = list(rest.select_related("offer"))
        statement.lines.bulk_create(closing.lines_of(statement, rows))
    assert queries_of(rita, at(statement)) == 9


def test_amounts_by_rate_add_up_to_the_cent_and_exempt_ones_ask_for_a_stamp(month: Month) -> None:
    month.used(7)
    statement = month.close()
    rates = [("22.00", "museum"), ("0.00", "summer_camp"), ("10.00", "museum"), ("5.00", "nursery")]
    for line, (rate, service) in zip(lines(statement), rates, strict=False):
        line.vat_rate, line.service_type = Decimal(rate), service
        line.save()
    said = vat.summary_of(statement)
    assert said.gross == statement.total == said.net + said.vat
    assert {each.rate: each.gross for each in said.rates} == {
        Decimal("22.00"): Decimal("20.00"), Decimal("0.00"): Decimal("20.00"), Decimal("10.00"): Decimal("20.00"),
        Decimal("5.00"): Decimal("80.00"),
    }  # fmt: skip
    assert said.stamp == ""
    statement.lines.update(vat_rate=0, service_type="summer_camp")
    said = vat.summary_of(statement)
    # Social cooperatives owe no stamp duty (D.Lgs. 117/2017 art. 82); a company does.
    assert "esenti dall'imposta di bollo" in said.stamp
    statement.provider.form = "company"
    assert "2,00 euro" in vat.summary_of(statement).stamp
    assert [(each.net, each.vat) for each in said.rates] == [(Decimal("140.00"), Decimal("0.00"))]
    assert "n. 21)" in said.rates[0].law


def test_only_a_social_cooperative_has_the_five_per_cent_of_the_table(month: Month) -> None:
    month.used()
    statement = month.close()
    assert "parte II-bis" in vat.summary_of(statement).rates[0].law
    statement.provider.form = "company"
    assert "parte II-bis" not in vat.summary_of(statement).rates[0].law


def test_every_exemption_names_services_that_exist() -> None:
    known = set(rule_book().services)
    for entry in wording()["exemptions"].values():
        assert set(entry["services"]) <= known


def test_the_documents_of_a_statement_are_the_providers_own(month: Month) -> None:
    month.used()
    statement = month.close()
    documents.document(statement, "csv")
    assert StatementFile.objects.get().file_name.startswith(month.stage.supplier.key)
