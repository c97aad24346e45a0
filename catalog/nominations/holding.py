"""Naming a provider: the credit is held at once, the provider is invited, everybody reads until when.

One transaction over the member's schema, the registry and the network's. Lock order: the member's wallets alone.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from catalog.fiscal import ServiceType, Verdict, rule_book
from catalog.nominations import refusals, sealing, telling
from catalog.nominations.models import Nominee
from catalog.nominations.sealing import Written
from catalog.orders import conditions, law, writing
from catalog.orders.credit import Part
from catalog.orders.paying import paid_by
from catalog.orders.purchase import EUR, Purchase, relative_of
from catalog.orders.year import Year
from catalog.plans.models import Budget, Plan
from catalog.plans.paying import categories_of, pays_any
from catalog.shelf.taxonomy import deliveries_of
from members.ledger import accounts, locks, posting, queries
from members.ledger.models import Account, Reason
from members.models import Member
from providers.accreditation.models import InvitationOutcome
from providers.applications import inviting
from providers.applications.inviting import Prefilled, Wanted
from providers.models import Delivery, Offer, Provider
from providers.nominating import moves
from providers.nominating.models import Nomination
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from tenants.models import Status
from welfare.clock import today

# How long credit waits: thirty days to answer the invitation, as many to be admitted and to publish the service.
HELD_FOR = datetime.timedelta(days=60)
MOST_OPEN = 3
DELIVERIES = (Delivery.VOUCHER.value, Delivery.QUOTE.value)


@dataclass(frozen=True)
class Naming:
    """What the form says; `key` is its nonce, `relative_id` None for the member."""

    key: str
    member: Member
    written: Written
    service_type: str
    amount: Decimal
    relative_id: uuid.UUID | None = None

    @property
    def stored_key(self) -> str:
        """The nonce, the member's own: somebody else's finds nothing."""
        return f"{self.member.pk}:{self.key}"


@dataclass(frozen=True)
class Preview:
    """What naming would come to: who benefits, which lots are held and until when."""

    purchase: Purchase
    verdict: Verdict
    parts: Sequence[Part]
    held_until: datetime.date


def budgets_that_wait() -> tuple[Budget, ...]:
    """The budgets whose credit may be held for a provider that is not in the network yet; one query."""
    found = Budget.objects.filter(
        plan__takes_nominations=True, plan__state=Plan.State.OPEN, plan__is_base=False, plan__starts_on__lte=today(),
        unit=EUR,
    )  # fmt: skip
    return tuple(found.order_by("pk"))


def kinds_for(budgets: Sequence[Budget]) -> list[ServiceType]:
    """The kinds of service that some of these budgets pay and a voucher or a direct service can give."""
    day = today()
    return [
        service
        for service in rule_book().services.values()
        if delivery_of(service) and any(pays_any(b, service.area, categories_of(service.code), day) for b in budgets)
    ]


def delivery_of(service: ServiceType) -> str:
    """How what is named will be delivered; empty where it can be neither."""
    possible = deliveries_of(service)
    return next((delivery for delivery in DELIVERIES if delivery in possible), "")


def purchase_for(naming: Naming) -> Purchase:
    """What would be bought: the provider has listed nothing yet. Raises Http404 for somebody else's relative."""
    service = rule_book().service(naming.service_type)
    day = today()
    return Purchase(
        member=naming.member,
        offer=Offer(
            provider=Provider(name=naming.written.name), title=naming.written.what, price=naming.amount,
            service_type=service.code, type_label=service.label_it, area=service.area, delivery=delivery_of(service),
        ),
        slot=None,
        relative=relative_of(naming.member, naming.relative_id),
        budgets=budgets_that_wait(),
        price=naming.amount,
        answers={},
        on=day,
        year=Year(naming.member, day.year),
    )  # fmt: skip


def preview(naming: Naming) -> Preview:
    """What it would come to, nothing written. Raises a Refusal, or Http404."""
    purchase, verdict = checked(naming)
    return Preview(purchase, verdict, paid_by(purchase, queries.lots(naming.member.uuid, on=today())), last_day())


