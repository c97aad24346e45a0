"""Pension funds: which one a member belongs to, and what is paid into it, once or month by month."""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import translation

from catalog.enrolments import queries, reckoning, refusals, telling
from catalog.enrolments.apart import each_apart
from catalog.enrolments.enrolling import CONSENT
from catalog.enrolments.models import Contribution, Ending, Kind, Membership, Payment
from catalog.enrolments.proposal import offer_of
from catalog.orders.models import Order
from catalog.orders.place import PlaceOrder, place_within
from catalog.orders.purchase import Agreed, Choice
from catalog.orders.refusals import NoRules, OfferChanged, OfferClosed, Refusal, Terms
from members.ledger import locks
from members.models import Member
from providers.models import PensionFund
from tenants.audit.trail import record
from tenants.isolation import SYSTEM, Actor
from welfare.clock import now, today

# Not the person's affair: the month stays due, and is tried again.
TRY_AGAIN = (NoRules, OfferChanged)
MONTHLY, ONCE = Contribution.Rhythm.MONTHLY, Contribution.Rhythm.ONCE


@dataclass(frozen=True)
class Statement:
    """Which fund a member says they belong to, and their number in it."""

    offer_id: uuid.UUID
    fund_id: uuid.UUID
    number: str = ""


@dataclass(frozen=True)
class Pay:
    """A decision that was confirmed; `key` is the form's nonce."""

    key: str
    member: Member
    actor: Actor
    statement: Statement
    amount: Decimal
    rhythm: str = ONCE


def fund_for(statement: Statement) -> PensionFund:
    """The fund that is named, of those the offer's provider serves; raises FundGone, Http404."""
    offer = offer_of(statement.offer_id)
    if queries.kind_of(offer) != Kind.PENSION:
        raise Http404
    found = next((fund for fund in queries.funds_of(offer) if fund.pk == statement.fund_id), None)
    if found is None:
        raise refusals.FundGone
    return found


def state(member: Member, statement: Statement, actor: Actor) -> Membership:
    """Write which fund a member belongs to; another one closes the former, and its monthly contribution goes on here.

    The same again changes nothing. Called in a transaction, the member's wallets locked.
    """
    fund, known = fund_for(statement), queries.membership_of(member)
    if known is not None and (known.fund_id, known.offer_id, known.number) == (
        fund.pk, statement.offer_id, statement.number,
    ):  # fmt: skip
        return known
    Membership.objects.filter(member=member, closed_at=None).update(closed_at=now())
    made = Membership.objects.create(
        member=member,
        offer_id=statement.offer_id,
        provider_id=fund.provider_id,
        fund_id=fund.pk,
        fund_name=fund.name,
        register_number=fund.register_number,
        number=statement.number,
        consent_version=CONSENT,
        stated_at=now(),
    )
    Contribution.objects.filter(member=member, rhythm=MONTHLY, stopped_on=None).update(membership=made)
    queries.note_issuer(fund.provider_id)
    record(actor, "pension.stated", person_id=member.user_id, subject=str(made.pk))
    return made


def pay(command: Pay) -> Contribution:
    """Pay into a pension fund what was confirmed; the same form again gives the first.

    Raises a Refusal, nothing is left of it; Http404.
    """
    try:
        with transaction.atomic(durable=True):
            return write(command)
    except IntegrityError:
        first = decided(command)
        if first is None:
            raise refusals.MonthlyRunning from None
        return first


def write(command: Pay) -> Contribution:
    """The same in the transaction in force."""
    member = command.member
    locks.lock_wallets(member.uuid)
    first = decided(command)
    if first is not None:
        return first
    if not member.tax_code or member.birth_date is None:
        raise refusals.TaxCodeMissing
    if command.rhythm == MONTHLY and queries.monthly_of(member) is not None:
        raise refusals.MonthlyRunning
    membership = state(member, command.statement, command.actor)
    period = reckoning.month_of(today())
    made = Contribution.objects.create(
        membership=membership,
        member=member,
        rhythm=command.rhythm,
        amount=command.amount,
        decided_at=now(),
        through=period,
    )
    place(made, period, order_key(command), command.actor)
    record(command.actor, "pension.decided", person_id=member.user_id, subject=str(made.pk))
    return made


def order_key(command: Pay) -> str:
    """The nonce with all that is asked and the order does not hold."""
    return f"{command.key}:{command.rhythm}:{command.statement.fund_id.hex}"


def decided(command: Pay) -> Contribution | None:
    """What this form decided before."""
    key = f"{command.member.pk}:{order_key(command)}"
    payment = Payment.objects.select_related("contribution").filter(order__key=key).first()
    return payment.contribution if payment else None


def place(contribution: Contribution, period: datetime.date, key: str, actor: Actor) -> Order:
    """Place the order of one month's contribution; raises a Refusal."""
    membership, amount = contribution.membership, contribution.amount
    offer = offer_of(membership.offer_id)
    order = place_within(
        PlaceOrder(
            key=key,
            member=contribution.member,
            actor=actor,
            choice=Choice(offer.pk),
            terms=Terms(offer.revision, amount),
            agreed=Agreed(amount, period=period, is_renewal=True),
        )
    )
    Payment.objects.create(contribution=contribution, order=order, period=period)
    return order


def stop(contribution: Contribution, *, actor: Actor, why: Ending = Ending.STOPPED) -> bool:
    """Stop a monthly contribution; what was paid stays paid. False when it was stopped."""
    running = Contribution.objects.filter(pk=contribution.pk, rhythm=MONTHLY, stopped_on=None)
    stopped = bool(running.update(stopped_on=today(), ending=why))
    if stopped:
        record(actor, "pension.stopped", person_id=contribution.member.user_id, subject=str(contribution.pk))
    return stopped


def pay_due(on: datetime.date) -> int:
    """Pay the month of every monthly contribution that has not had it, one transaction each; of how many people.

    Safe to repeat and to stop. One that fails keeps none of the others waiting; its error is raised in the end.
    """
    period = reckoning.month_of(on)
    due = Contribution.objects.filter(rhythm=MONTHLY, stopped_on=None, through__lt=period)
    keys = list(due.order_by("pk").values_list("pk", flat=True))
    return each_apart(keys, lambda key: pay_month(key, period))


def pay_month(key: uuid.UUID, period: datetime.date) -> bool:
    """Pay one month of one contribution, or tell why it could not be; False when nothing was paid."""
    with transaction.atomic(durable=True):
        owner = Contribution.objects.select_related("member__user", "membership").get(pk=key)
        locks.lock_wallets(owner.member.uuid)
        mine = Contribution.objects.filter(pk=key, stopped_on=None, through__lt=period)
        if not mine.update(through=period):
            return False
        if not owner.member.may_use_credit(today()):
            stop(owner, actor=SYSTEM, why=Ending.LEFT)
            telling.tell_stopped(owner)
            return False
        with translation.override(owner.member.user.language):
            return paid_or_missed(owner, period)


def paid_or_missed(contribution: Contribution, period: datetime.date) -> bool:
    """Place the order, or write and tell that the month is left out; raises what is tried again the day after."""
    try:
        with transaction.atomic():
            place(contribution, period, f"pension:{contribution.pk}:{period:%Y-%m}", SYSTEM)
    except TRY_AGAIN:
        raise
    except (Refusal, Http404) as error:
        # Taken off the shelf, it is not there: told like one that is closed.
        refusal = error if isinstance(error, Refusal) else OfferClosed()
        Contribution.objects.filter(pk=contribution.pk).update(missed=period)
        telling.tell_missed(contribution, period, refusal.heading)
        return False
    return True
