"""Double entry, insert-only; triggers keep it so. Tenant schema.

No stored balance: a balance is the sum of an account's legs. No foreign key leaves the ledger:
owners and sources are UUIDs, so that a tenant can be dumped and restored alone.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from welfare.money import ZERO, MoneyField


class AccountKind(models.TextChoices):
    """What an account stands for; a credit makes a wallet grow."""

    GRANTED = "granted", _("Granted")
    WALLET = "wallet", _("Wallet")
    HELD = "held", _("Held for orders")
    OWED = "owed", _("Owed to a provider")
    SETTLED = "settled", _("Settled")
    EXPIRED = "expired", _("Expired")
    PENSION = "pension", _("To the pension fund")
    HEALTH = "health", _("To the health fund")
    EMPLOYER = "employer", _("Back to the employer")
    POOL = "pool", _("Solidarity pool")


class Account(models.Model):
    """One account: a member's lot, or a system account (one held per budget, one owed per provider)."""

    kind = models.CharField(max_length=8, choices=AccountKind)
    unit = models.CharField(max_length=8, default="EUR")
    owner = models.UUIDField(null=True)
    source = models.UUIDField(null=True)
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "owner", "source", "expires_on"],
                nulls_distinct=False,
                name="account_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="wallet") | Q(owner__isnull=False, source__isnull=False),
                name="wallet_has_owner_and_source",
            ),
        ]
        indexes = [models.Index(fields=["owner", "kind"])]

    @property
    def budget(self) -> uuid.UUID:
        """The budget of a wallet, held, granted or expired account; ValueError for the others."""
        if self.source is None:
            raise ValueError(f"account {self.pk} has no budget")
        return self.source

    @property
    def holder(self) -> uuid.UUID:
        """The member or provider whose account this is; ValueError for the others."""
        if self.owner is None:
            raise ValueError(f"account {self.pk} is nobody's")
        return self.owner


class Reason(models.TextChoices):
    """Why money moved, in the words a member reads on the account's page."""

    GRANT = "grant", _("Credit granted")
    ORDER = "order", _("Service ordered")
    ACCEPT = "accept", _("Service used")
    REFUND = "refund", _("Credit returned")
    HELD = "held", _("Credit kept for a provider that you named")
    FREED = "freed", _("Kept credit free again")
    EXPIRY = "expiry", _("Credit expired")
    CARRY = "carry", _("Credit that stays usable")
    FUND = "fund", _("Credit paid into a fund")
    GIVEN_BACK = "given_back", _("Credit given back to the employer")
    SOLIDARITY = "solidarity", _("Credit given to the solidarity pool")
    LEAVING = "leaving", _("Credit at the end of work")
    CORRECTION = "correction", _("Correction")
    SETTLED = "settled", _("Provider paid")


# What a person spends on services, or has set aside for one: HR reads no sum that tells it by name.
ON_SERVICES = (Reason.ORDER, Reason.REFUND, Reason.HELD, Reason.FREED)


class Entry(models.Model):
    """What happened, once: `key` makes a repeat return the first."""

    key = models.CharField(max_length=200, unique=True)
    body_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=30)
    # How many legs it was written with: a leg added later makes the count differ.
    size = models.PositiveSmallIntegerField()
    # What it takes back; an entry is taken back once.
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    reference = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=80)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gte=2, size__lte=50), name="entry_two_to_fifty_legs")]
        indexes = [models.Index(fields=["reference"])]


class Leg(models.Model):
    """One side of an entry: exactly one of debit and credit is over zero."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="legs")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="legs", db_index=False)
    debit = MoneyField(default=ZERO)
    credit = MoneyField(default=ZERO)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0),
                name="leg_one_side_positive",
            )
        ]
        indexes = [models.Index(fields=["account"], include=["debit", "credit"], name="leg_sums")]
