"""Netting, for any debts: nobody gets or pays another sum than before, no cent is lost, few transfers."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.statements.netting import Debt, both_sides, positions, transfers
from welfare.money import ZERO

PARTIES = "ABCDEFGH"
CENTS = st.integers(min_value=1, max_value=10_000_000)
DEBTS = st.lists(
    st.builds(
        lambda debtor, creditor, cents: Debt(debtor, creditor, Decimal(cents) / 100),
        st.sampled_from(PARTIES),
        st.sampled_from(PARTIES),
        CENTS,
    ),
    max_size=40,
)


def nets(debts: list[Debt[str]]) -> dict[str, Decimal]:
    return {party: owed - owes for party, (owed, owes) in positions(debts).items()}


@given(DEBTS)
def test_positions_sum_to_zero(debts: list[Debt[str]]) -> None:
    assert sum(nets(debts).values(), ZERO) == ZERO


@given(DEBTS)
def test_transfers_leave_each_party_where_its_debts_did(debts: list[Debt[str]]) -> None:
    before, left = nets(debts), transfers(nets(debts))
    after: Counter[str] = Counter()
    for each in left:
        assert each.amount > ZERO
        assert each.debtor != each.creditor
        after[each.creditor] += each.amount  # type: ignore[assignment]
        after[each.debtor] -= each.amount  # type: ignore[assignment]
    assert {party: net for party, net in before.items() if net} == {p: n for p, n in after.items() if n}
    assert len(left) <= max(len([net for net in before.values() if net]) - 1, 0)


@given(DEBTS)
def test_nobody_both_pays_and_is_paid(debts: list[Debt[str]]) -> None:
    left = transfers(nets(debts))
    assert not {each.debtor for each in left} & {each.creditor for each in left}


@given(DEBTS)
def test_only_who_owes_and_is_owed_among_the_others_takes_part(debts: list[Debt[str]]) -> None:
    kept = both_sides(debts)
    assert {each.debtor for each in kept} == {each.creditor for each in kept}
    assert set(kept) <= set(debts)


def test_a_ring_of_equal_debts_needs_no_transfer() -> None:
    ring = [Debt("A", "B", Decimal("10.00")), Debt("B", "C", Decimal("10.00")), Debt("C", "A", Decimal("10.00"))]
    assert both_sides([*ring, Debt("D", "A", Decimal("5.00"))]) == ring
    assert transfers(nets(ring)) == []


def test_positions_that_do_not_sum_to_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="zero"):
        transfers({"A": Decimal("1.00")})
