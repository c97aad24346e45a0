"""`import_directory`: what a list makes, what a later one changes, what it tells."""

import json
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from catalog.shelf.models import ShelfItem
from providers.models import Delivery, DirectoryEntry, Offer, Origin, Provider
from tenants.audit.models import Record
from tenants.models import Organization, Status
from tests import make
from tests.conftest import inside
from tests.directory.conftest import Import
from tests.directory.lists import BERNACCHI, HEADER, LIST, PINETA, VELINI, changed, written


def shelf(where: Organization) -> set[str]:
    """The titles on an organization's shelf."""
    with inside(where):
        keys = list(ShelfItem.objects.values_list("offer_id", flat=True))
    return set(Offer.objects.filter(pk__in=keys).values_list("title", flat=True))


def test_rows_become_providers_and_information_on_the_shelf(
    imported: Import, valle: Organization, tmp_path: Path
) -> None:
    told = imported(written(tmp_path), valle)
    assert told == {"rows": 3, "accepted": 3, "changed": 3, "repaired": 3, "errors": []}
    assert shelf(valle) == {"Pineta", "Fondazione Velini ONLUS", "Casa di Riposo Bernacchi"}
    offer = Offer.objects.select_related("provider").get(title="Pineta")
    provider = offer.provider
    assert (provider.organization, provider.is_accredited, provider.town) == (None, False, "Tradate")
    assert (provider.phone, provider.email, provider.postcode) == ("0331 844495", "rainbow@rsa-pineta.it", "21049")
    assert (offer.delivery, offer.origin, offer.price, offer.beds) == (Delivery.PUBLIC, Origin.ACCREDITED, None, 90)
    assert (offer.service_type, offer.area, offer.state) == ("residential_care", "cura", Offer.State.PUBLISHED)
    assert "90 posti letto" in offer.summary
    assert offer.how_to_apply


def test_a_dry_run_tells_the_same_and_writes_nothing(imported: Import, valle: Organization, tmp_path: Path) -> None:
    dry = imported(written(tmp_path), valle, "--dry-run")
    assert (Provider.objects.count(), Offer.objects.count(), shelf(valle)) == (0, 0, set())
    assert dry == imported(written(tmp_path), valle)


def test_the_same_list_again_changes_nothing(imported: Import, valle: Organization, tmp_path: Path) -> None:
    imported(written(tmp_path), valle)
    before = list(Provider.objects.order_by("pk").values()), list(Offer.objects.order_by("pk").values())
    assert imported(written(tmp_path), valle)["changed"] == 0
    assert (list(Provider.objects.order_by("pk").values()), list(Offer.objects.order_by("pk").values())) == before


def test_a_later_list_changes_only_what_it_says_otherwise(
    imported: Import, valle: Organization, tmp_path: Path
) -> None:
    imported(written(tmp_path), valle)
    # Corrected by hand since: the list says nothing new of it.
    Provider.objects.filter(name="Pineta").update(phone="0331 000000")
    told = imported(written(tmp_path, [changed(PINETA, {8: "95"}), VELINI, BERNACCHI]), valle)
    assert (told["changed"], told["accepted"]) == (1, 3)
    offer = Offer.objects.select_related("provider").get(title="Pineta")
    assert (offer.beds, offer.provider.phone) == (95, "0331 000000")
    assert "95 posti letto" in offer.summary
    assert imported(written(tmp_path, [changed(PINETA, {8: "95"}), VELINI, BERNACCHI]), valle)["changed"] == 0


def test_a_home_that_moved_in_its_town_is_the_same_home(imported: Import, valle: Organization, tmp_path: Path) -> None:
    imported(written(tmp_path), valle)
    moved = [changed(PINETA, {3: "VIA NUOVA, 1"}), VELINI, BERNACCHI]
    assert imported(written(tmp_path, moved), valle)["changed"] == 1
    assert Provider.objects.get(name="Pineta").address == "Via Nuova, 1"
    assert Provider.objects.count() == 3
    assert imported(written(tmp_path, moved), valle)["changed"] == 0


def test_case_and_line_breaks_are_no_change_of_key(imported: Import, valle: Organization, tmp_path: Path) -> None:
    imported(written(tmp_path), valle)
    broken = changed(VELINI, {1: '"FONDAZIONE\nVELINI ONLUS"'})
    assert imported(written(tmp_path, [PINETA, broken, BERNACCHI]), valle)["changed"] == 0


def test_what_is_not_in_a_later_list_stays_until_it_is_chosen_otherwise(
    imported: Import, valle: Organization, tmp_path: Path
) -> None:
    imported(written(tmp_path), valle)
    shorter = written(tmp_path, [VELINI, BERNACCHI])
    out = StringIO()
    call_command("import_directory", str(shorter), "--organization", valle.slug, stdout=out)
    assert "Pineta, Tradate" in out.getvalue()
    assert "Pineta" in shelf(valle)
    assert imported(shorter, valle, "--take-off")["changed"] == 0
    assert shelf(valle) == {"Fondazione Velini ONLUS", "Casa di Riposo Bernacchi"}
    assert Offer.objects.filter(title="Pineta").exists()


def test_a_row_that_cannot_be_used_keeps_its_home_where_it_was(
    imported: Import, valle: Organization, tmp_path: Path
) -> None:
    imported(written(tmp_path), valle)
    told = imported(written(tmp_path, [changed(PINETA, {8: "molti"}), VELINI, BERNACCHI]), valle, "--take-off")
    assert (told["rows"], told["accepted"], told["changed"]) == (3, 2, 0)
    assert [(error["row"], error["column"]) for error in told["errors"]] == [(2, "posti_letto_accreditati")]
    assert "Pineta" in shelf(valle)


