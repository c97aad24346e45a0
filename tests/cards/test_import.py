"""A list of shops: read, shown, confirmed, written once; what is broken is told in its cell."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from members.models import ImportRun
from providers.agreements.categories import label_of
from providers.agreements.models import Agreement, Shop
from tenants.audit.models import Record
from tenants.models import Organization
from tests.cards.conftest import CORSO, FERRARI, GELSO, HEADER, made
from tests.conftest import inside
from tests.queries import counted

Upload = Callable[..., str]
Confirm = Callable[..., Any]


def figures(rete: Organization) -> dict[str, Any]:
    with inside(rete):
        return dict(ImportRun.objects.latest("created_at").figures)


def text(client: Client, address: str) -> str:
    return client.get(address, headers={"accept-language": "en"}).content.decode()


def test_a_list_is_written_once_confirmed_and_the_same_again_changes_nothing(
    rete: Organization, office: Client, upload: Upload, confirm: Confirm, agreement: Agreement
) -> None:
    address = upload(FERRARI, CORSO, GELSO)
    assert not Shop.objects.exists()
    confirm(address)
    shops = {shop.name: shop for shop in Shop.objects.all()}
    assert set(shops) == {"Ottica Ferrari", "Libreria del Corso", "Palestra Il Gelso"}
    corso = shops["Libreria del Corso"]
    assert (corso.town, corso.province, corso.discount, corso.category) == ("Carpi", "MO", "10%", "culture")
    assert (corso.town_key, corso.sort_name, corso.category_label) == (
        "carpi",
        "libreria del corso",
        label_of("culture"),
    )
    with inside(rete):
        acts = {
            row.action: row.details for row in Record.objects.filter(action__in=["shops_imported", "file_imported"])
        }
    assert acts["shops_imported"] == {"rows": 3, "new": 3, "updated": 0, "back": 0, "gone": 0, "taken_off": 0}
    again = upload(FERRARI, CORSO, GELSO)
    assert figures(rete)["changed"] == 0
    assert "There is nothing to write" in text(office, again)
    assert confirm(again).status_code == 302
    assert set(Shop.objects.values_list("pk", flat=True)) == {shop.pk for shop in shops.values()}


def test_each_broken_row_is_told_in_its_cell_and_left_out_by_choice_alone(
    rete: Organization, office: Client, upload: Upload, confirm: Confirm
) -> None:
    rows = (
        FERRARI,
        "Bar Sport;Bar;Via Po 1;4101;Carpi;Modena;059 21;0;;",
        ";Libri;Via Po 2;41012;Carpi;MO;;10%;;",
        "Panificio Sole;Pane e rose;Via Po 3;4101X;Carpi;MO;;150;;31/12/1999",
        "Ottica Ferrari;Ottici;Via Emilia, 120;41121;Modena;MO;;15% sulle lenti;;",
        "Calzature Blu;Scarpe;Via Po 4;41012;Carpi;MO;;10%;;31/02/2027",
        f"{'N' * 121};Scarpe;Via Po 5;41012;Carpi;MO;;10%;;",
    )
    page = text(office, address := upload(*rows))
    for told in (
        "Provincia: Write the two letters of the province, like MO.",
        "Telefono: No phone number can be read here",
        "Sconto: A discount lies between 1% and 100%",
        "Nome: This cell is empty: it must say something.",
        "Categoria: “Pane e rose” is no category that is known.",
        "CAP: Write the five figures of the postcode, like 41012.",
        "Valido fino al: This day is past",
        "Nome: The same shop as in row 2: leave one of the two.",
        "Valido fino al: This day does not exist",
        "Nome: It has more than 120 characters: shorten it.",
    ):
        assert told in page, told
    assert figures(rete) == figures(rete) | {"rows": 7, "accepted": 1, "refused": 6, "new": 1}
    assert confirm(address).status_code == 400
    assert not Shop.objects.exists()
    confirm(address, skips_errors="on")
    assert [shop.name for shop in Shop.objects.all()] == ["Ottica Ferrari"]


def test_what_is_no_list_is_refused_in_words(office: Client, upload: Upload) -> None:
    page = text(office, upload("Ottica;Via Po 1", header="Nome;Indirizzo"))
    assert "These columns must be there: Comune." in page
    assert "There is no row under the heading" in text(office, upload())


def test_a_shop_that_is_not_in_the_list_is_closed_by_choice_alone_and_comes_back(
    rete: Organization, office: Client, upload: Upload, confirm: Confirm
) -> None:
    confirm(upload(FERRARI, CORSO, GELSO))
    address = upload(FERRARI, CORSO.replace("CORSO ROMA 8", "CORSO ROMA 10"))
    assert figures(rete) == figures(rete) | {"updated": 1, "same": 1, "gone": 1, "new": 0}
    assert "Palestra Il Gelso · Carpi" in text(office, f"{address}?righe=gone")
    confirm(address)
    assert Shop.objects.filter(closed_on__isnull=True).count() == 3
    assert Shop.objects.get(name="Libreria del Corso").address == "Corso Roma 10"
    confirm(upload(FERRARI, CORSO.replace("CORSO ROMA 8", "CORSO ROMA 10")), closes_gone="on")
    assert [shop.name for shop in Shop.objects.filter(closed_on__isnull=False)] == ["Palestra Il Gelso"]
    # A row that cannot be used is no shop that is gone.
    address = upload(FERRARI.replace("MO", "Modena"), CORSO.replace("CORSO ROMA 8", "CORSO ROMA 10"), GELSO)
    assert figures(rete) == figures(rete) | {"back": 1, "gone": 0, "refused": 1}
    confirm(address, skips_errors="on")
    assert not Shop.objects.filter(closed_on__isnull=False).exists()


def test_a_column_that_the_list_lacks_changes_nothing(upload: Upload, confirm: Confirm, rete: Organization) -> None:
    confirm(upload(FERRARI))
    upload("Ottica Ferrari;Modena;Via Emilia 120", header="Insegna;Città;Via")
    assert figures(rete)["same"] == 1


def test_an_older_page_writes_nothing_after_the_shops_have_changed(
    office: Client, upload: Upload, confirm: Confirm, rete: Organization
) -> None:
    first = upload(FERRARI)
    with inside(rete):
        run = ImportRun.objects.get()
    confirm(first)
    second = upload(FERRARI, GELSO)
    Shop.objects.update(phone="059 999999")
    confirm(second)
    assert Shop.objects.count() == 1
    with inside(rete):
        assert ImportRun.objects.exclude(pk=run.pk).get().is_renewed
    assert "The data have changed in the meantime" in text(office, second)
    confirm(second)
    assert Shop.objects.count() == 2


def test_an_agreement_that_has_ended_takes_no_list(
    office: Client, upload: Upload, confirm: Confirm, agreement: Agreement
) -> None:
    address = upload(FERRARI)
    office.post(f"/rete/convenzioni/{agreement.pk}/chiudi/")
    confirm(address)
    assert "This agreement has ended" in text(office, address)
    assert not Shop.objects.exists()
    assert office.get(f"/rete/convenzioni/{agreement.pk}/importa/").status_code == 404


def test_nobody_imports_into_another_owners_agreement(office: Client, alfa: Organization) -> None:
    theirs = made(alfa, "Di Alfa")
    for path in ("", "modifica/", "importa/"):
        assert office.get(f"/rete/convenzioni/{theirs.pk}/{path}").status_code == 404
    assert office.post(f"/rete/convenzioni/{theirs.pk}/chiudi/").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_of_an_import_costs_the_same(office: Client, upload: Upload, rows: int) -> None:
    address = upload(*(FERRARI.replace("Ferrari", f"Numero {n}") for n in range(rows)))
    office.get(address)
    with counted() as queries:
        office.get(address)
    assert len(queries) == 6


def test_the_sample_is_a_list_that_is_read(office: Client, upload: Upload, rete: Organization) -> None:
    upload(content=office.get("/rete/convenzioni/negozi.csv").content)
    assert figures(rete) == figures(rete) | {"rows": 2, "accepted": 2, "errors": 0}
    assert HEADER.split(";")[0] == "Nome"
