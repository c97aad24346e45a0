"""Starting a subscription: one transaction over the organization's, the provider's and the public schema.

The first month is drawn at once when its day has come; else its draw is a matter of the night of that day.
Lock order: the member's wallets, then what an order locks.
"""

import datetime
import json
import uuid
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.http import Http404

from catalog.orders import conditions, questions, refusals
from catalog.orders.purchase import Agreed, Choice, Purchase, opening_of, purchase_of
from catalog.orders.refusals import KeyReused, Terms
from catalog.orders.snapshot import snapshot_of
from catalog.orders.year import Year
from catalog.plans.models import Budget
from catalog.subscriptions import telling
from catalog.subscriptions.ahead import cover_with
from catalog.subscriptions.cover import Ahead, Cover, budgets_of
from catalog.subscriptions.draw import note, place_month
from catalog.subscriptions.limits import within_limits
from catalog.subscriptions.models import Subscription
from catalog.subscriptions.refusals import AlreadySubscribed, MonthPast, StillRunning, TermsChanged
from catalog.subscriptions.rule import StopRule, month_of, months_after
from members.ledger import locks
from members.models import Member
from providers.bookings.services import add_booking
from providers.models import Delivery, Offer, SharedSubscription
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare import keys
from welfare.clock import today
from welfare.templatetags.kit import month as month_name

BODY = "subscription-body"
# From this month on, or one of the three that follow.
MONTHS_OFFERED = 4


@dataclass(frozen=True)
class Asked:
    """What a person wants: the choice of an order, the month in which it begins."""

    choice: Choice
    first_period: datetime.date


@dataclass(frozen=True)
class StartSubscription:
    """A confirmation: `key` is the form's nonce, `terms` and `rule` what the person saw when confirming."""

    key: str
    member: Member
    actor: Actor
    asked: Asked
    terms: Terms
    rule: StopRule

    @property
    def stored_key(self) -> str:
        """The nonce, the member's own: somebody else's finds nothing."""
        return f"{self.member.pk}:{self.key}"

    @property
    def body_hash(self) -> str:
        """A keyed hash of all that is asked: answers are about health and could be guessed."""
        choice, terms = self.asked.choice, self.terms
        asked = [choice.offer_id, choice.relative_id, self.asked.first_period, terms.revision, terms.price, self.rule]
        body = json.dumps([[str(x) for x in asked], sorted(choice.answers.items())])
        return keys.fingerprint(BODY, isolation.current().key, body).hex()


@dataclass(frozen=True)
class Seen:
    """What starting would be: the first month as a purchase, the stop rule, how long the credit lasts."""

    purchase: Purchase
    first_period: datetime.date
    rule: StopRule
    cover: Cover

    @property
    def first_draw(self) -> datetime.date:
        """The day on which the first month is paid: its own, or today when that has passed."""
        return max(self.rule.draw_on(self.first_period), self.purchase.on)


def months_offered() -> list[datetime.date]:
    """From which months one can start."""
    return [months_after(month_of(today()), number) for number in range(MONTHS_OFFERED)]


def rule_of_offer(offer: Offer) -> StopRule:
    """The stop rule that an offer has today."""
    return StopRule(offer.draw_day, offer.notice_days, offer.minimum_months)


def asked_purchase(member: Member, choice: Choice, first_period: datetime.date, key: uuid.UUID) -> Purchase:
    """The first month as a purchase; raises Http404 for what is not there, or is no subscription."""
    purchase = purchase_of(member, choice, opening_of(choice.offer_id))
    if purchase.offer.delivery != Delivery.SUBSCRIPTION:
        raise Http404
    day = max(rule_of_offer(purchase.offer).draw_on(first_period), today())
    # A plan that begins by then may pay, too.
    budgets = [budget for budget in budgets_of({purchase.offer.pk}).get(purchase.offer.pk, []) if begun(budget, day)]
    return replace(
        purchase,
        agreed=Agreed(purchase.price, first_period, subscription=key),
        budgets=tuple(budgets),
        on=day,
        year=Year(member, day.year),
    )


def begun(budget: Budget, day: datetime.date) -> bool:
    """Whether a budget's plan has begun on a day."""
    return budget.plan.starts_on <= day


