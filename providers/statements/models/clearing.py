"""Rounds in which cooperatives that owe one another pay only the difference."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from providers.statements.models.statement import Statement
from tenants.models import Organization
from welfare.money import ZERO, MoneyField


class ClearingRound(models.Model):
    """What a network proposes to its cooperatives: it holds when all have said yes by its day."""

    class State(models.TextChoices):
        """Moves once out of `proposed`."""

        PROPOSED = "proposed", _("Waiting for everybody's yes")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Refused")
        LAPSED = "lapsed", _("Not agreed in time")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    made_at = models.DateTimeField()
    accept_by = models.DateField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Two at once would want the same statements.
            models.UniqueConstraint(fields=["network"], condition=Q(state="proposed"), name="clearing_one_at_a_time")
        ]


class ClearingParty(models.Model):
    """One cooperative of a round, and what it said; `net` over zero is received, under zero paid."""

    round = models.ForeignKey(ClearingRound, on_delete=models.CASCADE, related_name="parties")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    owed = MoneyField()
    owes = MoneyField()
    net = MoneyField()
    accepted_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "organization"], name="clearing_party_once"),
            models.CheckConstraint(condition=Q(net=F("owed") - F("owes")), name="clearing_party_net"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(refused_at__isnull=True), name="clearing_party_one_answer"
            ),
        ]

    @property
    def to_pay(self) -> Decimal:
        """What it would pay; zero for one that receives."""
        return max(Decimal(-self.net), ZERO)


class ClearingItem(models.Model):
    """A statement that a round would clear."""

    round = models.ForeignKey(ClearingRound, on_delete=models.CASCADE, related_name="items")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    amount = MoneyField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "statement"], name="clearing_item_once")]


class ClearingTransfer(models.Model):
    """What is left to pay when a round is agreed: one transfer."""

    class State(models.TextChoices):
        """From proposed to paid."""

        PROPOSED = "proposed", pgettext_lazy("a transfer", "Proposed")
        DUE = "due", _("To be paid")
        ORDERED = "ordered", _("In a payment file")
        PAID = "paid", _("Paid")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(ClearingRound, on_delete=models.CASCADE, related_name="transfers")
    number = models.CharField(max_length=20, unique=True)
    payer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    payee = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    amount = MoneyField()
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    paid_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="clearing_transfer_positive"),
            models.CheckConstraint(condition=~Q(payer=F("payee")), name="clearing_transfer_between_two"),
        ]
        indexes = [models.Index(fields=["payer", "state"], name="clearing_transfer_of_payer")]
