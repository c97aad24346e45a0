"""What a leaver was granted of a full year beyond the part they were there: it goes back, as far as it is not used."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from catalog.plans import corrections
from catalog.plans.amounts import due_to, rule_of
from catalog.plans.models import Budget, Grant, GrantCorrection, GrantLine, ProRata
from catalog.plans.persons import persons_of
from members.ledger import queries as ledger
from members.ledger.models import Account, AccountKind
from members.models import Member
from tenants.isolation import Actor
from welfare.money import ZERO

# Corrections that the rule made have no reason in HR's words.
BY_RULE = ""


def take_unused(
    leavers: Mapping[uuid.UUID, Member], budgets: Mapping[uuid.UUID, Budget], *, actor: Actor
) -> set[uuid.UUID]:
    """Take back what leavers were granted by rules with pro-rata beyond their part, never what they spent; of whom."""
    took: set[uuid.UUID] = set()
    for budget in budgets.values():
        if may_go_back(budget):
            for member, excess in excesses(budget, list(leavers.values())):
                if take_from(lines_of(budget, member), excess, actor=actor):
                    took.add(member.uuid)
    return took


def may_go_back(budget: Budget) -> bool:
    """Whether a part of what a budget's rule grants is not due to who leaves within its time."""
    return budget.pro_rata != ProRata.NONE


def still_to_go(member: Member) -> list[tuple[Decimal, str]]:
    """What of a leaver's credit was for after their last day and is not used yet: amount and unit, budget by budget."""
    budgets = Budget.objects.exclude(pro_rata=ProRata.NONE).filter(grants__lines__member=member).distinct()
    found = []
    for budget in budgets.order_by("pk"):
        for _, excess in excesses(budget, [member]):
            lots = Account.objects.filter(kind=AccountKind.WALLET, owner=member.uuid, source=budget.pk)
            unused = sum((ledger.balance_of(lot) for lot in ledger.with_balance(lots)), ZERO)
            if unused > ZERO:
                found.append((min(excess, unused), budget.unit))
    return found


def hold_lines(people: Iterable[Member]) -> None:
    """Keep what people were granted by rules with pro-rata from corrections until the transaction ends."""
    lines = GrantLine.objects.filter(member__in=list(people), grant__is_by_rule=True)
    lines = lines.exclude(grant__budget__pro_rata=ProRata.NONE).order_by("pk")
    list(lines.select_for_update(no_key=True, of=("self",)).values_list("pk"))


def excesses(budget: Budget, people: Sequence[Member]) -> list[tuple[Member, Decimal]]:
    """Who was granted more by a budget's rule than they are due with their last day, and how much more."""
    rule = rule_of(budget)
    among = Member.objects.filter(pk__in=[member.pk for member in people])
    due = {one.pk: due_to(one.person, rule).amount for one in persons_of(budget.plan, among)}
    lines = standing(budget).filter(member__in=people)
    found: dict[int, Decimal] = {}
    for line in lines:
        found[line.member_id] = found.get(line.member_id, ZERO) + line.holds
    by_hand = decided_by_hand(lines)
    over = [
        (member, found.get(member.pk, ZERO) - due.get(member.pk, ZERO)) for member in people if member.pk not in by_hand
    ]
    return [(member, excess) for member, excess in over if excess > ZERO]


def decided_by_hand(lines: QuerySet[GrantLine, GrantLine]) -> set[int]:
    """Of whom HR has corrected one of these lines after the rule had, or after their last day: HR's word stands."""
    by_rule = GrantCorrection.objects.filter(
        line=OuterRef("line"), reason=BY_RULE, corrected_at__lt=OuterRef("corrected_at")
    )
    by_hand = GrantCorrection.objects.filter(line__in=lines).exclude(reason=BY_RULE)
    late = by_hand.filter(Q(Exists(by_rule)) | Q(corrected_at__date__gt=F("line__member__left_on")))
    return set(late.values_list("line__member", flat=True))


def standing(budget: Budget) -> QuerySet[GrantLine, GrantLine]:
    """The lines of the grants by a budget's rule."""
    return GrantLine.objects.filter(grant__budget=budget, grant__is_by_rule=True, grant__state=Grant.State.DONE)


def lines_of(budget: Budget, member: Member) -> list[GrantLine]:
    """What a member was granted by a budget's rule, the newest first, each kept from other corrections."""
    keys = standing(budget).filter(member=member).order_by("-pk").values_list("pk", flat=True)
    return [corrections.hold(pk) for pk in keys]


def take_from(lines: Sequence[GrantLine], excess: Decimal, *, actor: Actor) -> bool:
    """Correct lines down until the excess is gone or nothing unused is left; whether anything was taken."""
    left = excess
    for line in lines:
        lot = corrections.lot_in(corrections.standing_legs(line))
        unused = ledger.balance(lot.pk) if lot is not None else ZERO
        amount = min(left, line.holds, unused)
        if amount > ZERO:
            corrections.write(line, line.holds - amount, reason=BY_RULE, key=uuid.uuid4(), actor=actor)
            left -= amount
    return left < excess


def give_again(people: Sequence[Member], *, actor: Actor) -> None:
    """Give back what the rule took from people whose leaving was noted by mistake."""
    for line_id, amount in taken_by_rule(people):
        line = corrections.hold(line_id)
        corrections.write(line, line.holds + amount, reason=BY_RULE, key=uuid.uuid4(), actor=actor)


def taken_by_rule(people: Sequence[Member]) -> list[tuple[int, Decimal]]:
    """What the rule has taken from lines of people and not given back: the line's pk, and how much.

    What HR has corrected by hand since is as HR wants it: the rule has taken nothing of it.
    """
    net: dict[int, Decimal] = {}
    rows = GrantCorrection.objects.filter(line__member__in=people).order_by("corrected_at", "pk")
    for line, reason, before, amount in rows.values_list("line", "reason", "before", "amount"):
        net[line] = net.get(line, ZERO) + before - amount if reason == BY_RULE else ZERO
    return [(line, amount) for line, amount in net.items() if amount > ZERO]
