"""Telling people what became of their credit: one mail a person and closing, in the transaction of the postings."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from catalog.closing.preview import summed
from catalog.plans import residual_words
from catalog.plans.expiry import Settled
from catalog.plans.models import Budget
from catalog.plans.residual import Part
from members.models import Member
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.money import ZERO

KIND = "credit_settled"
# Of lots that no closing reached: told once a day and budget.
DAILY = uuid.UUID("6f6a2c4e-53b6-4f0a-9a52-6f7c50b4a9d1")


def tell(settled: Iterable[Settled], budgets: Mapping[UUID, Budget], *, reference: UUID) -> None:
    """Queue a mail for each person and budget; who has no e-mail reads it on the home.

    `reference` names the closing or the day: nobody is told the same twice. The sweep sends them.
    """
    own: dict[tuple[UUID, UUID], list[Settled]] = defaultdict(list)
    for one in settled:
        if one.budget in budgets and one.parts:
            own[one.owner, one.budget].append(one)
    users = users_of({owner for owner, _ in own})
    Message.objects.bulk_create(
        [
            message(users[owner], budgets[budget], lots, uuid.uuid5(reference, str(budget)))
            for (owner, budget), lots in own.items()
            if owner in users
        ],
        ignore_conflicts=True,
    )


def users_of(owners: Iterable[UUID]) -> dict[UUID, int]:
    """The accounts with an e-mail behind some owners; one query."""
    people = Member.objects.filter(uuid__in=list(owners), user__email__isnull=False)
    return dict(people.values_list("uuid", "user"))


def message(user: int, budget: Budget, lots: Iterable[Settled], reference: UUID) -> Message:
    """The mail to one person about one budget."""
    parts = summed(part for lot in lots for part in lot.parts)
    context = {"budget": budget.name, "unit": budget.unit, "parts": [residual_words.kept(part) for part in parts]}
    return Message(recipient_id=user, kind=KIND, reference=reference, context=context)


@prepares(KIND, even_closed=True)
def settled_words(message: Message) -> dict[str, Any]:
    """The sentences of the mail, in the language in force."""
    unit = message.context["unit"]
    parts = [part_of(row) for row in message.context["parts"]]
    total = sum((part.amount for part in parts), ZERO)
    return {
        "lead": residual_words.lead(total, unit, message.context["budget"]),
        "sentences": [residual_words.told(part, unit) for part in parts],
    }


def part_of(row: Mapping[str, str]) -> Part:
    """A part from a mail's row."""
    until = datetime.date.fromisoformat(row["until"]) if row["until"] else None
    return Part(row["kind"], Decimal(row["amount"]), until, row["why"])
