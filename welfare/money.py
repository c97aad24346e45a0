"""Amounts of money: Decimal with two digits, one rounding rule, no cent lost.

Units are never mixed: an amount is always of one currency, named beside it by the caller
(`EUR`, or the code of a complementary currency).
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
LARGEST = Decimal("9999999999.99")
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

if TYPE_CHECKING:
    DecimalField = models.DecimalField[Any, Any]
else:
    # The parameters are patched in by the settings, which the fiscal rules run without.
    DecimalField = models.DecimalField


class MoneyError(ValueError):
    """An amount that cannot be taken."""


class FloatMoney(MoneyError):
    """A float was given as money; binary fractions cannot hold cents."""


def amount(value: str | int | Decimal) -> Decimal:
    """Return `value` as Decimal with exactly two digits.

    Raises FloatMoney for a float, MoneyError for anything that is not a finite number or has
    fractions of a cent: an amount is refused, never rounded in silence.
    """
    _refuse_float(value)
    if isinstance(value, bool):
        raise MoneyError(f"{value!r} is not an amount")
    try:
        number = Decimal(value)
        exact = number.quantize(CENT)
    except (InvalidOperation, TypeError, ValueError) as error:
        raise MoneyError(f"{value!r} is not an amount") from error
    if exact != number or abs(exact) > LARGEST:
        raise MoneyError(f"{value!r} is not an amount of whole cents")
    return exact


def _refuse_float(value: object) -> None:
    if isinstance(value, float):
        raise FloatMoney(f"{value!r} is a float")


def rounded(value: Decimal) -> Decimal:
    """Round a computed Decimal half up to the cent, the rule of Italian tax amounts."""
    _refuse_float(value)
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def split(total: Decimal, weights: Sequence[int]) -> list[Decimal]:
    """Divide `total` in proportion to `weights`; the parts add up to `total` to the cent.

    The cents that do not divide go one by one to the first parts with the largest remainders.
    """
    whole = sum(weights)
    if not weights or whole <= 0 or any(weight < 0 for weight in weights):
        raise MoneyError("weights must be positive")
    cents = int(amount(total) * 100)
    sign, cents = (-1, -cents) if cents < 0 else (1, cents)
    parts = [cents * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(cents * weights[i] % whole), i))
    for index in order[: cents - sum(parts)]:
        parts[index] += 1
    return [amount(Decimal(sign * part) / 100) for part in parts]


def format_euro(value: Decimal, *, whole: bool = False) -> str:
    """Write an amount the Italian way: `1.234,56 €`, the sign held to the figure."""
    exact = amount(value)
    text = f"{_whole_euro(exact):,}" if whole else f"{exact:,.2f}"
    swapped = text.replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{swapped}{NO_BREAK_SPACE}€"


def format_amount(value: Decimal, unit: str) -> str:
    """Write an amount of a unit: euro with its sign, another currency with its code, `12,00 LBX`."""
    written = format_euro(value)
    return written if unit == "EUR" else written.replace("€", unit)


def _whole_euro(value: Decimal) -> int:
    """Round half up to the euro; a few cents owed are 0, not -0."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


class MoneyField(DecimalField):
    """A column of amounts: numeric(12, 2) that refuses floats."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"], kwargs["decimal_places"] = 12, 2
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave out the two options that are always the same."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def to_python(self, value: Any) -> Any:
        """Refuse floats where Django would round them."""
        if isinstance(value, float):
            raise ValidationError("an amount cannot be a float")
        return super().to_python(value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Refuse floats on the way to the database."""
        if isinstance(value, float):
            raise FloatMoney(f"{value!r} is a float")
        return super().get_db_prep_save(value, connection)
