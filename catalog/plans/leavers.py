"""Who leaves: what their plans let them keep and until when, what goes back, posted and told at once (decision 0014).

A lot of who leaves moves to one with an earlier last day. `settle` may be repeated: what it has done it does no more,
and what came since (a refund, a grant) follows.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Q

from catalog.plans import going_back, leaving_told
from catalog.plans.models import Budget
from catalog.plans.wallets import budgets_by_id
from members.ledger import accounts, locks
from members.ledger import queries as ledger
from members.ledger.models import Account, AccountKind, Entry, Reason
from members.ledger.posting import Draft, Line, post_many, reverse
from members.models import Member
from tenants.isolation import Actor
from welfare.clock import today
from welfare.money import ZERO

Day = datetime.date


def last_day(lot: Account, budget: Budget, left_on: Day) -> Day | None:
    """The last day on which who leaves can use a lot (None: no end); never later than the lot's own."""
    if budget.leaver_days is None:
        return lot.expires_on
    until = left_on + datetime.timedelta(days=budget.leaver_days)
    return until if lot.expires_on is None else min(until, lot.expires_on)


@transaction.atomic
def settle(people: Sequence[Member], *, actor: Actor) -> None:
    """Take back what people who leave had of a full year and have not used; move the rest to its last day; tell them.

    Never what was spent (decision 0014). Writes on each record until when credit can be used (`credit_until`).
    """
    leavers = {member.uuid: member for member in people if member.left_on is not None}
    lots = lots_of(leavers)
    if not lots:
        return
    budgets = budgets_by_id({lot.budget for lot in lots})
    lots = [lot for lot in lots if lot.budget in budgets]
    # Lines before lots: as a correction takes them.
    going_back.hold_lines(people)
    locks.lock_accounts([lot.pk for lot in lots])
    took = going_back.take_unused(leavers, budgets, actor=actor)
    moved = move(lots, budgets, leavers, actor=actor)
    by_owner = defaultdict(list)
    for lot in lots:
        by_owner[lot.holder].append(lot)
    changed = {owner for owner, own in by_owner.items() if note_until(leavers[owner], own, budgets)}
    for owner in moved | took | changed:
        leaving_told.tell(leavers[owner])


def lots_of(leavers: dict[uuid.UUID, Member]) -> list[Account]:
    """The lots of people that have not expired, empty ones too, by pk."""
    running = Q(expires_on__isnull=True) | Q(expires_on__gte=today())
    lots = Account.objects.filter(running, kind=AccountKind.WALLET, owner__in=list(leavers))
    return list(lots.order_by("pk"))


def move(
    lots: Sequence[Account], budgets: dict[uuid.UUID, Budget], leavers: dict[uuid.UUID, Member], *, actor: Actor
) -> set[uuid.UUID]:
    """Move what lots hold to lots with the leaver's last day, one entry a lot; of whom. The caller holds the lots."""
    keys = [lot.pk for lot in lots]
    held = ledger.with_balance(Account.objects.filter(pk__in=keys)).annotate(last_leg=Max("legs"))
    drafts, owners = [], set()
    for lot in held.filter(balance__gt=0).order_by("pk"):
        until = last_day(lot, budgets[lot.budget], left_on(leavers[lot.holder]))
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


def note_until(member: Member, lots: Sequence[Account], budgets: dict[uuid.UUID, Budget]) -> bool:
    """Write until when a person's credit can be used: the latest day of their lots, if it is after the last at work.

    Spent lots count: a refund comes back to them, and their vouchers are the person's to look at. Returns whether it
    is another day than before.
    """
    days = [last_day(lot, budgets[lot.budget], left_on(member)) or Day.max for lot in lots]
    until = max(days, default=None)
    kept = until if until is not None and until > left_on(member) else None
    if member.credit_until == kept:
        return False
    Member.objects.filter(pk=member.pk).update(credit_until=kept)
    member.credit_until = kept
    return True


def left_on(member: Member) -> Day:
    """The last day of who leaves; ValueError for the others."""
    if member.left_on is None:
        raise ValueError("a person who does not leave")
    return member.left_on


@transaction.atomic
def undo(people: Sequence[Member], *, actor: Actor) -> None:
    """Put back what `settle` moved and took, as far as it is not used since: a leaving noted by mistake."""
    owners = [member.uuid for member in people]
    entries = moves_of(owners)
    going_back.hold_lines(people)
    locks.lock_accounts(sorted({line.account_id for entry in entries for line in entry.legs.all()}))
    for entry in entries:
        move_back(entry, actor=actor)
    going_back.give_again(people, actor=actor)
    Member.objects.filter(uuid__in=owners).update(credit_until=None)
    for member in people:
        member.credit_until = None


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
