"""What invoices to an organization must carry: who writes it, what is refused, where it is read."""

from typing import Any

import pytest

from providers import invoice_data
from providers.models import Provider
from providers.statements import documents
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.providers.applications import company
from tests.tenants.console.test_console import signed_in

OWN = "/paghe/dati-fattura/"
GOOD = {
    "address": "Via Po 3", "postcode": "41012", "town": "Carpi", "sdi_code": "m5uxcr1", "certified_email": "",
}  # fmt: skip


def test_payroll_writes_where_invoices_go_and_not_who_it_is_in_law(alfa: Organization) -> None:
    with inside(alfa):
        payroll = browse(alfa, make.member("Paola", "payroll").user)
    assert payroll.post(OWN, GOOD | {"vat_number": "01234560367"}).headers["Location"] == "/paghe/fornitori/"
    alfa.refresh_from_db()
    assert (alfa.address, alfa.sdi_code, alfa.vat_number) == ("Via Po 3", "M5UXCR1", "")
    payroll.post(OWN, GOOD)
    with inside(alfa):
        told = Record.objects.get(action="organization.invoice_data")
    assert told.details == {"fields": ["address", "postcode", "sdi_code", "town"]}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"postcode": "4101"}, "postcode"), ({"sdi_code": "M5"}, "sdi_code"),
        ({"certified_email": "x"}, "certified_email"),
        ({"sdi_code": "0000000"}, "certified_email"), ({"vat_number": "01234567890"}, "vat_number"),
        ({"tax_code": "1"}, "tax_code"), ({"town": "a\0b"}, "town"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_beside_it_and_nothing_is_written(
    rete: Organization, alfa: Organization, typed: dict[str, Any], field: str
) -> None:
    operator = signed_in(rete, "operator")
    answer = operator.post(f"/rete/organizzazioni/{alfa.pk}/fattura/", GOOD | typed)
    assert list(answer.context["form"].errors) == [field]
    assert 'value="Via Po 3"' in answer.content.decode()
    alfa.refresh_from_db()
    assert alfa.address == ""


def test_an_operator_writes_all_of_it_and_both_trails_say_so(rete: Organization, alfa: Organization) -> None:
    operator = signed_in(rete, "operator")
    whole = GOOD | {"legal_name": "Alfa Spa", "vat_number": f"IT {company.vat_number()}", "tax_code": ""}
    assert operator.post(f"/rete/organizzazioni/{alfa.pk}/fattura/", whole).status_code == 302
    alfa.refresh_from_db()
    assert (alfa.legal_name, alfa.vat_number) == ("Alfa Spa", company.vat_number())
    assert "M5UXCR1" in operator.get(f"/rete/organizzazioni/{alfa.pk}/").content.decode()
    for where in (rete, alfa):
        with inside(where):
            assert Record.objects.filter(action="organization.invoice_data").count() == 1
    assert signed_in(rete, "office").get(f"/rete/organizzazioni/{alfa.pk}/fattura/").status_code == 403


def test_certified_mail_goes_with_its_zeros() -> None:
    reached = [
        invoice_data.reached_at(Organization(sdi_code=code, certified_email=mail))
        for code, mail in [("M5UXCR1", "a@pec.example"), ("0000000", "a@pec.example"), ("", "a@pec.example"), ("", "")]
    ]
    assert reached == ["M5UXCR1", "0000000 · a@pec.example", "a@pec.example", ""]


def test_a_statement_names_the_customers_own_code_before_the_one_it_supplies_by(alfa: Organization) -> None:
    make.provider(alfa)
    Provider.objects.filter(organization=alfa).update(sdi_code="SUPPLY1")
    found = Organization.objects.select_related("provider").get(pk=alfa.pk)
    assert documents.code_of(found) == "SUPPLY1"
    found.sdi_code = "M5UXCR1"
    assert documents.code_of(found) == "M5UXCR1"
