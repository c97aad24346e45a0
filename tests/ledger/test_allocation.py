"""Which lots pay, and how much of each."""

import datetime
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.ledger.allocation import allocate, first_to_expire
from members.ledger.errors import NotEnough
from members.ledger.queries import Lot
from welfare.money import MoneyError

FIRST = datetime.date(2026, 1, 1)
cents = st.decimals(min_value="0.01", max_value="500.00", places=2)
expiries = st.none() | st.dates(FIRST, datetime.date(2028, 1, 1))


def lot(number: int, balance: str | Decimal, expires_on: datetime.date | None, unit: str = "EUR") -> Lot:
    """A lot."""
    return Lot(number, uuid.UUID(int=number), unit, expires_on, Decimal(balance))


@st.composite
def wallets(draw: st.DrawFn) -> list[Lot]:
    """Up to six lots in any order."""
    rows = draw(st.lists(st.tuples(cents, expiries), max_size=6))
    return [lot(number, *row) for number, row in enumerate(rows)]


def test_the_lot_that_expires_first_pays_first() -> None:
    lots = [lot(1, "100.00", None), lot(2, "80.00", FIRST.replace(month=6)), lot(3, "50.00", FIRST)]
    parts = [(one.account_id, part) for one, part in allocate(lots, Decimal("140.00"))]
    assert parts == [(3, Decimal("50.00")), (2, Decimal("80.00")), (1, Decimal("10.00"))]


def test_what_is_missing_is_told() -> None:
    with pytest.raises(NotEnough) as refused:
        allocate([lot(1, "100.00", None), lot(2, "20.50", FIRST)], Decimal("140.00"))
    assert refused.value.missing == Decimal("19.50")


@pytest.mark.parametrize("wrong", ["0", "-1", "0.001"])
def test_only_amounts_over_zero_are_divided(wrong: str) -> None:
    with pytest.raises(MoneyError):
        allocate([lot(1, "100.00", None)], Decimal(wrong))


def test_units_never_mix() -> None:
    with pytest.raises(MoneyError):
        allocate([lot(1, "5.00", None), lot(2, "5.00", None, "LBX")], Decimal("1.00"))


@given(wallets(), cents)
def test_every_cent_is_covered_and_no_later_lot_pays_before_an_earlier_is_empty(
    lots: list[Lot], amount: Decimal
) -> None:
    held = sum((one.balance for one in lots), Decimal(0))
    if held < amount:
        with pytest.raises(NotEnough) as refused:
            allocate(lots, amount)
        assert refused.value.missing == amount - held
        return
    parts = allocate(lots, amount)
    assert sum(part for _, part in parts) == amount
    assert [one for one, _ in parts] == sorted(lots, key=first_to_expire)[: len(parts)]
    assert all(part == one.balance for one, part in parts[:-1])
    assert all(0 < part <= one.balance for one, part in parts)
