"""Art. 51 c. 1: a value counts in the year it is received, up to 12 January still in the year it refers to."""

import datetime

import pytest

from tests.catalog.fiscal.benefits import codes, figures, goods


def on(day: str, refers_to: int | None = None) -> dict[str, object]:
    """When something was received, and for which year."""
    return {"received_on": datetime.date.fromisoformat(day), "refers_to": refers_to}


@pytest.mark.parametrize(
    ("day", "refers_to", "year"),
    [
        ("2026-12-31", None, 2026),
        ("2027-01-01", 2026, 2026),
        ("2027-01-12", 2026, 2026),
        ("2027-01-13", 2026, 2027),
        ("2027-01-12", 2027, 2027),
        ("2027-01-12", None, 2027),
        ("2027-01-12", 2025, 2027),
        ("2026-12-20", 2027, 2026),
        ("2027-12-12", 2026, 2027),
    ],
)
def test_the_tax_year_of_a_value(day: str, refers_to: int | None, year: int) -> None:
    value = goods("100.00", **on(day, refers_to))
    assert figures(value, year=year) == ("exempt", "100.00", "0.00")
    for other in {2025, 2026, 2027} - {year}:
        assert codes(value, year=other) == ["nothing_in_year"]


def test_a_day_not_given_is_in_the_year_that_is_assessed() -> None:
    assert figures(goods("100.00", refers_to=2025), year=2026)[1] == "100.00"


def test_values_of_other_years_are_in_no_pool_of_this_one() -> None:
    december, january = goods("900.00", **on("2026-12-20")), goods("100.01", **on("2027-01-13", 2026))
    assert figures(december, january, year=2027) == ("exempt", "100.01", "0.00")
    assert figures(december, january, year=2026) == ("exempt", "900.00", "0.00")
    assert figures(december, goods("100.01", **on("2027-01-12", 2026)), year=2026)[0] == "taxable"


def test_a_year_in_which_nothing_was_received_is_exempt_of_nothing() -> None:
    assert figures() == ("exempt", "0.00", "0.00")