def test_two_territories_share_the_homes(
    imported: Import, valle: Organization, riva: Organization, tmp_path: Path
) -> None:
    imported(written(tmp_path), valle)
    assert imported(written(tmp_path, [PINETA]), riva)["changed"] == 1
    assert imported(written(tmp_path, [PINETA]), riva)["changed"] == 0
    assert Provider.objects.count() == 3
    assert shelf(riva) == {"Pineta"}
    # Taken off one shelf, it stays on the other.
    imported(written(tmp_path, [VELINI]), riva, "--take-off")
    assert (shelf(riva), "Pineta" in shelf(valle)) == ({"Fondazione Velini ONLUS"}, True)


def test_other_services_of_the_shelf_are_let_alone(imported: Import, valle: Organization, tmp_path: Path) -> None:
    camp = make.offer(make.provider(None, "Mulino"))
    with inside(valle):
        ShelfItem.objects.create(offer_id=camp.pk)
    imported(written(tmp_path), valle, "--take-off")
    assert camp.title in shelf(valle)


def test_a_withdrawn_service_is_not_put_back(imported: Import, valle: Organization, tmp_path: Path) -> None:
    imported(written(tmp_path), valle)
    Offer.objects.filter(title="Pineta").update(state=Offer.State.ARCHIVED)
    assert imported(written(tmp_path), valle)["changed"] == 0


def test_a_home_that_joined_the_network_keeps_its_own_data(
    imported: Import, valle: Organization, riva: Organization, tmp_path: Path
) -> None:
    imported(written(tmp_path), valle)
    Provider.objects.filter(name="Pineta").update(organization=riva, phone="0331 000000")
    imported(written(tmp_path, [changed(PINETA, {5: "0331/111111", 8: "99"}), VELINI, BERNACCHI]), valle)
    offer = Offer.objects.select_related("provider").get(title="Pineta")
    assert (offer.provider.phone, offer.beds) == ("0331 000000", 99)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([PINETA, PINETA], [(3, "denominazione_struttura")]),
        ([PINETA, changed(PINETA, {7: "altro@pineta.it"})], [(3, "denominazione_struttura")]),
        ([PINETA, changed(PINETA, {1: "", 2: ""})], [(3, "denominazione_struttura"), (3, "comune")]),
        ([PINETA, changed(VELINI, {8: "=SUM(A1)"})], [(3, "posti_letto_accreditati")]),
        ([PINETA, changed(VELINI, {1: "X" * 200})], [(3, "denominazione_struttura")]),
    ],
)
def test_errors_name_row_and_column(
    imported: Import, valle: Organization, tmp_path: Path, rows: list[str], expected: list[tuple[int, str]]
) -> None:
    told = imported(written(tmp_path, rows), valle)
    assert [(error["row"], error["column"]) for error in told["errors"]] == expected
    assert all(error["message"] for error in told["errors"])
    assert (told["rows"], told["accepted"], shelf(valle)) == (2, 1, {"Pineta"})


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\n\n",
        "a;b;c\n1;2;3\n",
        f"{HEADER}\n",
        f"{HEADER}\n{PINETA}\n{HEADER}\n{VELINI}\n",
        "denominazione;cap\nX;1\n",
    ],
)
def test_a_file_that_is_no_list_is_refused_and_changes_nothing(
    valle: Organization, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_directory", str(path), "--organization", valle.slug, "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["rows"], told["changed"], len(told["errors"])) == (0, 0, 1)
    assert told["errors"][0]["message"]
    assert (Provider.objects.count(), shelf(valle)) == (0, set())


def test_the_territory_must_be_one_and_in_service(alfa: Organization, valle: Organization, tmp_path: Path) -> None:
    path = str(written(tmp_path))
    for slug in ("rete", "nessuno"):
        with pytest.raises(CommandError, match=slug):
            call_command("import_directory", path, "--organization", slug)
    Organization.objects.filter(pk=valle.pk).update(status=Status.SUSPENDED)
    with pytest.raises(CommandError):
        call_command("import_directory", path, "--organization", valle.slug)
    with pytest.raises(CommandError):
        call_command("import_directory", str(tmp_path / "absent.csv"), "--organization", "alfa")


def test_the_territorys_trail_tells_of_it(imported: Import, valle: Organization, tmp_path: Path) -> None:
    imported(written(tmp_path), valle)
    with inside(valle):
        acts = dict(Record.objects.values_list("action", "details"))
    assert acts["directory_imported"] == {"rows": 3, "new": 3, "updated": 0, "listed": 0, "gone": 0, "taken_off": 0}
    assert acts["offers_listed"] == {"offers": 3}


@pytest.mark.skipif(LIST is None, reason="../shared is not here")
def test_the_regions_list_in_seconds(imported: Import, valle: Organization, riva: Organization) -> None:
    assert LIST is not None
    begun = time.monotonic()
    told = imported(LIST, valle)
    seconds = time.monotonic() - begun
    assert told == {"rows": 650, "accepted": 650, "changed": 650, "repaired": 650, "errors": []}
    assert imported(LIST, valle)["changed"] == 0
    assert imported(LIST, riva)["changed"] == 650
    assert Provider.objects.count() == DirectoryEntry.objects.count() == 650
    assert Offer.objects.filter(town="Tradate").count() == 2
    twice: Any = Offer.objects.values("provider").annotate(n=Count("pk")).filter(n__gt=1)
    assert not twice.exists()
    assert seconds < 10
