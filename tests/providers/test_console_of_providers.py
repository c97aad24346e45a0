"""The network lists providers and gives each its organization."""

import uuid

import pytest
from django.test import Client

from providers.models import Provider
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.tenants.console.test_console import queries_of, signed_in

NEW = {
    "name": "Coop. Primavera",
    "form": "coop_a",
    "vat_number": "",
    "town": "Carpi",
    "address": "",
    "phone": "",
    "email": "",
    "about": "",
    "is_accredited": "on",
}


@pytest.fixture
def office(rete: Organization) -> Client:
    """A browser of somebody of the welfare office."""
    return signed_in(rete, "office")


def test_a_provider_is_listed_for_an_organization(office: Client, alfa: Organization, rete: Organization) -> None:
    response = office.post("/rete/fornitori/nuova/", NEW | {"organization": alfa.key})
    assert response.headers["Location"] == "/rete/fornitori/"
    made = Provider.objects.get()
    assert (made.organization, made.name, made.is_accredited) == (alfa, "Coop. Primavera", True)
    with inside(rete):
        acts = [(act.action, act.subject) for act in Record.objects.order_by("pk")]
        assert acts == [("provider.listed", str(made.pk)), ("accreditation.given", str(made.pk))]


def test_a_directory_entry_has_no_organization(office: Client) -> None:
    office.post("/rete/fornitori/nuova/", NEW)
    assert Provider.objects.get().organization is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("form", "club"),
        ("town", ""),
        ("organization", "82d5f234-399e-419f-bd0b-5ebff54f6de4"),
        ("vat_number", "1"),
        ("email", "x"),
    ],
)
def test_a_bad_form_makes_nothing(office: Client, field: str, value: str) -> None:
    response = office.post("/rete/fornitori/nuova/", NEW | {field: value})
    assert field in response.context["form"].errors
    assert Provider.objects.count() == 0


def test_an_organization_is_one_provider_and_a_network_none(
    office: Client, alfa: Organization, rete: Organization
) -> None:
    make.provider(alfa)
    for taken in (alfa, rete):
        response = office.post("/rete/fornitori/nuova/", NEW | {"organization": taken.key})
        assert "organization" in response.context["form"].errors
    assert Provider.objects.count() == 1


def test_a_provider_is_corrected_and_loses_its_accreditation(office: Client, alfa: Organization) -> None:
    provider = make.provider(alfa)
    changed = {**NEW, "organization": alfa.key, "name": "Primavera Nuova"}
    del changed["is_accredited"]
    office.post(f"/rete/fornitori/{provider.pk}/", changed)
    provider.refresh_from_db()
    assert (provider.name, provider.is_accredited, provider.organization) == ("Primavera Nuova", False, alfa)
    assert office.get(f"/rete/fornitori/{uuid.uuid4()}/").status_code == 404


def test_the_list_costs_the_same_at_one_and_at_thirty(office: Client, alfa: Organization) -> None:
    make.provider(alfa)
    assert queries_of(office, "/rete/fornitori/") == LIST_QUERIES
    for number in range(30):
        make.provider(None, f"Coop {number:02}")
    assert queries_of(office, "/rete/fornitori/") == LIST_QUERIES


LIST_QUERIES = 5


def test_search_finds_names_and_towns(office: Client, alfa: Organization) -> None:
    make.provider(alfa, "Primavera")
    shown = office.get("/rete/fornitori/", {"q": "carp"}).context["page"].rows
    assert [row.name for row in shown] == ["Primavera"]
    assert office.get("/rete/fornitori/", {"q": "nothing"}).context["page"].rows == []
    assert browse(alfa).get("/rete/fornitori/").status_code in (302, 404)
