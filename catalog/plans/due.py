"""What a grant gives each person, and who is due nothing and why: reckoned, nothing written."""

import datetime
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce, Greatest

from catalog.fiscal import rule_book
from catalog.plans.amounts import Due, Rule, due_to, rule_of, service_of
from catalog.plans.models import Budget, Grant, GrantLine, Source
from catalog.plans.persons import PlanPerson, persons_of
from members.models import Member
from welfare.clock import today
from welfare.money import ZERO, MoneyField, rounded

State = Grant.State
# Of a grant that is confirmed: its lines count as given. One that stopped goes on when it is tried again.
CONFIRMED = (State.QUEUED, State.STARTED, State.DONE, State.FAILED)


@dataclass(frozen=True, slots=True)
class Share:
    """What one member is to have, and the facts that made it (no words)."""

    member_id: int
    amount: Decimal
    reckoning: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The shares of a grant by member; how many people are due nothing, by reason; how many would pass the cap."""

    shares: list[Share]
    left_out: Mapping[str, int] = field(default_factory=dict)
    over_cap: int = 0

    @property
    def total(self) -> Decimal:
        """What it comes to in all."""
        return sum((share.amount for share in self.shares), ZERO)


def reckon(given: Grant) -> Reckoned:
    """What a grant by rule, or of a flat amount, gives as things stand now; a handful of queries for any size."""
    people = persons_of(given.budget.plan, audience(given))
    share_of = by_rule(given) if given.is_by_rule else flat(given)
    shares, left_out = [], Counter[str]()
    for one in people:
        found = absence(one, today()) or share_of(one)
        if isinstance(found, Share):
            shares.append(found)
        else:
            left_out[found] += 1
    return Reckoned(shares, dict(left_out), over_cap(given.budget, shares, people))


def audience(given: Grant) -> QuerySet[Member, Member]:
    """The people a grant speaks of."""
    if given.member_id is not None:
        return Member.objects.filter(pk=given.member_id)
    if given.category_id is not None:
        return Member.objects.filter(category=given.category_id)
    return Member.objects.all()


def absence(one: PlanPerson, on: datetime.date) -> str:
    """Why a person of the plan's year can be granted nothing today: gone, or still to come. Empty: they are here."""
    if one.left_on is not None and one.left_on < on:
        return "left"
    return "coming" if one.hired_on is not None and one.hired_on > on else ""


def by_rule(given: Grant) -> Any:
    """How a budget's own rule deals with a person: their share, or why there is none."""
    rule, had = rule_of(given.budget), had_by_rule(given.budget)

    def share_of(one: PlanPerson) -> Share | str:
        due = due_to(one.person, rule)
        if not due.amount:
            return "not_spoken_of"
        before = had.get(one.pk, ZERO)
        if due.amount <= before:
            return "had"
        extra = {"had": str(before)} if before else {}
        return Share(one.pk, due.amount - before, {**due.reckoning, **extra})

    return share_of


def flat(given: Grant) -> Any:
    """How a flat amount deals with a person; for who was hired since a first grant, by date as the budget says."""
    amount = given.amount or ZERO
    root = given.follows
    received = received_of(root) if root is not None else frozenset()
    rule = rule_of(given.budget)

    def share_of(one: PlanPerson) -> Share | str:
        if one.pk in received:
            return "had"
        is_new = root is not None and one.hired_on is not None and one.hired_on > root.granted_on
        due = in_part(amount, one, rule) if is_new else Due(amount, {"base": str(amount)})
        return Share(one.pk, due.amount, due.reckoning) if due.amount else "not_spoken_of"

    return share_of


def in_part(amount: Decimal, one: PlanPerson, rule: Rule) -> Due:
    """A flat amount for somebody who joined within the year, in proportion to their service."""
    part, whole = service_of(one.person, rule)
    reckoning = {"base": str(amount)}
    if part < whole:
        reckoning |= {"by": str(rule.pro_rata), "part": str(part), "whole": str(whole)}
    return Due(rounded(amount * part / whole), reckoning)


def had_by_rule(budget: Budget) -> dict[int, Decimal]:
    """What a budget's rule has given each member, by pk. An amount that HR took back was given: it is not due anew."""
    lines = GrantLine.objects.filter(grant__budget=budget, grant__is_by_rule=True, grant__state__in=CONFIRMED)
    most = Greatest("amount", Coalesce("corrected", "amount"), output_field=MoneyField())
    return dict(lines.order_by().values_list("member").annotate(total=Sum(most)))


def received_of(root: Grant) -> frozenset[int]:
    """The members whom a flat grant, or one that follows it, has given its amount."""
    family = Q(grant=root) | Q(grant__follows=root)
    lines = GrantLine.objects.filter(family, grant__state__in=CONFIRMED)
    return frozenset(lines.values_list("member", flat=True))


def over_cap(budget: Budget, shares: Iterable[Share], people: Iterable[PlanPerson]) -> int:
    """How many people would be granted more fringe benefits in the year than their own cap: none of other sources.

    One cent over it taxes all of them (TUIR art. 51 c. 3), so what is over could never be spent.
    """
    if budget.source != Source.FRINGE:
        return 0
    year = rule_book().pool.years[budget.plan.year]
    children = {one.pk: one.person.children for one in people}
    granted = fringe_of(budget.plan.year)
    count = 0
    for share in shares:
        cap = year.cap_with_children if children.get(share.member_id) else year.cap
        count += cap is not None and granted[share.member_id] + share.amount > cap
    return count


def fringe_of(year: int) -> defaultdict[int, Decimal]:
    """What each member has been granted of fringe benefits by the plans of a year, corrections counted."""
    lines = GrantLine.objects.filter(
        grant__budget__source=Source.FRINGE, grant__budget__plan__year=year, grant__state__in=CONFIRMED
    )
    holds = Sum(Case(When(corrected__isnull=True, then=F("amount")), default=F("corrected")), output_field=MoneyField())
    found: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    found.update(dict(lines.order_by().values_list("member").annotate(total=holds)))
    return found


def digest_of(shares: Iterable[Share]) -> str:
    """A fingerprint of all shares: two grants with the same give the same people the same for the same reasons."""
    rows = sorted((share.member_id, str(share.amount), sorted(share.reckoning.items())) for share in shares)
    return hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()
