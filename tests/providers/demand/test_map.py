"""The map of services: circles where towns lie, and the same in a table."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from providers.demand import town_map, towns
from providers.demand.town_map import Town, draw
from providers.demand.towns import Place
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.queries import counted
from tests.tenants.console.test_console import signed_in

PLACES = {
    "carpi": Place("Carpi", 44.7824, 10.8777),
    "modena": Place("Modena", 44.6478, 10.9254),
    "soliera": Place("Soliera", 44.7375, 10.9245),
    "bari": Place("Bari", 41.1177, 16.8512),
}


def test_towns_lie_where_they_are_and_grow_with_their_services() -> None:
    drawn = draw([Town("Modena", {"a": 9}), Town("Carpi", {"a": 1}), Town("Mòdena Est", {"b": 1})], PLACES)
    modena, carpi = drawn.circles
    assert carpi.x < modena.x
    assert carpi.y < modena.y
    assert modena.radius == town_map.LARGEST
    assert carpi.radius == town_map.SMALLEST
    assert drawn.unplaced == ["Mòdena Est"]
    # The towns around are points; who is far away is not.
    assert drawn.points.count("M") == 3
    for circle in drawn.circles:
        assert 0 <= circle.x <= town_map.WIDTH
        assert 0 <= circle.y <= drawn.height
    assert draw([], PLACES).circles == []


def test_names_never_stand_on_one_another() -> None:
    crowd = {f"town {n}": Place(f"Town {n}", 44.5 + n / 2000, 10.9) for n in range(30)}
    drawn = draw([Town(place.name, {"a": 1}) for place in crowd.values()], crowd)
    assert sum(circle.label is not None for circle in drawn.circles) < 5


def test_the_list_is_cut_out_of_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city = {"countrycode": "IT", "latitude": 44.78237, "longitude": 10.8777, "population": 70000}
    cities = [
        {**city, "name": "Castro", "population": 10, "latitude": 1.0},
        {**city, "name": "Castro"},
        {**city, "name": "Lyon", "countrycode": "FR"},
        {**city, "name": "Forlì"},
    ]
    assert towns.cut(cities) == "Castro\t44.7824\t10.8777\nForlì\t44.7824\t10.8777\n"
    monkeypatch.setattr(towns, "PACKAGE", "no_such_package")
    with pytest.raises(CommandError, match=r"requirements\.lock"):
        call_command("cut_towns", static=tmp_path)


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_says_in_a_table_what_it_draws(
    rete: Organization, beta: Organization, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr("providers.demand.pages.places", lambda: PLACES)
    with inside(beta):
        provider = make.provider(beta)
        for n in range(count):
            make.offer(provider, f"Servizio {n}", town="Carpi" if n % 2 else "Modena")
        make.offer(provider, "Bozza", town="Bari", state="draft")
    office = signed_in(rete, "office")
    office.get("/rete/mappa/")
    with counted() as queries:
        response = office.get("/rete/mappa/")
    assert len(queries) == 4
    page = response.content.decode()
    assert [town.count for town, _url in response.context["rows"]] == ([1] if count == 1 else [15, 15])
    assert len(re.findall("<circle", page)) == len(response.context["rows"])
    assert 'role="img" aria-labelledby="map-title"' in page
    assert 'href="/rete/servizi/?q=Modena&amp;area="' in page
    assert "style=" not in page
    assert office.get("/rete/mappa/", {"area": "nothing"}).status_code == 200


def test_without_the_list_the_table_is_there(
    rete: Organization, beta: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("providers.demand.pages.places", dict)
    with inside(beta):
        make.offer(make.provider(beta), town="Carpi")
    page = signed_in(rete, "office").get("/rete/mappa/", headers={"accept-language": "en"}).content.decode()
    assert "cut_towns" in page
    assert ">Carpi</a>" in page
