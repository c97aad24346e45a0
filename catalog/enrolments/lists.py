"""The list of what goes to a fund: made once for a period that is over, each contribution in one list.

Works inside the organization whose people they are. Two of a kind go in: orders that can no longer be called off, and
credit that closed budgets sent to a fund (legs of the ledger), with what was taken back of it.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from catalog.enrolments import queries
from catalog.enrolments.models import Covered, Enrolment, FundLine, FundList, Kind, Membership
from catalog.orders.models import Order
from catalog.plans.models import Budget
from catalog.plans.wallets import budgets_by_id
from members.ledger.models import Leg
from members.models import Member
from tenants.audit import trail
from tenants.audit.models import Record
from tenants.isolation import Actor, current
from welfare.clock import now, today
from welfare.money import ZERO

AT_ONCE = 1000
Parts = list[dict[str, str]]


class NotOver(Exception):
    """The period has days to come: what is listed could still change."""


class NothingToList(Exception):
    """Nothing up to the last day that no list holds."""


def lists_of(provider_id: uuid.UUID) -> QuerySet[FundList]:
    """What a fund was told, the latest first."""
    return FundList.objects.filter(provider_id=provider_id).order_by("-last_day", "-made_at", "pk")


def make(provider_id: uuid.UUID, kind: Kind, first: datetime.date, last: datetime.date, *, actor: Actor) -> FundList:
    """Make the list of a period; the same period again is the same list. Raises NotOver, NothingToList."""
    if last >= today():
        raise NotOver
    asked = {"provider_id": provider_id, "kind": kind, "first_day": first, "last_day": last}
    known = FundList.objects.filter(**asked).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return written(FundList(**asked, **employer(), made_at=now()), actor)
    except IntegrityError:
        # Two at once: one of them holds the lines.
        known = FundList.objects.filter(**asked).first()
        if known is None:
            raise
        return known


def employer() -> dict[str, str]:
    """How the organization in force is called."""
    mine = current()
    return {"employer": mine.legal_name or mine.name, "employer_code": mine.tax_code or mine.vat_number}


def written(made: FundList, actor: Actor) -> FundList:
    """Write a list with its lines; raises NothingToList."""
    made.save(force_insert=True)
    lines = sorted([*of_orders(made), *of_closings(made)], key=by_name)
    if not lines:
        raise NothingToList
    for place, line in enumerate(lines):
        line.place = place
    FundLine.objects.bulk_create(lines, batch_size=AT_ONCE)
    note(made, actor, "fund.listed")
    return made


def by_name(line: FundLine) -> tuple[str, str, str, str]:
    """The order of lines: by name, then by what they are, the same each time."""
    return (line.member.sort_name, line.tax_code, str(line.order_id or ""), f"{line.leg or 0:020}")


def note(made: FundList, actor: Actor, act: str) -> None:
    """Write into the trail that a list was made or read, and once for each person in it, who can read it."""
    trail.record(actor, act, subject=str(made.pk))
    people = made.lines.order_by().values_list("member__user", flat=True).distinct()
    trail.record_all(
        Record(actor=actor.code, action="fund.told", person_id=person, subject=str(made.pk)) for person in people
    )


def note_exported(made: FundList, actor: Actor) -> None:
    """Write that the file of a list was taken."""
    note(made, actor, "fund.exported")


def note_lines(made: FundList, lines: Iterable[FundLine], actor: Actor) -> None:
    """Write that some lines of a list were read, once for all and once for each person."""
    trail.record(actor, "fund.list_read", subject=str(made.pk))
    people = sorted({line.member.user_id for line in lines})
    trail.record_all(
        Record(actor=actor.code, action="fund.told", person_id=person, subject=str(made.pk)) for person in people
    )


# ── Orders ──────────────────────────────────────────────────────────────────────


def of_orders(made: FundList) -> Iterable[FundLine]:
    """A line for each order of the fund that is in no list and stays; three queries."""
    orders = due_orders(made.provider_id, Kind(made.kind), made.last_day)
    rows = list(
        orders.select_related(
            "member__user", "enrolment", "covered__enrolment", "covered__relative", "payment__contribution__membership"
        )
    )
    people = people_of([order.enrolment.pk for order in rows if hasattr(order, "enrolment")])
    return [of_order(made, order, people) for order in rows]


def due_orders(provider_id: uuid.UUID, kind: Kind, last: datetime.date) -> QuerySet[Order]:
    """Orders up to a day that stand, can no longer be called off, and are in no list."""
    of_kind = Q(enrolment__kind=kind) | Q(covered__enrolment__kind=kind)
    if kind == Kind.PENSION:
        of_kind = Q(payment__isnull=False)
    orders = Order.objects.filter(of_kind, provider_id=provider_id, state__in=queries.STANDING, fund_line=None)
    return orders.filter(placed_at__date__lte=last, cancel_until__lt=today()).order_by("placed_at", "pk")


def people_of(enrolments: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[Covered]]:
    """Who is paid with an enrolment; one query."""
    found: dict[uuid.UUID, list[Covered]] = defaultdict(list)
    rows = Covered.objects.filter(enrolment__in=enrolments, order=None).select_related("relative")
    for one in rows.order_by("starts_on", "pk"):
        found[one.enrolment_id].append(one)
    return found


def of_order(made: FundList, order: Order, people: Mapping[uuid.UUID, Sequence[Covered]]) -> FundLine:
    """The line of one order."""
    shared = person(made, order.member) | {"order": order, "amount": order.price, "parts": parts_of(order)}
    if hasattr(order, "payment"):
        return FundLine(
            **shared, **of_membership(order.payment.contribution.membership), starts_on=order.payment.period
        )
    if hasattr(order, "covered"):
        one = order.covered
        return FundLine(**shared, what=one.enrolment.agreed["level"], starts_on=one.starts_on, relatives=[facts(one)])
    enrolment = order.enrolment
    relatives = [facts(one) for one in people.get(enrolment.pk, ())]
    return FundLine(**shared, what=enrolment.agreed["level"], starts_on=enrolment.starts_on, relatives=relatives)


def person(made: FundList, member: Member) -> dict[str, Any]:
    """What the member allowed the fund to know: name, tax code, birth date."""
    return {
        "fund_list": made,
        "member": member,
        "family_name": member.user.family_name,
        "given_name": member.user.given_name,
        "tax_code": member.tax_code,
        "birth_date": member.birth_date,
    }


def of_membership(membership: Membership) -> dict[str, str]:
    """The pension fund, and the person's number in it."""
    return {
        "what": membership.fund_name,
        "register_number": membership.register_number,
        "number": membership.number,
    }


