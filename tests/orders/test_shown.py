"""Orders in words: days as people say them, in the reader's language."""

import datetime

import pytest
from django.utils import translation

from catalog.orders.shown import date_range

RANGES = [
    ((2026, 7, 1), (2026, 7, 5), "1-5 luglio 2026"),
    ((2026, 6, 29), (2026, 7, 3), "29 giugno - 3 luglio 2026"),
    ((2026, 12, 28), (2027, 1, 2), "28 dicembre 2026 - 2 gennaio 2027"),
    ((2026, 7, 1), (2026, 7, 1), "1 luglio 2026"),
]


@pytest.mark.parametrize(("first", "last", "words"), RANGES)
def test_two_days_are_said_once_where_they_share(
    first: tuple[int, int, int], last: tuple[int, int, int], words: str
) -> None:
    with translation.override("it"):
        assert date_range(datetime.date(*first), datetime.date(*last)) == words


def test_in_english_too() -> None:
    with translation.override("en"):
        assert date_range(datetime.date(2026, 7, 1), datetime.date(2026, 7, 5)) == "1-5 July 2026"
