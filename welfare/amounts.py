"""The field where an amount is typed: what is not plainly an amount is refused, never guessed at.

Django's localized field drops every thousands separator it meets, so that "0.001" would be one euro
in Italian and "140,00" fourteen thousand in English.
"""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats

PLAIN = re.compile(r"-?\d{1,15}(?:[.,]\d+)?", re.ASCII)
GROUPED = {
    ".": re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", re.ASCII),
    ",": re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII),
}


def read(text: str) -> str | None:
    """The number that a text writes, with a point for decimals; None for what could be read in two ways.

    Either sign may stand before decimals; thousands are grouped by the reader's language alone.
    """
    typed = text.strip().removeprefix("€").removesuffix("€").strip()
    thousands = formats.get_format("THOUSAND_SEPARATOR")
    if thousands in GROUPED and GROUPED[thousands].fullmatch(typed):
        return typed.replace(thousands, "").replace(",", ".")
    if PLAIN.fullmatch(typed):
        return typed.replace(",", ".")
    return None


class AmountField(forms.DecimalField):
    """An amount as people write it: `140`, `140,00`, `1.234,50` (in English `1,234.50`), with or without €."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(localize=True, decimal_places=2, **options)

    def to_python(self, value: Any) -> Any:
        """The number, or "enter a number" for everything else."""
        if value in self.empty_values:
            return None
        number = read(str(value))
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(number)
