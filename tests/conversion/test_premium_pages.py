"""A person's pages: the comparison, the choice, what is kept of what was typed, the receipt."""

import datetime
import io
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client
from pypdf import PdfReader

from catalog.conversion import closing
from catalog.conversion.models import Choice, Premium, Window
from members.models import Declaration, Member
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.conversion import people
from tests.queries import counted


@pytest.fixture(autouse=True)
def in_june(alfa: Organization) -> Iterator[None]:
    with people.on(people.TODAY):
        yield


@pytest.fixture
def anna(alfa: Organization) -> Member:
    """Anna Bianchi, who has 2,000.00 in an open window."""
    with inside(alfa):
        found = make.member("Anna")
        people.opened(found)
    return found


@pytest.fixture
def page(alfa: Organization, anna: Member) -> Client:
    """Anna's browser."""
    return browse(alfa, anna.user)


def address(alfa: Organization) -> str:
    """Of the one window there is."""
    with inside(alfa):
        return f"/conto/premio/{Window.objects.get().pk}/"


def test_one_premium_is_shown_at_once(alfa: Organization, page: Client) -> None:
    assert page.get("/conto/premio/").headers["Location"] == address(alfa)


def test_the_comparison_is_to_the_cent_and_is_the_same_for_htmx(alfa: Organization, page: Client) -> None:
    text = page.get(address(alfa), {"percent": "50"}).content.decode()
    for figure in ("183,80", "18,16", "1.798,04", "91,90", "9,08", "899,02", "1.000,00", "100,98", "330,00"):
        assert figure in text
    part = page.get(address(alfa), {"percent": "50"}, headers={"HX-Request": "true"}).content.decode()
    assert "899,02" in part
    assert "<html" not in part


def test_an_amount_wins_over_a_percentage(alfa: Organization, page: Client) -> None:
    text = page.get(address(alfa), {"percent": "50", "amount": "1.234,56"}).content.decode()
    assert "Conferma 1.234,56" in text


@pytest.mark.parametrize(
    "asked", [{"percent": "101"}, {"percent": "-1"}, {"percent": "metà"}, {"percent": "12.5"}, {"amount": "2000,01"},
              {"amount": "tanto"}, {"amount": "-1"}, {"amount": "0.001"}]
)  # fmt: skip
def test_what_cannot_be_read_is_told_keeps_what_was_typed_and_has_nothing_to_confirm(
    alfa: Organization, page: Client, asked: dict[str, str]
) -> None:
    answer = page.get(address(alfa), asked)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="field-error"' in text
    assert next(iter(asked.values())) in text
    assert "Conferma" not in text


def test_over_the_cap_the_most_that_fits_is_offered(alfa: Organization, page: Client) -> None:
    with inside(alfa):
        Premium.objects.update(amount=Decimal("4000.00"))
    text = page.get(address(alfa), {"percent": "100"}).content.decode()
    assert "3.000,00" in text
    assert "?amount=3000.00" in text
    assert "Conferma" not in text
    assert page.post(address(alfa), {"converted": "4000.00"}).status_code == 409


def test_choosing_and_changing_ones_mind(alfa: Organization, page: Client) -> None:
    for amount in ("1000,00", "1000,00", "0"):
        answer = page.post(address(alfa), {"converted": amount})
        assert answer.headers["Location"] == address(alfa)
    text = page.get(address(alfa)).content.decode()
    assert re.findall(r"Ricevuta (2026-07/\d)", text) == ["2026-07/2", "2026-07/1"]
    with inside(alfa):
        assert Choice.objects.count() == 2


@pytest.mark.parametrize("converted", ["", "x", "-5", "1e99", "9" * 30])
def test_a_form_that_was_tampered_with_changes_nothing(alfa: Organization, page: Client, converted: str) -> None:
    answer = page.post(address(alfa), {"converted": converted})
    assert answer.status_code == 400
    with inside(alfa):
        assert not Choice.objects.exists()