def checked(naming: Naming) -> tuple[Purchase, Verdict]:
    """What would be bought and what the law says of it, as for an order."""
    purchase = purchase_for(naming)
    for condition in (conditions.member_is_here, conditions.a_plan_opens_it, conditions.rules_are_read):
        condition(purchase)
    return purchase, law.exempt_verdict(purchase)


def last_day() -> datetime.date:
    """The last day on which what is named today can be confirmed."""
    return today() + HELD_FOR


def name(naming: Naming, *, actor: Actor) -> Nominee:
    """Hold the credit and invite the provider, or nothing; the same form again is the first nominee.

    One that is in the network already is told instead. Raises a Refusal, Http404 or NoNetwork.
    """
    try:
        with transaction.atomic(durable=True):
            return _name(naming, actor)
    except IntegrityError:
        # Two submits of one form at once, and no wallet of theirs to queue at.
        first = Nominee.objects.filter(key=naming.stored_key).first()
        if first is None:
            raise
        return first


def _name(naming: Naming, actor: Actor) -> Nominee:
    wallets = locks.lock_wallets(naming.member.uuid)
    first = Nominee.objects.filter(key=naming.stored_key).first()
    if first is not None:
        return first
    refuse_too_many(naming.member)
    purchase, verdict = checked(naming)
    found = Preview(purchase, verdict, paid_by(purchase, writing.lots_of(purchase, wallets)), last_day())
    nominee = nominee_of(naming, found.purchase)
    hold(nominee, found.parts, wallets, actor)
    whom = known_provider(naming.written.vat_number)
    nomination = moves.begin(
        nominee.pk, isolation.current(), whom or invited(nominee, naming, found, actor),
        service_type=nominee.service_type, amount=nominee.amount, held_until=found.held_until,
    )  # fmt: skip
    if whom is not None:
        telling.tell_provider(nomination, "named")
    record(actor, "provider_named", person_id=naming.member.user_id, subject=str(nominee.pk))
    return nominee


def refuse_too_many(member: Member) -> None:
    """Raise TooManyOpen for who waits for three already: each mails a stranger."""
    mine = Nominee.objects.filter(member=member, erase_after=None).values_list("pk", flat=True)
    waiting = Nomination.objects.filter(pk__in=list(mine), state=Nomination.State.OPEN).count()
    if waiting >= MOST_OPEN:
        raise refusals.TooManyOpen(limit=MOST_OPEN)


def nominee_of(naming: Naming, purchase: Purchase) -> Nominee:
    """The member's own row."""
    return Nominee.objects.create(
        key=naming.stored_key,
        member=naming.member,
        relative=purchase.relative,
        service_type=purchase.offer.service_type,
        type_label=purchase.offer.type_label,
        sealed=sealing.seal(naming.written),
        amount=naming.amount,
    )


def hold(nominee: Nominee, parts: Sequence[Part], wallets: Sequence[Account], actor: Actor) -> None:
    """Move the credit from the lots to what is held of their budgets."""
    lots = {wallet.pk: wallet for wallet in wallets}
    held = accounts.held_by_budget({part.budget.pk for part in parts})
    lines = writing.held_lines(parts, lots, held)
    draft = posting.Draft(f"nominee:{nominee.pk}", Reason.HELD, lines, str(nominee.pk))
    posting.post_many([draft], actor=actor, locked=lots.keys())


def known_provider(vat_number: str) -> Provider | None:
    """The provider of a VAT number that is in the network and at work; one query."""
    if not vat_number:
        return None
    here = Provider.objects.filter(vat_number=vat_number, organization__status=Status.ACTIVE)
    return here.select_related("organization").order_by("pk").first()


def invited(nominee: Nominee, naming: Naming, found: Preview, actor: Actor) -> InvitationOutcome:
    """Invite the provider to the network; who names one that is invited already waits for the same answer."""
    written = naming.written
    known = Prefilled(
        written.name, written.email, written.town, written.phone, written.vat_number, [nominee.service_type]
    )
    wanted = Wanted(nominee.pk, nominee.type_label, written.what, nominee.amount, found.held_until)
    here = isolation.current()
    try:
        key = inviting.invite(known, asked_by=here, actor=actor, wanted=wanted, template="application_nominated")
    except inviting.DoesNotWant as error:
        raise refusals.SaidNo(provider=written.name) from error
    return InvitationOutcome.objects.get(pk=key)
