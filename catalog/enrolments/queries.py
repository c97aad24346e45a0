"""Reading funds, enrolments and memberships; the getters are the guard."""

import uuid

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from catalog.enrolments.models import Contribution, Covered, Enrolment, Kind, Membership
from catalog.orders.models import Order
from members.ledger.models import AccountKind
from members.ledger.queries import contributions
from members.models import Member
from providers.models import FundIssuer, FundLevel, Offer, PensionFund
from tenants import isolation
from welfare.clock import today
from welfare.money import ZERO

MOST_SHOWN = 50
STANDING = (Order.State.PLACED, Order.State.ACCEPTED)
# Which account of the ledger holds what closed budgets sent to a fund of a kind.
ACCOUNTS = {Kind.PENSION: AccountKind.PENSION, Kind.HEALTH: AccountKind.HEALTH}


def kind_of(offer: Offer) -> Kind:
    """Which letter of the law an offer's fund falls under; Http404 for what is no fund."""
    if offer.service_type not in Kind.values:
        raise Http404
    return Kind(offer.service_type)


def levels_of(offer_id: uuid.UUID) -> list[FundLevel]:
    """The levels that a fund offers now, the cheapest ahead; one query."""
    return list(FundLevel.objects.filter(offer=offer_id, withdrawn_at=None).order_by("fee", "name"))


def level_for(offer_id: uuid.UUID, level_id: uuid.UUID) -> FundLevel | None:
    """One level of a fund that is offered now; None for any other."""
    return FundLevel.objects.filter(offer=offer_id, pk=level_id, withdrawn_at=None).first()


def funds_of(offer: Offer) -> list[PensionFund]:
    """The pension funds to which an offer's provider brings contributions, by name; one query."""
    return list(PensionFund.objects.filter(provider=offer.provider_id, withdrawn_at=None).order_by("name", "pk"))


def enrolments_of(member: Member) -> list[Enrolment]:
    """A member's enrolments with order and covered people, those that stand ahead; two queries."""
    found = with_people(Enrolment.objects.filter(member=member))
    return list(found.order_by("state", "-starts_on", "pk")[:MOST_SHOWN])


def with_people(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """With the order and who is covered."""
    covered = Covered.objects.select_related("relative", "order").order_by("starts_on", "pk")
    return rows.select_related("order", "member__user").prefetch_related(Prefetch("covered", queryset=covered))


def get_enrolment_for(member: Member, key: uuid.UUID) -> Enrolment:
    """One of the member's own enrolments; Http404 for any other."""
    found = with_people(Enrolment.objects.filter(member=member, pk=key)).first()
    if found is None:
        raise Http404
    return found


def covered_now(enrolment: Enrolment) -> list[Covered]:
    """The relatives who are covered and stay so: not taken out, what pays for them stands."""
    return [one for one in enrolment.covered.all() if one.until is None and is_paid(one)]


def is_paid(one: Covered) -> bool:
    """Whether what pays for a relative stands; who was enrolled with the person stands with them."""
    return one.order is None or one.order.state in STANDING


def membership_of(member: Member) -> Membership | None:
    """The pension fund that a member belongs to."""
    return Membership.objects.filter(member=member, closed_at=None).first()


def monthly_of(member: Member) -> Contribution | None:
    """What a member pays every month."""
    running = Contribution.objects.filter(member=member, rhythm=Contribution.Rhythm.MONTHLY, stopped_on=None)
    return running.select_related("membership").first()


def contributions_of(member: Member) -> list[Contribution]:
    """What a member decided, the latest first; two queries."""
    mine = Contribution.objects.filter(member=member).select_related("membership")
    return list(mine.prefetch_related("payments__order").order_by("-decided_at", "pk")[:MOST_SHOWN])


def get_contribution_for(member: Member, key: uuid.UUID) -> Contribution:
    """One of the member's own decisions; Http404 for any other."""
    found = Contribution.objects.select_related("membership").filter(member=member, pk=key).first()
    if found is None:
        raise Http404
    return found


def sent_by_closing(member: Member) -> dict[str, object]:
    """What closed budgets sent to the member's funds this year, by kind of account; one query."""
    day = today()
    rows = contributions(day.replace(month=1, day=1), day, owners=[member.uuid])
    found = dict.fromkeys((str(AccountKind.PENSION), str(AccountKind.HEALTH)), ZERO)
    for row in rows:
        found[row.kind] += row.amount
    return {kind: amount for kind, amount in found.items() if amount}


def note_issuer(provider_id: uuid.UUID) -> None:
    """Let a fund know, once, that the organization in force has people in it."""
    FundIssuer.objects.bulk_create(
        [FundIssuer(provider_id=provider_id, organization=isolation.current())], ignore_conflicts=True
    )


def standing() -> Q:
    """Of enrolments: active, and paid by an order that stands."""
    return Q(state=Enrolment.State.ACTIVE, order__state__in=STANDING)


def is_enrolled(member: Member, offer_id: uuid.UUID) -> bool:
    """Whether a member is in a fund: who is changes that enrolment and makes no other."""
    return Enrolment.objects.filter(standing(), member=member, offer_id=offer_id).exists()