def preview(member: Member, asked: Asked, key: uuid.UUID | None = None) -> Seen:
    """What starting would be; raises the Refusal that starting would raise. Nothing is locked or written."""
    if asked.first_period not in months_offered():
        raise MonthPast
    key = key or uuid.uuid4()
    purchase = asked_purchase(member, asked.choice, asked.first_period, key)
    conditions.check(purchase)
    refuse_twin(purchase)
    within_limits(purchase)
    rule = rule_of_offer(purchase.offer)
    cover = cover_with(member, Ahead(key, purchase, rule, asked.first_period, None, purchase.price))
    if cover.gap is not None and not cover.periods:
        raise cover.gap.refusal
    return Seen(purchase, asked.first_period, rule, cover)


def refuse_twin(purchase: Purchase) -> None:
    """Raise AlreadySubscribed where the person has it already."""
    running = Subscription.objects.exclude(state=Subscription.State.ENDED)
    twin = running.filter(member=purchase.member, relative=purchase.relative, offer_id=purchase.offer.pk).first()
    if twin is None:
        return
    if twin.last_period is not None:
        raise StillRunning(name=purchase.given_name, month=month_name(twin.last_period))
    raise AlreadySubscribed(name=purchase.given_name)


def start(command: StartSubscription) -> Subscription:
    """Start a subscription whole or not at all; the same command again returns the first one.

    Raises a Refusal (nothing is left of it), Http404 for what is not there.
    """
    try:
        with transaction.atomic(durable=True):
            return _start(command)
    except IntegrityError:
        first = first_one(command)
        if first is None:
            raise
        return first


def first_one(command: StartSubscription) -> Subscription | None:
    """What this form started before; KeyReused when it asked for something else."""
    found = Subscription.objects.filter(key=command.stored_key).first()
    if found is not None and found.body_hash != command.body_hash:
        raise KeyReused
    return found


def _start(command: StartSubscription) -> Subscription:
    locks.lock_wallets(command.member.uuid)
    # After the lock: a twin of this command has either finished or not begun.
    first = first_one(command)
    if first is not None:
        return first
    key = uuid.uuid4()
    seen = preview(command.member, command.asked, key)
    if seen.purchase.terms != command.terms:
        raise refusals.OfferChanged(old=command.terms, new=seen.purchase.terms)
    if seen.rule != command.rule:
        raise TermsChanged
    subscription = write(command, seen, key)
    book(subscription, seen.purchase, command.actor)
    record(command.actor, "subscription_started", person_id=command.member.user_id, subject=str(key))
    if subscription.next_draw <= today():
        note(subscription, seen.first_period, place_month(subscription, seen.first_period, command.actor))
    telling.tell_member(subscription, "subscription_started")
    telling.tell_managers(subscription, "subscriber_new")
    return subscription


def write(command: StartSubscription, seen: Seen, key: uuid.UUID) -> Subscription:
    """Both halves, at the terms that were agreed."""
    purchase, rule = seen.purchase, seen.rule
    next_draw = rule.draw_on(seen.first_period)
    subscription = Subscription.objects.create(
        id=key,
        key=command.stored_key,
        body_hash=command.body_hash,
        member=purchase.member,
        relative=purchase.relative,
        beneficiary_name=purchase.name,
        offer_id=purchase.offer.pk,
        provider_id=purchase.offer.provider_id,
        snapshot=snapshot_of(purchase, ()),
        price=purchase.price,
        draw_day=rule.draw_day,
        notice_days=rule.notice_days,
        minimum_months=rule.minimum_months,
        first_period=seen.first_period,
        next_draw=next_draw,
    )
    SharedSubscription.objects.create(
        id=key,
        offer=purchase.offer,
        provider=purchase.offer.provider,
        issuer=isolation.current(),
        price=purchase.price,
        notice_days=rule.notice_days,
        first_period=seen.first_period,
        next_draw=next_draw,
    )
    return subscription


def book(subscription: Subscription, purchase: Purchase, actor: Actor) -> None:
    """Tell the provider's own schema who has the service, once for all months."""
    organization = purchase.offer.provider.organization
    if organization is None:
        raise refusals.ProviderAway(provider=purchase.offer.provider.name)
    with isolation.enter(organization, actor=actor, reason="book a subscription"):
        add_booking(
            fulfilment_id=subscription.pk,
            offer_id=subscription.offer_id,
            slot=None,
            name=purchase.name,
            age=purchase.age,
            answers=questions.kept(purchase.offer, purchase.answers),
        )
