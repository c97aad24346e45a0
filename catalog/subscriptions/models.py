"""Services that are paid month by month. Tenant schema of the member's organization."""

import datetime
import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from catalog.orders.models import Order
from catalog.orders.shown import month_words
from members.models import Member, Relative
from providers.models import SubscriptionState
from welfare.clock import now
from welfare.money import MoneyField


class End(models.TextChoices):
    """Why a subscription ends, or has ended."""

    MEMBER = "member", _("You stopped it")
    PROVIDER = "provider", _("The provider ends it")
    CREDIT = "credit", _("The credit has not covered it for three months")
    SERVICE = "service", _("It has not been possible to book the service for three months")
    LEFT = "left", _("You leave the organization")
    FAMILY = "family", _("The person is no longer in your family's list")


class Hindrance(models.TextChoices):
    """Why a month could not be paid by credit."""

    CREDIT = "credit", _("The credit was not enough")
    LIMIT = "limit", _("It would have crossed a limit of the year in tax law")
    LAW = "law", _("Tax law does not allow it as things stand")
    RULES = "rules", _("The rules of the plan are new and you have not read them yet")
    AGE = "age", _("The service is not for this age any more")
    SERVICE = "service", _("The service cannot be booked at the moment")


class Subscription(models.Model):
    """One service for one person, month by month, at the terms that were agreed.

    `providers.SharedSubscription` is its nameless half, under the same id. Each month is an order of its own.
    """

    State = SubscriptionState

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The confirmation form's nonce, and a keyed hash of all that it asked for.
    key = models.CharField(max_length=80, unique=True)
    body_hash = models.CharField(max_length=64)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="subscriptions")
    # None: the member has the service.
    relative = models.ForeignKey(Relative, null=True, on_delete=models.PROTECT, related_name="subscriptions")
    beneficiary_name = models.CharField(max_length=161)
    offer_id = models.UUIDField()
    provider_id = models.UUIDField()
    # Title, provider, town, type, area, unit, revision, VAT: as agreed on that day.
    snapshot = models.JSONField(default=dict)
    # What a month costs, in euro, VAT included; then the terms of the stop rule, as agreed.
    price = MoneyField()
    draw_day = models.PositiveSmallIntegerField()
    notice_days = models.PositiveSmallIntegerField()
    minimum_months = models.PositiveSmallIntegerField()
    # First days of months.
    first_period = models.DateField()
    last_period = models.DateField(null=True)
    # The day on which the next month is due; the outbox of the nightly draw.
    next_draw = models.DateField()
    state = models.CharField(max_length=8, choices=SubscriptionState, default=SubscriptionState.ACTIVE)
    end = models.CharField(max_length=8, choices=End, blank=True)
    # What the provider wrote to the person when it ended it.
    end_words = models.CharField(max_length=300, blank=True)
    # Why the last month that was due could not be paid, and how many in a row.
    hindrance = models.CharField(max_length=8, choices=Hindrance, blank=True)
    missed = models.PositiveSmallIntegerField(default=0)
    # The month that the credit will not cover, and of which the person has been told.
    warned_for = models.DateField(null=True)
    # A higher price that the person was told of, the month from which it holds, and when they agreed to it.
    new_price = MoneyField(null=True)
    new_price_from = models.DateField(null=True)
    new_price_agreed_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="subscription_price_positive"),
            models.CheckConstraint(
                condition=~Q(state="stopping") | Q(last_period__isnull=False), name="subscription_stops_when"
            ),
            models.CheckConstraint(condition=~Q(state="ended") | ~Q(end=""), name="subscription_ended_why"),
            models.CheckConstraint(
                condition=Q(new_price__isnull=True, new_price_from__isnull=True)
                | Q(new_price__isnull=False, new_price_from__isnull=False),
                name="subscription_new_price_when",
            ),
            models.UniqueConstraint(
                fields=["member", "relative", "offer_id"],
                condition=~Q(state="ended"),
                nulls_distinct=False,
                name="subscription_once_per_person",
            ),
        ]
        indexes = [
            models.Index(fields=["next_draw"], condition=~Q(state="ended"), name="subscription_to_draw"),
            models.Index(fields=["member", "-started_at"], name="subscription_of_member"),
        ]

    @property
    def next_period(self) -> datetime.date:
        """First day of the month that is due next."""
        return self.next_draw.replace(day=1)

    def price_for(self, period: datetime.date) -> Decimal:
        """What a month costs: the agreed price, or the new one from the month on of which the person was told."""
        is_new = self.new_price is not None and self.new_price_from is not None and period >= self.new_price_from
        price: Decimal = self.new_price if is_new else self.price
        return price


class Month(models.Model):
    """A month that came due: the order that paid for it, or why none did."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="months")
    # First day of the month.
    period = models.DateField()
    order = models.OneToOneField(Order, null=True, on_delete=models.PROTECT, related_name="subscription_month")
    hindrance = models.CharField(max_length=8, choices=Hindrance, blank=True)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "period"], name="subscription_month_once"),
            models.CheckConstraint(
                condition=Q(order__isnull=False, hindrance="") | (Q(order__isnull=True) & ~Q(hindrance="")),
                name="subscription_month_paid_or_why_not",
            ),
        ]

    @property
    def label(self) -> str:
        """What became of it, in a word."""
        if self.order is None:
            return pgettext("a month", "Not paid by credit")
        return month_words(self.order.state)
