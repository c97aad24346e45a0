"""Granting credit: one ledger entry a member, all of them or none."""

from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from catalog.plans.models import Budget, Grant, Plan
from catalog.plans.queries import members_without
from members.ledger import accounts
from members.ledger.errors import KeyReused
from members.ledger.models import Reason
from members.ledger.posting import Draft, Line, post_many
from members.models import Category
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.clock import today
from welfare.money import MoneyError
from welfare.money import amount as exact


class NotOpen(Exception):
    """Credit was granted from a plan that is not open, or from a budget past its last day."""


def grant(budget: Budget, category: Category | None, amount: Decimal, *, key: str, actor: Actor) -> Grant:
    """Give each person of a category (None: everybody) `amount` euro of a budget.

    One transaction; the same key gives the first grant. Raises MoneyError for an amount that is
    not over zero, NotOpen, KeyReused when the key granted something else.
    """
    if exact(amount) <= 0:
        raise MoneyError("a grant is over zero")
    if actor.user_id is None:
        raise ValueError("a person grants, not the system")
    check_open(budget)
    with transaction.atomic():
        given, is_new = Grant.objects.get_or_create(
            key=key,
            defaults={
                "budget": budget,
                "category": category,
                "amount": amount,
                "granted_on": today(),
                "granted_by_id": actor.user_id,
            },
        )
        if (given.budget_id, given.category_id, given.amount) != (budget.pk, category and category.pk, amount):
            raise KeyReused("the key granted something else")
        if is_new:
            credit_people(given, actor=actor)
    return given


def grant_rest(given: Grant, *, actor: Actor) -> int:
    """Give a grant's amount to the people it speaks of who have not had it; how many they were."""
    check_open(given.budget)
    with transaction.atomic():
        # Of two at once the second waits, then finds nobody left.
        locked = Grant.objects.select_for_update(no_key=True, of=("self",)).get(pk=given.pk)
        return credit_people(locked, actor=actor)


def credit_people(given: Grant, *, actor: Actor) -> int:
    """Post the entries of a grant that are missing and count its people."""
    owners = list(members_without(given).order_by("pk").values_list("uuid", flat=True))
    postings = post_many(drafts_of(given, owners), actor=actor)
    added = sum(posting.is_new for posting in postings)
    given_now = each(given) * added
    Grant.objects.filter(pk=given.pk).update(people=F("people") + added, total=F("total") + given_now)
    given.refresh_from_db(fields=["people", "total"])
    details = {"budget": str(given.budget_id), "amount": str(given.amount), "people": added}
    trail.record(actor, "grant", subject=str(given.pk), details=details)
    return added


def drafts_of(given: Grant, owners: Collection[UUID]) -> list[Draft]:
    """One entry for each owner, under a key that no second run of the grant can use again."""
    budget = given.budget
    source = accounts.granted(budget.pk, budget.unit)
    lots = accounts.wallets(owners, budget.pk, budget.expires_on, budget.unit)
    amount, reference = each(given), str(given.pk)
    return [
        Draft(
            key=f"grant:{reference}:{owner}",
            reason=Reason.GRANT,
            lines=[Line(source, debit=amount), Line(lots[owner], credit=amount)],
            reference=reference,
        )
        for owner in owners
    ]


def each(given: Grant) -> Decimal:
    """The amount that is the same for each person; ValueError for a grant by rule."""
    amount: Decimal | None = given.amount
    if amount is None:
        raise ValueError("each line has an amount of its own")
    return amount


def check_open(budget: Budget) -> None:
    """Refuse a budget from which nothing can be granted today."""
    if budget.plan.state != Plan.State.OPEN or budget.expires_on < today():
        raise NotOpen("the plan is not open, or its credit has expired")
