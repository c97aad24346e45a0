"""Solidarity pools: what people left over, until HR grants it to all or to a category (decision 0018)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.plans import grants
from catalog.plans.grants import CannotGrant
from catalog.plans.models import Budget, Grant, Plan, Source
from catalog.plans.queries import people_of
from members.ledger import queries
from members.ledger.models import Account, AccountKind
from members.models import Category
from tenants.isolation import Actor
from welfare.clock import today
from welfare.money import format_amount
from welfare.templatetags.kit import day

# Whose credit follows a choice or a cap of each person: nothing is added to it from a pool.
NOT_INTO = frozenset({Source.FRINGE, Source.PDR_CONVERSION})


@dataclass(frozen=True)
class Pool:
    """The pool of a budget and what it holds."""

    budget: Budget
    account: Account
    balance: Decimal

    @property
    def shown(self) -> str:
        """What it holds, with its unit."""
        return format_amount(self.balance, self.account.unit)


def pools() -> list[Pool]:
    """Every pool that was ever opened, the fullest first; two queries."""
    accounts = list(queries.with_balance(Account.objects.filter(kind=AccountKind.POOL)))
    budgets = Budget.objects.select_related("plan").in_bulk([account.budget for account in accounts])
    found = [Pool(budgets[a.budget], a, queries.balance_of(a)) for a in accounts if a.budget in budgets]
    return sorted(found, key=lambda pool: (-pool.balance, pool.budget.name, pool.account.pk))


def pool_for(budget_id: UUID) -> Pool:
    """The pool of a budget, or 404."""
    found = next((pool for pool in pools() if pool.budget.pk == budget_id), None)
    if found is None:
        raise Http404
    return found


def targets_of(pool: Budget) -> list[Budget]:
    """The budgets as whose credit a pool may be granted: to be spent today, in its unit, the same in law."""
    day_ = today()
    open_today = Budget.objects.filter(plan__state=Plan.State.OPEN, plan__is_base=False)
    open_today = open_today.filter(expires_on__gte=day_, unit=pool.unit)
    budgets = open_today.exclude(source__in=NOT_INTO).select_related("plan").order_by("expires_on", "name", "pk")
    return [one for one in budgets if (one.law_source, one.deduction) == (pool.law_source, pool.deduction)]


def label_of(budget: Budget) -> str:
    """A budget in a list: its name, its plan, until when."""
    words = {"budget": budget.name, "plan": budget.plan.name, "day": day(budget.expires_on)}
    return _("%(budget)s, %(plan)s, until %(day)s") % words


def prepare(pool: Pool, target: Budget, category: Category | None, amount: Decimal, *, key: str, actor: Actor) -> Grant:
    """A grant from a pool to each person of a category (None: everybody), to be confirmed like any other.

    Raises CannotGrant, also for more than the pool holds; NotOpen; KeyReused.
    """
    people = list(people_of(category).order_by("pk"))
    if amount * len(people) > pool.balance:
        raise CannotGrant(too_much(pool, amount * len(people), len(people)))
    facts: Mapping[str, Any] = {"base": str(amount)}
    lines: Sequence[tuple[Any, Decimal, Mapping[str, Any]]] = [(person, amount, facts) for person in people]
    return grants.prepare_lines(target, lines, key=key, actor=actor, granted_from=pool.account)


def too_much(pool: Pool, total: Decimal, people: int) -> str:
    """Why a pool cannot give that much, and what it could."""
    each = (pool.balance / people).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    unit = pool.account.unit
    words = {
        "n": people,
        "total": format_amount(total, unit),
        "held": pool.shown,
        "each": format_amount(each, unit),
    }
    sentence = ngettext(
        "For %(n)d person it comes to %(total)s, and the pool holds %(held)s: at most %(each)s each.",
        "For %(n)d people it comes to %(total)s, and the pool holds %(held)s: at most %(each)s each.",
        people,
    )
    return sentence % words
