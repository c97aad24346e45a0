"""One cell, one value: whatever is written, it comes back as meant or is refused in words."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.people_import import matching, values
from members.people_import.values import Unreadable

DAYS = st.dates(datetime.date(1940, 1, 1), datetime.date(2026, 1, 1))
HUNDREDTHS = st.integers(0, 6000).map(lambda number: Decimal(number) / 100)
WRITTEN = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y 00:00:00", "%Y-%m-%dT00:00")


def value(field: str, cell: str) -> object:
    found = values.read(field, cell)
    return found.value if found is not None else None


@given(DAYS, st.sampled_from(WRITTEN))
def test_a_day_comes_back_however_it_is_written(day: datetime.date, written: str) -> None:
    assert value("hired_on", day.strftime(written)) == day


@given(DAYS)
def test_days_and_months_may_lack_their_zero(day: datetime.date) -> None:
    assert value("hired_on", f"{day.day}/{day.month}/{day.year}") == day


@given(DAYS, st.sampled_from(("%d/%m/%y", "%m/%d/%Y %H", "%d %m %Y", "%d%m%Y", "%Y%m%d")))
def test_what_could_be_another_day_is_refused(day: datetime.date, written: str) -> None:
    with pytest.raises(Unreadable):
        value("hired_on", day.strftime(written))


@given(HUNDREDTHS)
def test_hours_come_back_with_comma_and_with_point(hours: Decimal) -> None:
    for text in (f"{hours}", f"{hours}".replace(".", ",")):
        assert value("contract_hours", text) == hours


@given(st.text(max_size=300), st.sampled_from(sorted(values.READERS)))
def test_any_text_is_a_value_that_fits_or_is_refused(text: str, field: str) -> None:
    try:
        found = values.read(field, text)
    except Unreadable:
        return
    longest = values.LONGEST.get(field)
    assert found is None or longest is None or len(found.value) <= longest


@given(st.text(max_size=40).filter(lambda text: text.strip() != ""))
def test_names_are_capitalised_once(text: str) -> None:
    once = values.capitalized(text.upper())
    assert values.capitalized(once.upper()).casefold() == once.casefold()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("DE LUCA", "De Luca"),
        ("D'ALÒ", "D'Alò"),
        ("ROSSI-BIANCHI", "Rossi-Bianchi"),
        ("McAdam", "McAdam"),
        ("rossi", "rossi"),
    ],
)
def test_a_name_in_capitals_is_written_as_names_are(written: str, meant: str) -> None:
    assert value("family_name", written) == meant


@pytest.mark.parametrize(
    ("full", "code", "parts"),
    [
        ("ROSSI MARIO", "", ("ROSSI", "MARIO")),
        ("Rossi, Mario Luigi", "", ("Rossi", "Mario Luigi")),
        ("DE LUCA ANNA MARIA", "DLCNMR79E43F257T", ("DE LUCA", "ANNA MARIA")),
        ("DE LUCA ANNA MARIA", "", None),
        ("ROSSI", "", None),
        (", Mario", "", None),
        ("a, b, c", "", None),
    ],
)
def test_a_full_name_is_parted_only_where_it_can_be_told(full: str, code: str, parts: tuple[str, str] | None) -> None:
    assert matching.parted(full, code) == parts


@pytest.mark.parametrize("blank", ["", " ", "-", "--", "n.d.", "N/D", "\u200b", "\xa0"])
def test_signs_for_nothing_are_nothing(blank: str) -> None:
    assert [value(field, blank) for field in values.READERS] == [None] * len(values.READERS)


@pytest.mark.parametrize("never", ["31/12/9999", "9999-12-31", "00/00/0000", "0/0/00", "0000-00-00"])
def test_exports_say_never_in_their_own_way(never: str) -> None:
    assert value("left_on", never) is None