def test_a_window_that_closes_while_the_form_is_open_says_so_and_keeps_what_was_typed(
    alfa: Organization, page: Client
) -> None:
    page.get(address(alfa))
    with people.on(people.AFTER):
        answer = page.post(address(alfa), {"converted": "1234.00"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "1.234,00" in text
    assert "24 giugno 2026" in text


def test_the_income_is_signed_on_the_page_and_then_one_may_choose(alfa: Organization, page: Client) -> None:
    with inside(alfa):
        Premium.objects.update(prior_year_income=None)
    assert "2025" in page.get(address(alfa)).content.decode()
    assert page.post(address(alfa), {"converted": "100.00"}).status_code == 409
    wrong = page.post(f"{address(alfa)}reddito/", {"income": "30.000,00", "signed_name": "Leo Verdi"})
    assert wrong.status_code == 400
    assert 'value="30.000,00"' in wrong.content.decode()
    right = page.post(f"{address(alfa)}reddito/", {"income": "30.000,00", "signed_name": "anna bianchi"})
    assert right.status_code == 302
    with inside(alfa):
        assert Declaration.objects.get().body == {"amount": "30000.00"}
    assert page.post(address(alfa), {"converted": "100.00"}).status_code == 302


def test_over_the_limit_the_page_says_why_and_how_to_put_it_right(alfa: Organization, page: Client) -> None:
    with inside(alfa):
        Premium.objects.update(prior_year_income=Decimal("90000.00"))
    text = page.get(address(alfa)).content.decode()
    assert "90.000,00" in text
    assert "80.000" in text
    # All of it is pay, at 43%: 2000 - 183.80 - 780.97.
    assert "1.035,23" in text


def test_the_receipt_is_a_tagged_pdf_with_number_amounts_and_law(alfa: Organization, page: Client) -> None:
    page.post(address(alfa), {"converted": "500.00"})
    with inside(alfa):
        choice = Choice.objects.get()
    answer = page.get(f"/conto/premio/ricevute/{choice.pk}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(sheet.extract_text() for sheet in reader.pages)
    for words in ("2026-07/1", "500,00", "Anna Bianchi", "123456", "L.208/2015", "1.500,00"):
        assert words in text
    root = reader.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert root["/Lang"] == "it"  # type: ignore[index]


def test_nobody_else_finds_premium_or_receipt(alfa: Organization, page: Client) -> None:
    page.post(address(alfa), {"converted": "500.00"})
    with inside(alfa):
        key, other = Choice.objects.get().pk, make.member("Leo")
        hr = make.member("Irene", "member", "hr")
    for user in (other.user, hr.user):
        stranger = browse(alfa, user)
        assert stranger.get(address(alfa)).status_code == 404
        assert stranger.post(address(alfa), {"converted": "1.00"}).status_code == 404
        assert stranger.post(f"{address(alfa)}reddito/", {"income": "1"}).status_code == 404
        assert stranger.get(f"/conto/premio/ricevute/{key}.pdf").status_code == 404
        assert stranger.get("/conto/premio/").status_code == 200


def test_a_draft_is_not_there_and_a_window_to_come_cannot_be_chosen_in(alfa: Organization, page: Client) -> None:
    with inside(alfa):
        Window.objects.update(state=Window.State.DRAFT)
    assert page.get(address(alfa)).status_code == 404
    with inside(alfa):
        Window.objects.update(state=Window.State.OPEN)
    with people.on(datetime.date(2026, 6, 9)):
        assert "10 giugno 2026" in page.get(address(alfa)).content.decode()
        assert page.post(address(alfa), {"converted": "1.00"}).status_code == 409


def test_what_came_of_it_is_shown_after_the_closing(alfa: Organization, page: Client) -> None:
    page.post(address(alfa), {"converted": "500.00"})
    with people.on(people.AFTER):
        with inside(alfa):
            closing.close_due()
        text = page.get(address(alfa)).content.decode()
    assert "500,00" in text
    assert "1.500,00" in text
    assert "luglio 2026" in text


def test_the_page_costs_the_same_with_one_choice_and_with_thirty(alfa: Organization, page: Client) -> None:
    where = address(alfa)
    for count in (1, 30):
        with inside(alfa):
            premium = Premium.objects.select_related("window__budget", "member__user").get()
            while Choice.objects.count() < count:
                people.chosen(premium, str(Choice.objects.count() + 1))
        with counted() as statements:
            page.get(where)
        assert len(statements) == 9, "\n".join(statements)
