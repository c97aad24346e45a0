"""The network uploads a list, looks at what it would do, confirms it, or puts it aside."""

import io
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.shelf.models import ShelfItem
from members.models import ImportLine, ImportRun
from providers.models import Offer, Provider
from tenants.audit.models import Record
from tenants.models import Organization, Status
from tests import make
from tests.conftest import browse, inside
from tests.directory.conftest import Import
from tests.directory.lists import BERNACCHI, HEADER, LIST, PINETA, THREE, VELINI, changed, written
from tests.queries import counted
from tests.spreadsheets import xlsx_file
from tests.tenants.console.test_console import signed_in

Commits = Callable[..., Any]
HOME = "/rete/elenchi/"


@pytest.fixture
def office(rete: Organization) -> Client:
    """A browser of somebody of the welfare office."""
    return signed_in(rete, "office")


@pytest.fixture
def upload(office: Client, valle: Organization, django_capture_on_commit_callbacks: Commits) -> Callable[..., str]:
    """Send a list for a territory; the address it leads to. The check has been done by then."""

    def send(content: bytes, name: str = "elenco.csv", where: Organization = valle) -> str:
        file = SimpleUploadedFile(name, content)
        with django_capture_on_commit_callbacks(execute=True):
            response = office.post(HOME, {"territory": where.key, "file": file})
        assert response.status_code == 302, response.content.decode()
        return str(response.headers["Location"])

    return send


@pytest.fixture
def confirm(office: Client, django_capture_on_commit_callbacks: Commits) -> Callable[..., Any]:
    """Confirm the import of an address as its page shows it."""

    def send(address: str, **choices: str) -> Any:
        digest = re.search(r'name="digest" value="(\w+)"', text(office, address))
        with django_capture_on_commit_callbacks(execute=True):
            return office.post(f"{address}conferma/", {"digest": digest[1] if digest else "", **choices})

    return send


def csv_of(*rows: str) -> bytes:
    """A list as the region exports it."""
    return "\r\n".join([HEADER, *(rows or THREE)]).encode()


