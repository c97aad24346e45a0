"""Who leaves: what their plans let them keep and until when, what goes back, posted and told at once (decision 0014).

A lot of who leaves moves to one with an earlier last day. `settle` may be repeated: what it has done it does no more,
and what came since (a refund, a grant) follows.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from catalog.plans import going_back, leaving_told
from catalog.plans.models import Budget
from catalog.plans.moving import Day, last_day, left_on, move, move_back, moves_of
from catalog.plans.wallets import budgets_by_id
from members.ledger import locks
from members.ledger.models import Account, AccountKind
from members.models import Member
from tenants.isolation import Actor
from welfare.clock import today


@transaction.atomic
def settle(people: Sequence[Member], *, actor: Actor) -> None:
    """Take back what people who leave had of a full year and have not used; move the rest to its last day; tell them.

    Never what was spent (decision 0014). Credit of which a part was not due waits for the day after the last at work:
    what is taken back of it would tell what the person has used before. Writes on each record until when credit can be
    used (`credit_until`).
    """
    leavers = {member.uuid: member for member in hold(people) if member.left_on is not None}
    lots = lots_of(leavers)
    if not lots:
        return
    budgets = budgets_by_id({lot.budget for lot in lots})
    lots = [lot for lot in lots if lot.budget in budgets]
    # Lines before lots: as a correction takes them.
    going_back.hold_lines(people)
    # All of theirs, as an order takes them: what is taken back may lie in one that is not moved.
    locks.lock_all_wallets({lot.holder for lot in lots})
    gone = {owner: member for owner, member in leavers.items() if left_on(member) < today()}
    took = going_back.take_unused(gone, budgets, actor=actor)
    ready = [lot for lot in lots if lot.holder in gone or not going_back.may_go_back(budgets[lot.budget])]
    moved = move(ready, budgets, leavers, actor=actor)
    by_owner = defaultdict(list)
    for lot in lots:
        by_owner[lot.holder].append(lot)
    changed = {owner for owner, own in by_owner.items() if note_until(leavers[owner], own, budgets)}
    for owner in moved | changed | set(leavers) - set(gone):
        leaving_told.tell(leavers[owner])
    for owner in took:
        leaving_told.tell_back(leavers[owner])


def hold(people: Sequence[Member]) -> Sequence[Member]:
    """Keep people's records from other acts until the transaction ends, first of all; with their last day as it is now.

    Whose leaving was undone since the caller read them is no leaver.
    """
    rows = Member.objects.select_for_update(no_key=True).filter(pk__in=[member.pk for member in people])
    now = {row.pk: row for row in rows.order_by("pk").only("left_on", "credit_until")}
    for member in people:
        member.left_on, member.credit_until = now[member.pk].left_on, now[member.pk].credit_until
    return people


def lots_of(leavers: dict[uuid.UUID, Member]) -> list[Account]:
    """The lots of people that have not expired, empty ones too, by pk."""
    running = Q(expires_on__isnull=True) | Q(expires_on__gte=today())
    lots = Account.objects.filter(running, kind=AccountKind.WALLET, owner__in=list(leavers))
    return list(lots.order_by("pk"))


def note_until(member: Member, lots: Sequence[Account], budgets: dict[uuid.UUID, Budget]) -> bool:
    """Write until when a person's credit can be used: the latest day of their lots, if it is after the last at work.

    Spent lots count: a refund comes back to them, and their vouchers are the person's to look at. Returns whether it
    is another day than before.
    """
    days = [last_day(lot.expires_on, budgets[lot.budget], left_on(member)) or Day.max for lot in lots]
    until = max(days, default=None)
    kept = until if until is not None and until > left_on(member) else None
    if member.credit_until == kept:
        return False
    Member.objects.filter(pk=member.pk).update(credit_until=kept)
    member.credit_until = kept
    return True


@transaction.atomic
def undo(people: Sequence[Member], *, actor: Actor) -> None:
    """Put back what `settle` moved and took, as far as it is not used since: a leaving noted by mistake."""
    owners = [member.uuid for member in hold(people)]
    going_back.hold_lines(people)
    locks.lock_all_wallets(owners)
    for entry in moves_of(owners):
        move_back(entry, actor=actor)
    going_back.give_again(people, actor=actor)
    Member.objects.filter(uuid__in=owners).update(credit_until=None)
    for member in people:
        member.credit_until = None
