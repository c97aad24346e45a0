"""One row of a list: the home, what was mended, what makes it useless."""

import csv

import pytest

from providers.directory.rows import Fault, Home, Mend, Problem, changed_fields, key_of, name_key_of, read_row
from tests.directory.lists import LIST

REGION = {
    "name": "denominazione_struttura", "town": "comune", "address": "indirizzo", "postcode": "cap",
    "phone": "telefono", "email": "email", "beds": "posti_letto_accreditati",
    "alzheimer_beds": "posti_letto_alzheimer_accreditati",
}  # fmt: skip
HONEGGER = {
    "name": "CASA ALBERGO HONEGGER", "town": "ALBINO", "address": "VIA B. CRESPI, 9", "postcode": "24021",
    "phone": "035/759031/411", "email": "a b@c.it", "beds": "88", "alzheimer_beds": "",
}  # fmt: skip


def test_a_row_is_read_and_says_what_was_mended() -> None:
    reading = read_row(HONEGGER)
    assert reading.home == Home(
        "Casa Albergo Honegger", "Albino", "Via B. Crespi, 9", "24021", ("035 759031",), ("ab@c.it",), 88, None
    )
    assert reading.mends == [
        Mend("name", "CASA ALBERGO HONEGGER", "Casa Albergo Honegger"),
        Mend("town", "ALBINO", "Albino"),
        Mend("address", "VIA B. CRESPI, 9", "Via B. Crespi, 9"),
        Mend("phone", "035/759031/411", "035 759031"),
        Mend("email", "a b@c.it", "ab@c.it"),
    ]


def test_a_clean_row_is_not_mended() -> None:
    clean = {"name": "Pineta", "town": "Tradate", "phone": "0331/844495", "email": "info@pineta.example"}
    assert read_row(clean).mends == []


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("name", "", Problem("name", Fault.MISSING)),
        ("town", " ", Problem("town", Fault.MISSING)),
        ("name", "X" * 91, Problem("name", Fault.TOO_LONG, 90)),
        ("town", "X" * 61, Problem("town", Fault.TOO_LONG, 60)),
        ("address", "X" * 121, Problem("address", Fault.TOO_LONG, 120)),
        ("beds", "molti", Problem("beds", Fault.NOT_A_COUNT, 5000)),
        ("beds", "-3", Problem("beds", Fault.NOT_A_COUNT, 5000)),
        ("beds", "5001", Problem("beds", Fault.NOT_A_COUNT, 5000)),
        ("alzheimer_beds", "1e3", Problem("alzheimer_beds", Fault.NOT_A_COUNT, 5000)),
    ],
)
def test_what_makes_a_row_useless(column: str, value: str, problem: Problem) -> None:
    reading = read_row(HONEGGER | {column: value})
    assert reading.home is None
    assert reading.problems == [problem]


@pytest.mark.parametrize(
    ("written", "read"), [("00100", "00100"), ("100", ""), ("1024", "01024"), ("24021.0", "24021")]
)
def test_postcodes_get_their_zero_back(written: str, read: str) -> None:
    home = read_row(HONEGGER | {"postcode": written}).home
    assert home is not None
    assert home.postcode == read


def test_the_key_looks_neither_at_case_nor_at_breaks() -> None:
    other = {"name": "Casa  albergo\nHonegger", "town": "Albino ", "address": "via B Crespi 9"}
    assert key_of(HONEGGER) == key_of(other) == "casaalbergohonegger|albino|viabcrespi9"
    assert name_key_of(key_of(other)) == "casaalbergohonegger|albino"


def test_only_what_differs_is_a_change() -> None:
    home = read_row(HONEGGER).home
    assert home is not None
    before = home.values() | {"beds": 80, "phones": []}
    assert list(changed_fields(home, before)) == [("phones", [], ["035 759031"]), ("beds", 80, 88)]
    assert list(changed_fields(home, home.values())) == []


@pytest.mark.skipif(LIST is None, reason="../shared is not here")
def test_all_of_the_regions_list_is_read() -> None:
    assert LIST is not None
    with LIST.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle, delimiter=";"))
    readings = [read_row({name: row[title] for name, title in REGION.items()}) for row in rows]
    homes = [reading.home for reading in readings if reading.home is not None]
    assert len(homes) == len({reading.key for reading in readings}) == 650
    assert sum(bool(home.emails) for home in homes) == 604
    assert sum(bool(home.phones) for home in homes) == 638
    assert not [home.name for home in homes if home.name.upper() == home.name and len(home.name) > 6]


def test_a_name_that_is_far_too_long_is_not_even_read() -> None:
    reading = read_row(HONEGGER | {"name": "CASA " + "-" * 1900 + " MILANO"})
    assert reading.problems == [Problem("name", Fault.TOO_LONG, 90)]