def facts(one: Covered) -> dict[str, str]:
    """A covered relative as the fund needs them."""
    relative = one.relative
    return {
        "name": relative.full_name,
        "tax_code": relative.tax_code,
        "birth_date": relative.birth_date.isoformat(),
        "kinship": relative.kinship,
    }


def parts_of(order: Order) -> Parts:
    """What each source in law paid, those of one source together: a converted bonus stands apart by its own."""
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for each in order.verdict["benefits"]:
        sums[each["source"]] += Decimal(each["amount"])
    return [{"source": source, "amount": str(sums[source])} for source in sorted(sums)]


# ── Credit that closed budgets sent to a fund ───────────────────────────────────


def of_closings(made: FundList) -> Iterable[FundLine]:
    """A line for each movement of the ledger to a fund of the kind, of who belongs to this one; four queries."""
    kind = Kind(made.kind)
    if kind not in queries.ACCOUNTS:
        return []
    belonging = who_belongs(made.provider_id, kind)
    legs = list(due_legs(kind, made.last_day, belonging.keys()))
    budgets = budgets_by_id({leg.account.budget for leg in legs})
    return [of_leg(made, leg, *belonging[leg.account.holder], budgets) for leg in legs]


def who_belongs(provider_id: uuid.UUID, kind: Kind) -> dict[uuid.UUID, tuple[Member, dict[str, Any]]]:
    """Who belongs to a fund now, with how the fund knows them, by the member's uuid; one query."""
    if kind == Kind.PENSION:
        open_ones = Membership.objects.filter(provider_id=provider_id, closed_at=None).select_related("member__user")
        return {one.member.uuid: (one.member, of_membership(one)) for one in open_ones}
    active = Enrolment.objects.filter(queries.standing(), provider_id=provider_id, kind=kind)
    return {
        one.member.uuid: (one.member, {"what": one.agreed["level"], "starts_on": one.starts_on})
        for one in active.select_related("member__user").order_by("starts_on", "pk")
    }


def due_legs(kind: Kind, last: datetime.date, owners: Collection[uuid.UUID]) -> QuerySet[Leg]:
    """Movements to funds of a kind up to a day that no list holds."""
    listed = FundLine.objects.filter(leg__isnull=False).exclude(state=FundLine.State.REJECTED).values("leg")
    legs = Leg.objects.filter(
        account__kind=queries.ACCOUNTS[kind], account__unit="EUR", account__owner__in=list(owners)
    )
    legs = legs.filter(entry__occurred_on__lte=last).exclude(pk__in=listed)
    return legs.select_related("account", "entry").order_by("pk")


def of_leg(
    made: FundList, leg: Leg, member: Member, known_as: Mapping[str, Any], budgets: Mapping[uuid.UUID, Budget]
) -> FundLine:
    """The line of one movement; what was taken back counts below zero."""
    amount = leg.credit - leg.debit
    parts = [{"source": str(budgets[leg.account.budget].law_source), "amount": str(amount)}]
    return FundLine(**person(made, member), **known_as, leg=leg.pk, amount=amount, parts=parts)