def text(client: Client, address: str) -> str:
    """A page of it."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def run_of(address: str, rete: Organization) -> ImportRun:
    """The import that a page shows."""
    with inside(rete):
        return ImportRun.objects.get(pk=uuid.UUID(address.rstrip("/").split("/")[-1]))


def titles(where: Organization) -> set[str]:
    """What stands on a shelf."""
    with inside(where):
        keys = list(ShelfItem.objects.values_list("offer_id", flat=True))
    return set(Offer.objects.filter(pk__in=keys).values_list("title", flat=True))


def test_nothing_is_written_before_it_is_confirmed(
    office: Client, upload: Any, confirm: Any, valle: Organization, rete: Organization
) -> None:
    address = upload(csv_of())
    page = text(office, address)
    for shown in ("Pineta · Tradate", "rainbow@ rsa- pineta.it", "rainbow@rsa-pineta.it", "Alfa", "elenco.csv"):
        assert shown in page
    assert (Provider.objects.count(), titles(valle)) == (0, set())
    assert confirm(address).headers["Location"] == address
    assert titles(valle) == {"Pineta", "Fondazione Velini ONLUS", "Casa di Riposo Bernacchi"}
    assert run_of(address, rete).state == ImportRun.State.DONE
    with inside(rete):
        acts = {record.action: record for record in Record.objects.all()}
    assert acts["directory_imported"].subject == valle.key
    assert acts["directory_imported"].actor.startswith(rete.key)
    assert acts["file_imported"].details["new"] == 3


def test_the_trail_names_who_confirmed_a_list_of_a_colleague(
    upload: Any, valle: Organization, rete: Organization, django_capture_on_commit_callbacks: Commits
) -> None:
    address = upload(csv_of())
    run = run_of(address, rete)
    with inside(rete):
        other = make.user("Carla", "office")
    with django_capture_on_commit_callbacks(execute=True):
        browse(rete, other).post(f"{address}conferma/", {"digest": run.digest})
    assert len(titles(valle)) == 3
    with inside(rete):
        acts = dict(Record.objects.filter(action="import_confirmed").values_list("action", "actor"))
        acts |= dict(Record.objects.filter(action__endswith="_imported").values_list("action", "actor"))
    assert run.user_id != other.pk
    assert acts == dict.fromkeys(("import_confirmed", "directory_imported", "file_imported"), f"{rete.key}:{other.pk}")


def test_every_row_is_accounted_for(office: Client, upload: Any, rete: Organization) -> None:
    address = upload(csv_of(PINETA, changed(VELINI, {8: "tanti"}), BERNACCHI, PINETA))
    figures = run_of(address, rete).figures
    assert (figures["rows"], figures["new"], figures["refused"], figures["same"]) == (4, 2, 2, 0)
    page = text(office, f"{address}?righe=error")
    assert re.findall(r"<strong>(posti_letto_accreditati|denominazione_struttura)</strong>: ", page) == [
        "posti_letto_accreditati", "denominazione_struttura",
    ]  # fmt: skip
    # Which home it is is said; a home without errors is on another list.
    assert "Fondazione Velini ONLUS · Tradate" in page
    assert "Casa di Riposo Bernacchi" not in page


def test_rows_with_errors_are_left_out_by_choice_alone(
    office: Client, upload: Any, confirm: Any, valle: Organization
) -> None:
    address = upload(csv_of(PINETA, changed(VELINI, {2: ""})))
    refused = confirm(address)
    assert refused.status_code == 400
    assert "error-summary" in refused.content.decode()
    assert titles(valle) == set()
    assert confirm(address, skips_errors="on").status_code == 302
    assert titles(valle) == {"Pineta"}


def test_what_is_not_in_the_list_leaves_the_shelf_by_choice_alone(
    imported: Import, office: Client, upload: Any, confirm: Any, valle: Organization, tmp_path: Path
) -> None:
    imported(written(tmp_path), valle)
    page = text(office, upload(csv_of(VELINI, changed(BERNACCHI, {8: "81"}))))
    assert "Pineta · Tradate" in page
    confirm(upload(csv_of(VELINI, changed(BERNACCHI, {8: "81"}))))
    assert "Pineta" in titles(valle)
    confirm(upload(csv_of(VELINI, changed(BERNACCHI, {8: "81"}))), takes_off="on")
    assert "Pineta" not in titles(valle)


def test_a_change_shows_old_and_new(
    imported: Import, office: Client, upload: Any, valle: Organization, tmp_path: Path
) -> None:
    imported(written(tmp_path), valle)
    page = text(office, upload(csv_of(changed(PINETA, {8: "95"}), VELINI, BERNACCHI)))
    assert "90 → <strong>95</strong>" in page
    assert "Fondazione Velini" not in page


def test_the_same_list_again_has_nothing_to_confirm(
    imported: Import, office: Client, upload: Any, confirm: Any, valle: Organization, tmp_path: Path
) -> None:
    imported(written(tmp_path), valle)
    address = upload(csv_of())
    page = text(office, address)
    assert 'name="digest"' not in page
    assert f'action="{address}lascia/"' in page
    before = list(Offer.objects.order_by("pk").values())
    confirm(address)
    assert list(Offer.objects.order_by("pk").values()) == before


def test_what_changed_meanwhile_is_shown_again(
    imported: Import, office: Client, upload: Any, confirm: Any, valle: Organization, rete: Organization, tmp_path: Path
) -> None:
    address = upload(csv_of())
    imported(written(tmp_path, [PINETA]), valle)
    confirm(address)
    run = run_of(address, rete)
    assert (run.state, run.is_renewed, run.figures["new"]) == (ImportRun.State.CHECKED, True, 2)
    assert titles(valle) == {"Pineta"}
    confirm(address)
    assert len(titles(valle)) == 3


def test_a_digest_of_other_figures_confirms_nothing(office: Client, upload: Any, valle: Organization) -> None:
    address = upload(csv_of())
    for forged in ("", "x" * 64, "x" * 65, "a\0b"):
        assert office.post(f"{address}conferma/", {"digest": forged}).status_code in (302, 400)
    assert titles(valle) == set()


def test_put_aside_it_is_gone(
    office: Client, upload: Any, confirm: Any, valle: Organization, rete: Organization
) -> None:
    address = upload(csv_of())
    assert office.post(f"{address}lascia/").headers["Location"] == HOME
    run = run_of(address, rete)
    assert (run.state, run.stored_name) == (ImportRun.State.DROPPED, "")
    confirm(address)
    assert titles(valle) == set()
    with inside(rete):
        assert ImportLine.objects.count() == 0


def test_two_clicks_write_once(upload: Any, confirm: Any, valle: Organization) -> None:
    address = upload(csv_of())
    confirm(address)
    confirm(address)
    assert len(titles(valle)) == Provider.objects.count() == 3


def test_an_xlsx_is_read_too(upload: Any, rete: Organization, tmp_path: Path) -> None:
    table = [["Elenco RSA accreditate"], HEADER.split(";"), *(row.split(";") for row in THREE)]
    address = upload(xlsx_file(tmp_path, table).read_bytes(), "elenco.xlsx")
    run = run_of(address, rete)
    assert (run.state, run.refusal) == (ImportRun.State.CHECKED, "")
    assert run.figures["new"] == 3


NO_LISTS = {
    "empty": b"",
    "picture": b"\x89PNG\r\n\x1a\n",
    "pdf": b"%PDF-1.4",
    "page": b"<!doctype html><table></table>",
    "archive": b"PK\x05\x06" + b"\0" * 18,
}


@pytest.mark.parametrize("content", NO_LISTS.values(), ids=NO_LISTS)
def test_what_is_no_table_is_refused_at_once(office: Client, valle: Organization, content: bytes) -> None:
    file = SimpleUploadedFile("elenco.csv", content)
    response = office.post(HOME, {"territory": valle.key, "file": file})
    assert list(response.context["form"].errors) == ["file"]
    assert f'<option value="{valle.key}" selected>' in response.content.decode()


@pytest.mark.parametrize("content", [b"a;b\n1;2\n", b"denominazione;cap\nX;1\n", HEADER.encode()])
def test_a_table_that_is_no_list_is_refused_with_a_way_on(
    office: Client, upload: Any, rete: Organization, content: bytes
) -> None:
    address = upload(content)
    assert run_of(address, rete).state == ImportRun.State.REFUSED
    page = text(office, address)
    assert f'href="{HOME}"' in page
    assert 'name="digest"' not in page


def test_a_file_without_end_is_cut_and_refused(office: Client, valle: Organization) -> None:
    endless = io.BytesIO(b"denominazione;comune\n" + b"x;y\n" * 6_000_000)
    endless.name = "elenco.csv"
    response = office.post(HOME, {"territory": valle.key, "file": endless})
    assert "20 MB" in str(response.context["form"].errors)


@pytest.mark.parametrize("territory", ["", "forged", str(uuid.UUID(int=7)), "a\0b"])
def test_the_territory_must_be_chosen(office: Client, valle: Organization, territory: str) -> None:
    response = office.post(HOME, {"territory": territory, "file": SimpleUploadedFile("x.csv", csv_of())})
    assert list(response.context["form"].errors) == ["territory"]


def test_a_company_is_no_territory(office: Client, beta: Organization, rete: Organization) -> None:
    for other in (beta, rete):
        response = office.post(HOME, {"territory": other.key, "file": SimpleUploadedFile("x.csv", csv_of())})
        assert list(response.context["form"].errors) == ["territory"]


def test_a_territory_suspended_meanwhile_gets_nothing(
    upload: Any, confirm: Any, valle: Organization, rete: Organization
) -> None:
    address = upload(csv_of())
    Organization.objects.filter(pk=valle.pk).update(status=Status.SUSPENDED)
    confirm(address)
    assert run_of(address, rete).state == ImportRun.State.REFUSED
    assert Provider.objects.count() == 0


def test_only_the_networks_host_and_staff_have_these_pages(
    upload: Any, valle: Organization, beta: Organization, rete: Organization
) -> None:
    address = upload(csv_of())
    for elsewhere in (valle, beta):
        assert signed_in(elsewhere, "operator", "office").get(address).status_code == 404
        assert signed_in(elsewhere, "operator", "office").get(HOME).status_code == 404
    assert signed_in(rete, "member").get(address).status_code == 403
    assert signed_in(rete, "operator").get(address).status_code == 200
    assert browse(rete).get(address).status_code == 302


def test_the_page_asks_again_while_the_work_is_under_way(office: Client, upload: Any, rete: Organization) -> None:
    address = upload(csv_of())
    run = run_of(address, rete)
    with inside(rete):
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.STARTED)
    poll = f"{address}avanzamento/"
    assert f'hx-get="{poll}"' in text(office, address)
    under_way = office.get(poll, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in under_way.headers
    with inside(rete):
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.CHECKED)
    assert office.get(poll, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert office.get(poll).headers["Location"] == address


def rows(count: int) -> bytes:
    """A list of so many homes."""
    return csv_of(*(changed(PINETA, {1: f"PINETA NUMERO {n:03}"}) for n in range(count)))


def test_pages_cost_the_same_at_1_and_at_30_rows(office: Client, upload: Any) -> None:
    costs = []
    for address in (upload(rows(1)), upload(rows(30))):
        text(office, address)
        with counted() as statements:
            text(office, address)
        costs.append(len(statements))
        with counted() as statements:
            text(office, HOME)
        costs.append(len(statements))
    assert costs == [RUN_QUERIES, HOME_QUERIES, RUN_QUERIES, HOME_QUERIES]


RUN_QUERIES, HOME_QUERIES = 7, 6


def test_every_row_is_reached_page_by_page(office: Client, upload: Any) -> None:
    address = upload(rows(60))
    seen, query = [], "?"
    while query:
        page = text(office, f"{address}{query}")
        seen += re.findall(r"Pineta Numero \d+(?= · )", page)
        following = re.search(r'href="([^"]*)" rel="next"', page)
        query = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.skipif(LIST is None, reason="../shared is not here")
def test_the_regions_list_by_hand(office: Client, upload: Any, confirm: Any, valle: Organization) -> None:
    assert LIST is not None
    address = upload(LIST.read_bytes(), LIST.name)
    page = text(office, address)
    assert "035 759031" in page
    confirm(address)
    assert len(titles(valle)) >= 600
    member = signed_in(valle, "member")
    found = member.get("/scaffale/?q=tradate").content.decode()
    names = re.findall(r'class="offer-title"><a[^>]*>([^<]*)<', found)
    assert sorted(names) == ["Fondazione Velini Casa Famiglia ONLUS", "Pineta"]
