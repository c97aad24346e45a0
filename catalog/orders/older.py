"""The benefits of orders from before orders kept them, made anew from what was agreed on their day."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from uuid import UUID

from catalog.fiscal import PurchaseFacts, benefit_of
from catalog.orders.beneficiaries import beneficiary
from catalog.orders.kept_benefits import kept_benefit
from catalog.orders.models import Order
from catalog.plans.wallets import budgets_by_id
from members.certificates import reading
from members.ledger.models import AccountKind, Leg
from members.models import Relative
from welfare.clock import ROME

Paid = Mapping[str, list[tuple[UUID, Decimal]]]


def benefits_of_older(keys: Collection[str]) -> dict[str, list[dict[str, object]]]:
    """By the order's id, its benefits as plain values, of orders of one year; four queries, none for none.

    The service is the snapshot's and what each budget paid the ledger's. The beneficiary is as the family says today:
    nothing better was kept.
    """
    if not keys:
        return {}
    paid = paid_by_budget(keys)
    budgets = budgets_by_id({budget for parts in paid.values() for budget, _ in parts})
    sources = {key: budget.law_source for key, budget in budgets.items()}
    orders = list(Order.objects.filter(pk__in=keys))
    family = Relative.objects.filter(pk__in={order.relative_id for order in orders if order.relative_id})
    relatives = reading(family, year_of(orders[0])).in_bulk() if orders else {}
    for order in orders:
        order.relative = relatives.get(order.relative_id) if order.relative_id else None
    return {str(order.pk): made_anew(order, paid, sources) for order in orders}


def year_of(order: Order) -> int:
    """The tax year of an order: its day's, in Rome."""
    return order.placed_at.astimezone(ROME).year


def paid_by_budget(keys: Collection[str]) -> dict[str, list[tuple[UUID, Decimal]]]:
    """What each budget paid of some orders."""
    found: dict[str, list[tuple[UUID, Decimal]]] = {}
    legs = Leg.objects.filter(entry__key__in=[f"order:{key}" for key in keys], account__kind=AccountKind.WALLET)
    for key, budget, amount in legs.order_by("pk").values_list("entry__key", "account__source", "debit"):
        if budget is not None:
            found.setdefault(key.removeprefix("order:"), []).append((budget, amount))
    return found


def made_anew(order: Order, paid: Paid, sources: Mapping[UUID, str]) -> list[dict[str, object]]:
    """One order's benefits; those that the law has no place for are left out."""
    parts = [(sources[budget], amount) for budget, amount in paid.get(str(order.pk), ())]
    found = [benefit_of(facts_of(order, source, amount), source) for source, amount in parts]
    return [kept_benefit(benefit) for benefit in found if benefit is not None]


def facts_of(order: Order, source: str, amount: Decimal) -> PurchaseFacts:
    """A part of an order as tax law looks at it."""
    year = year_of(order)
    return PurchaseFacts(
        year=year,
        service=order.snapshot["service_type"],
        delivery=order.snapshot["delivery"],
        amount=amount,
        budget_sources=(source,),
        beneficiary=beneficiary(order.relative, year),
    )
