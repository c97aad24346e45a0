"""Multilateral netting: who is left to pay whom, to the cent, once debts that go round are taken away. Pure."""

import heapq
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from welfare.money import ZERO

Party = TypeVar("Party", bound=Hashable)


@dataclass(frozen=True)
class Debt(Generic[Party]):
    """What one party owes another."""

    debtor: Party
    creditor: Party
    amount: Decimal


def both_sides(debts: Collection[Debt[Party]]) -> list[Debt[Party]]:
    """The debts between parties that both owe and are owed among themselves; no mere customer or supplier."""
    kept = [debt for debt in debts if debt.debtor != debt.creditor]
    while True:
        inside = {debt.debtor for debt in kept} & {debt.creditor for debt in kept}
        fewer = [debt for debt in kept if debt.debtor in inside and debt.creditor in inside]
        if len(fewer) == len(kept):
            return kept
        kept = fewer


def positions(debts: Iterable[Debt[Party]]) -> dict[Party, tuple[Decimal, Decimal]]:
    """What each party is owed and owes."""
    owed: dict[Party, Decimal] = defaultdict(lambda: ZERO)
    owes: dict[Party, Decimal] = defaultdict(lambda: ZERO)
    for debt in debts:
        owed[debt.creditor] += debt.amount
        owes[debt.debtor] += debt.amount
    return {party: (owed[party], owes[party]) for party in owed.keys() | owes.keys()}


def transfers(nets: Mapping[Party, Decimal]) -> list[Debt[Party]]:
    """Transfers that bring each net position to zero: one fewer than the parties at most.

    The largest debtor pays the largest creditor until one of the two is done. Raises ValueError for positions that do
    not sum to zero.
    """
    if sum(nets.values(), ZERO) != ZERO:
        raise ValueError("positions do not sum to zero")
    creditors = [(-net, str(party), party) for party, net in nets.items() if net > ZERO]
    debtors = [(net, str(party), party) for party, net in nets.items() if net < ZERO]
    heapq.heapify(creditors)
    heapq.heapify(debtors)
    found: list[Debt[Party]] = []
    while creditors and debtors:
        due, creditor_key, creditor = heapq.heappop(creditors)
        debt, debtor_key, debtor = heapq.heappop(debtors)
        amount = min(-due, -debt)
        found.append(Debt(debtor, creditor, amount))
        if due + amount < ZERO:
            heapq.heappush(creditors, (due + amount, creditor_key, creditor))
        if debt + amount < ZERO:
            heapq.heappush(debtors, (debt + amount, debtor_key, debtor))
    return found
