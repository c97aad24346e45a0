"""The network's console: open, look at, suspend and let go on; only on its own host and for its own roles."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants import failures, opening
from tenants.audit.models import Record
from tenants.messages.models import Message
from tenants.models import Domain, FailedTask, Kind, Organization, Provisioning, Status
from tests import make
from tests.conftest import browse, inside

Commits = Callable[..., Any]
NEW = {
    "kind": "company",
    "name": "Officine Àlfa",
    "slug": "officine",
    "legal_name": "Officine Srl",
    "vat_number": "",
    "help_phone": "",
    "help_hours": "",
    "email": "anna@officine.example",
    "given_name": "Anna",
    "family_name": "Verdi",
}


def signed_in(where: Organization, *roles: str) -> Client:
    with inside(where):
        user = make.user("Olga", *roles)
    return browse(where, user)


@pytest.fixture
def operator(rete: Organization) -> Client:
    """A browser of an operator of the network."""
    return signed_in(rete, "operator")


@pytest.fixture
def office(rete: Organization) -> Client:
    """A browser of somebody of the welfare office."""
    return signed_in(rete, "office")


def text(response: Any) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return sum(1 for query in captured if not query["sql"].startswith("SET search_path"))


def test_only_the_network_has_a_console(alfa: Organization) -> None:
    client = signed_in(alfa, "operator", "office", "hr")
    for path in ("/rete/", "/rete/organizzazioni/", "/rete/organizzazioni/nuova/", "/rete/lavori/", "/rete/fornitori/"):
        assert client.get(path).status_code == 404, path


def test_a_home_without_trouble_says_so_and_one_with_trouble_leads_to_it(
    operator: Client, alfa: Organization, beta: Organization
) -> None:
    assert "All is well" in text(operator.get("/rete/", headers={"accept-language": "en"}))
    failures.give_up(alfa, "message", uuid.uuid4(), "SMTPServerDisconnected")
    Organization.objects.filter(pk=beta.pk).update(status=Status.SUSPENDED)
    shown = text(operator.get("/rete/", headers={"accept-language": "en"}))
    assert "All is well" not in shown
    assert "/rete/lavori/" in shown
    assert "?status=suspended" in shown


def test_organizations_are_found_whatever_case_and_accents(operator: Client, alfa: Organization) -> None:
    Organization.objects.filter(pk=alfa.pk).update(name="Àlfa Società", sort_name="alfa societa")
    found = text(operator.get("/rete/organizzazioni/", {"q": "ALFA socieTÀ"}))
    assert "Àlfa Società" in found
    assert "/rete/organizzazioni/" + alfa.key in found
    assert "Beta" not in found
    assert "Àlfa" not in text(operator.get("/rete/organizzazioni/", {"status": "suspended"}))


def many(count: int) -> None:
    for number in range(count):
        Organization(slug=f"many-{number}", name=f"Many {number:03}", kind=Kind.COMPANY, status=Status.ACTIVE).save()


def test_the_list_costs_the_same_at_one_and_at_thirty(operator: Client) -> None:
    few = queries_of(operator, "/rete/organizzazioni/")
    many(30)
    assert queries_of(operator, "/rete/organizzazioni/") == few == LIST_QUERIES


LIST_QUERIES = 4


def test_the_list_goes_on_by_key_to_the_last(operator: Client) -> None:
    many(60)
    seen: list[str] = []
    address = "/rete/organizzazioni/?q=many"
    while address:
        response = operator.get(address)
        seen += [row.name for row in response.context["page"].rows]
        following = response.context["next_url"]
        address = f"/rete/organizzazioni/{following}" if following else ""
    assert seen == [f"Many {number:03}" for number in range(60)]


def test_opening_queues_the_work_and_shows_progress(
    operator: Client, rete: Organization, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Commits
) -> None:
    sent: list[str] = []
    monkeypatch.setattr("tenants.tasks.open_organization.delay", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        response = operator.post("/rete/organizzazioni/nuova/", NEW)
    made = Organization.objects.get(slug="officine")
    assert response.headers["Location"] == f"/rete/organizzazioni/{made.pk}/"
    assert sent == [made.key]
    assert (made.status, made.parent_id, made.provisioning.step) == (Status.DRAFT, rete.pk, "queued")
    assert Domain.objects.get(tenant=made).domain == "officine.localhost"
    page = text(operator.get(f"/rete/organizzazioni/{made.pk}/"))
    assert f'hx-get="/rete/organizzazioni/{made.pk}/avanzamento/"' in page
    assert browse(made).get("/accedi/").status_code == 404


def test_the_progress_fragment_reloads_the_page_when_done(operator: Client, alfa: Organization) -> None:
    row = Provisioning.objects.create(organization=alfa, step="people")
    address = f"/rete/organizzazioni/{alfa.pk}/avanzamento/"
    assert operator.get(address).headers["Location"] == f"/rete/organizzazioni/{alfa.pk}/"
    Organization.objects.filter(pk=alfa.pk).update(status=Status.DRAFT)
    waiting = operator.get(address, headers={"hx-request": "true"})
    assert "hx-get" in text(waiting)
    assert "HX-Refresh" not in waiting.headers
    row.step = Provisioning.Step.DONE
    row.save()
    Organization.objects.filter(pk=alfa.pk).update(status=Status.ACTIVE)
    assert operator.get(address, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", ""),
        ("slug", "alfa"),
        ("slug", "www"),
        ("slug", "two words"),
        ("slug", "-x-"),
        ("slug", "x" * 41),
        ("slug", "x'; drop schema public;--"),
        ("name", ""),
        ("name", "x" * 121),
        ("kind", "empire"),
        ("email", "nonsense"),
        ("vat_number", "12345678901"),
        ("given_name", ""),
    ],
)
def test_a_bad_form_keeps_what_was_typed_and_makes_nothing(operator: Client, field: str, value: str) -> None:
    before = Organization.objects.count()
    response = operator.post("/rete/organizzazioni/nuova/", NEW | {field: value})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert 'value="Verdi"' in text(response)
    assert (Organization.objects.count(), Provisioning.objects.count()) == (before, 0)


def test_extra_fields_change_nothing(operator: Client) -> None:
    forged = {"status": "active", "schema_name": "public", "id": str(uuid.uuid4()), "migrations_applied": "999"}
    operator.post("/rete/organizzazioni/nuova/", NEW | forged)
    made = Organization.objects.get(slug="officine")
    assert (made.status, made.migrations_applied) == (Status.DRAFT, 0)
    assert made.schema_name.startswith("t_")
    assert str(made.pk) != forged["id"]


def test_suspending_closes_the_doors_with_a_reason_and_resuming_opens_them(
    operator: Client, alfa: Organization, rete: Organization
) -> None:
    member = signed_in(alfa)
    address = f"/rete/organizzazioni/{alfa.pk}/"
    assert operator.post(f"{address}sospendi/", {"reason": "whim"}).status_code == 200
    assert browse(alfa).get("/accedi/").status_code == 200
    assert operator.post(f"{address}sospendi/", {"reason": "security"}).headers["Location"] == address
    assert member.get("/").status_code == 503
    assert browse(alfa).get("/accedi/").status_code == 503
    assert operator.get(f"{address}sospendi/").status_code == 404
    operator.post(f"{address}riapri/")
    assert browse(alfa).get("/accedi/").status_code == 200
    for where in (rete, alfa):
        with inside(where):
            acts = Record.objects.filter(action__startswith="organization.").order_by("pk")
            assert [act.action for act in acts] == ["organization.suspended.security", "organization.resumed"]
    assert len(operator.get(address).context["history"]) == 2


def test_the_network_cannot_close_its_own_door(operator: Client, rete: Organization) -> None:
    assert operator.post(f"/rete/organizzazioni/{rete.pk}/sospendi/", {"reason": "check"}).status_code == 404
    assert Organization.objects.get(pk=rete.pk).status == Status.ACTIVE


def test_the_office_reads_and_changes_nothing(office: Client, alfa: Organization) -> None:
    address = f"/rete/organizzazioni/{alfa.pk}/"
    assert office.get("/rete/").status_code == 200
    assert office.get(address).status_code == 200
    assert "sospendi" not in text(office.get(address))
    for path in ("/rete/organizzazioni/nuova/", f"{address}sospendi/", f"{address}riapri/"):
        assert office.post(path, NEW).status_code == 403, path
    assert office.get("/rete/lavori/").status_code == 403


def test_a_member_of_the_network_sees_nothing(rete: Organization) -> None:
    client = signed_in(rete, "member")
    for path in ("/rete/", "/rete/organizzazioni/", "/rete/fornitori/", "/rete/lavori/"):
        assert client.get(path).status_code == 403, path


def test_an_absent_organization_is_not_found(operator: Client) -> None:
    for path in ("", "avanzamento/", "sospendi/"):
        assert operator.get(f"/rete/organizzazioni/{uuid.uuid4()}/{path}").status_code == 404
    assert operator.post(f"/rete/organizzazioni/{uuid.uuid4()}/riapri/").status_code == 404


def test_stopped_work_is_listed_and_tried_again_once(operator: Client, alfa: Organization) -> None:
    with inside(alfa):
        message = Message.objects.create(recipient=make.user("Anna"), kind="x", state="failed", attempts=5)
    failures.give_up(alfa, "message", message.pk, "SMTPServerDisconnected")
    failed = FailedTask.objects.get()
    assert "SMTPServerDisconnected" in text(operator.get("/rete/lavori/"))
    for _ in range(2):
        assert operator.post(f"/rete/lavori/{failed.pk}/riprova/").headers["Location"] == "/rete/lavori/"
    with inside(alfa):
        message.refresh_from_db()
        assert (message.state, message.attempts) == ("queued", 0)
        assert [record.action for record in Record.objects.all()] == ["entered"]
    assert "SMTPServerDisconnected" not in text(operator.get("/rete/lavori/"))


def test_work_of_an_unknown_kind_says_that_it_cannot(operator: Client, alfa: Organization) -> None:
    failures.give_up(alfa, "unheard-of", uuid.uuid4(), "x")
    failed = FailedTask.objects.get()
    operator.post(f"/rete/lavori/{failed.pk}/riprova/")
    failed.refresh_from_db()
    assert failed.resolved_at is None


def test_names_of_people_are_not_kept_readable(operator: Client) -> None:
    operator.post("/rete/organizzazioni/nuova/", NEW)
    sealed = bytes(Provisioning.objects.get().first_person)
    assert b"Verdi" not in sealed
    assert opening.FirstPerson.unsealed(Organization.objects.get(slug="officine"), sealed).family_name == "Verdi"
