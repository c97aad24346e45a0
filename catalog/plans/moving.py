"""The credit of who leaves, from lot to lot: to one with an earlier last day, and back (decision 0014)."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Max

from catalog.plans.models import Budget
from members.ledger import accounts
from members.ledger import queries as ledger
from members.ledger.models import Account, Entry, Reason
from members.ledger.posting import Draft, Line, post_many, reverse
from members.models import Member
from tenants.isolation import Actor
from welfare.money import ZERO

Day = datetime.date


def last_day(expires_on: Day | None, budget: Budget, left_on: Day) -> Day | None:
    """The last day on which who leaves can use a lot (None: no end); never later than the lot's own, `expires_on`."""
    if budget.leaver_days is None:
        return expires_on
    until = left_on + datetime.timedelta(days=budget.leaver_days)
    return until if expires_on is None else min(until, expires_on)


def move(
    lots: Sequence[Account], budgets: dict[uuid.UUID, Budget], leavers: dict[uuid.UUID, Member], *, actor: Actor
) -> set[uuid.UUID]:
    """Move what lots hold to lots with the leaver's last day, one entry a lot; of whom. The caller holds the lots."""
    keys = [lot.pk for lot in lots]
    held = ledger.with_balance(Account.objects.filter(pk__in=keys)).annotate(last_leg=Max("legs"))
    drafts, owners = [], set()
    for lot in held.filter(balance__gt=0).order_by("pk"):
        until = last_day(lot.expires_on, budgets[lot.budget], left_on(leavers[lot.holder]))
        if until != lot.expires_on:
            owners.add(lot.holder)
            drafts.append(draft_of(lot, until))
    post_many(drafts, actor=actor, locked=keys)
    return owners


def draft_of(lot: Account, until: Day | None) -> Draft:
    """The entry that moves a lot; its last leg in the key lets credit that comes later move, too."""
    target, balance = accounts.wallet(lot.holder, lot.budget, until, lot.unit), ledger.balance_of(lot)
    last_leg: int = lot.last_leg  # type: ignore[attr-defined]
    lines = [Line(lot, debit=balance), Line(target, credit=balance)]
    return Draft(f"leaving:{lot.pk}:{last_leg}", Reason.LEAVING, lines, reference=str(lot.owner))


def moves_from(lot: Account) -> list[Entry]:
    """The moves that took credit from a lot and stand, the newest first."""
    return [entry for entry in moves_of([lot.holder]) if ends_of(entry)[0] == lot]


def moves_of(owners: Sequence[uuid.UUID]) -> list[Entry]:
    """The moves of people that stand, the newest first, with their legs."""
    moves = Entry.objects.filter(reason=Reason.LEAVING, reference__in=[str(owner) for owner in owners])
    standing = moves.filter(reversed_by__isnull=True, reverses__isnull=True)
    return list(standing.prefetch_related("legs__account").order_by("-pk"))


def move_back(entry: Entry, *, actor: Actor) -> None:
    """Move to a lot what is left of what came from it; what expired on the leaver's last day comes back first."""
    source, target = ends_of(entry)
    for expiry in Entry.objects.filter(
        reason=Reason.EXPIRY, reversed_by__isnull=True, legs__account=target, legs__debit__gt=0
    ):
        reverse(
            expiry, key=f"leaving:undone:{expiry.pk}", actor=actor, reason=Reason.LEAVING, reference=entry.reference
        )
    amount = min(ledger.balance(target.pk), moved_by(entry))
    if amount > ZERO:
        lines = [Line(target, debit=amount), Line(source, credit=amount)]
        key = f"leaving:undone:{entry.pk}"
        draft = Draft(key, Reason.LEAVING, lines, reference=entry.reference, reverses=entry)
        post_many([draft], actor=actor, locked=[target.pk])


def ends_of(entry: Entry) -> tuple[Account, Account]:
    """From which lot to which lot a move went."""
    by_side = defaultdict(list)
    for leg in entry.legs.all():
        by_side[bool(leg.debit)].append(leg.account)
    return by_side[True][0], by_side[False][0]


def moved_by(entry: Entry) -> Decimal:
    """How much a move moved."""
    return sum((leg.debit for leg in entry.legs.all()), ZERO)


def left_on(member: Member) -> Day:
    """The last day of who leaves; ValueError for the others."""
    if member.left_on is None:
        raise ValueError("a person who does not leave")
    return member.left_on
