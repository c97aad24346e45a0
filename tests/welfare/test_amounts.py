"""Amounts as people type them, in both languages: read in the one way there is, or refused."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from welfare.amounts import AmountField

FIELD = AmountField(min_value=0, max_value=100_000, max_digits=12)


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("it", "140", "140"),
        ("it", "140,00", "140.00"),
        ("it", "140.50", "140.50"),
        ("it", "1.234", "1234"),
        ("it", "1.234,5", "1234.5"),
        ("it", " 12,30 € ", "12.30"),
        ("en", "140,00", "140.00"),
        ("en", "1,234.50", "1234.50"),
        ("en", "1,234", "1234"),
    ],
)
def test_an_amount_is_read_as_it_was_meant(language: str, typed: str, meant: str) -> None:
    with translation.override(language):
        assert FIELD.clean(typed) == Decimal(meant)


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize(
    "typed",
    [
        "abc", "-1", "-0,01", "1e3", "1e30", "1e-30", "NaN", "sNaN", "Infinity", "-Infinity", "0.001", "0,001",
        "1.23.4", "1,2,3", "1.2345,00", "1 234", "9" * 400, "100001", "0x10", "€", "١٢", "1\0", "--1", "1,", ",5",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(language: str, typed: str) -> None:
    with translation.override(language), pytest.raises(ValidationError):
        FIELD.clean(typed)


@pytest.mark.parametrize(("language", "typed"), [("it", "1,234"), ("en", "1.234"), ("it", "1,234.50")])
def test_the_other_language_s_thousands_are_refused(language: str, typed: str) -> None:
    with translation.override(language), pytest.raises(ValidationError):
        FIELD.clean(typed)
