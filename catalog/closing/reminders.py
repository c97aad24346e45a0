"""Reminders at six weeks, three weeks and three days before credit expires: once a lot and step, one mail a person.

A missed day catches up with the step that holds now; one whose time is over is not sent any more.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When

from catalog.closing.models import Reminder
from catalog.closing.telling import users_of
from catalog.plans import residual_words
from catalog.plans.models import Budget, Plan
from catalog.plans.wallets import member_lots
from catalog.shelf.suggestions import fitting_cards
from members.ledger import queries
from members.ledger.models import Account, AccountKind
from members.models import Member
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.money import format_amount

KIND = "credit_expiring"
# Days before the last one, the widest first.
STEPS = (42, 21, 3)
# People in one transaction.
AT_ONCE = 250
SUGGESTED = 3


def remind(on: datetime.date) -> int:
    """Tell everybody who is due a reminder on a day; how many people. Safe to repeat, beside itself, and to stop."""
    told = 0
    while people := next_people(on):
        with transaction.atomic():
            claimed = claim(list(due(on).filter(owner__in=people)), on)
            tell(claimed)
        told += len({reminder.lot.owner for reminder in claimed})
    return told


def due(on: datetime.date) -> QuerySet[Any, Any]:
    """Lots with something in them that expires within six weeks, whose step (`step`) has not been told."""
    reach = {step: on + datetime.timedelta(days=step) for step in STEPS}
    nearest = [When(expires_on__lte=reach[step], then=Value(step)) for step in reversed(STEPS)]
    begun = Budget.objects.filter(plan__starts_on__lte=on).exclude(plan__state=Plan.State.DRAFT)
    lots = Account.objects.filter(
        kind=AccountKind.WALLET,
        expires_on__range=(on, reach[STEPS[0]]),
        source__in=begun.values("pk"),
        owner__in=Member.objects.filter(user__is_active=True).values("uuid"),
    ).annotate(step=Case(*nearest, output_field=IntegerField()))
    told = Reminder.objects.filter(lot=OuterRef("pk"), step=OuterRef("step"))
    return queries.with_balance(lots.filter(~Exists(told))).filter(balance__gt=0)


def next_people(on: datetime.date) -> list[UUID]:
    """The next who are due a reminder."""
    owners = due(on).order_by("owner", "pk").values_list("owner", flat=True)[:AT_ONCE]
    return list(dict.fromkeys(owners))


def claim(lots: Iterable[Any], on: datetime.date) -> list[Reminder]:
    """Write that these lots' steps are told; those that this call wrote. Of two at once, one gets each."""
    wanted = {
        reminder.pk: reminder
        for reminder in (Reminder(lot=lot, step=lot.step, amount=queries.balance_of(lot), told_on=on) for lot in lots)
    }
    Reminder.objects.bulk_create(wanted.values(), ignore_conflicts=True)
    ours = Reminder.objects.filter(pk__in=list(wanted)).values_list("pk", flat=True)
    return [wanted[pk] for pk in ours]


def tell(reminders: Iterable[Reminder]) -> None:
    """Queue one mail a person, of all their lots; who has no e-mail reads it on the home. The sweep sends them."""
    own: dict[UUID, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        own[reminder.lot.holder].append(reminder)
    users = users_of(own)
    Message.objects.bulk_create(
        Message(
            recipient_id=users[owner],
            kind=KIND,
            reference=min(reminder.pk for reminder in rows),
            context={"lots": [kept(row) for row in sorted(rows, key=lambda row: (row.lot.expires_on, row.lot_id))]},
        )
        for owner, rows in own.items()
        if owner in users
    )


def kept(reminder: Reminder) -> dict[str, str]:
    """A lot as the mail's row keeps it."""
    lot = reminder.lot
    last = lot.expires_on.isoformat() if lot.expires_on else ""
    return {"budget": str(lot.budget), "unit": lot.unit, "amount": str(reminder.amount), "day": last}


@prepares(KIND)
def expiring_words(message: Message) -> dict[str, Any]:
    """What a reminder says: amounts and dates as they were when it was written, services as they are now."""
    rows: list[dict[str, str]] = message.context["lots"]
    budgets = Budget.objects.select_related("plan").in_bulk([UUID(row["budget"]) for row in rows])
    member = Member.objects.select_related("user").get(user=message.recipient_id)
    lots = [lot for lot in member_lots(member) if lot.budget.pk in budgets]
    return {
        "expiring": [line_of(row, budgets[UUID(row["budget"])]) for row in rows],
        "first": line_of(rows[0], budgets[UUID(rows[0]["budget"])]),
        "cards": fitting_cards(member, lots, SUGGESTED),
    }


def line_of(row: Mapping[str, str], budget: Budget) -> dict[str, Any]:
    """One lot in words: how much, of what, until when, and what becomes of the rest."""
    last_day = datetime.date.fromisoformat(row["day"])
    return {
        "amount": format_amount(Decimal(row["amount"]), row["unit"]),
        "budget": budget.name,
        "day": last_day,
        "rest": residual_words.ahead(budget, last_day),
    }
