"""What an issuer pays its providers with: its account at the bank, and the files it sends there. Tenant schema.

A payment names a provider, a number and a sum; no service, day or person (docs/decisions/0028).
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from welfare.money import MoneyField


class Scheme(models.TextChoices):
    """Which edition of the ISO 20022 credit transfer a bank takes."""

    V09 = "pain.001.001.09", _("pain.001.001.09 (in force since November 2023)")
    V03 = "pain.001.001.03", _("pain.001.001.03 (older)")


class PayerSettings(models.Model):
    """The account that payments leave from; one row."""

    only = models.BooleanField(primary_key=True, default=True, editable=False)
    iban = models.CharField(_("IBAN"), max_length=34)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    scheme = models.CharField(_("format of the file"), max_length=16, choices=Scheme, default=Scheme.V09)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="payer_settings_one_row")]


class PaymentFile(models.Model):
    """A SEPA credit transfer file: downloaded again, it has the same bytes."""

    class State(models.TextChoices):
        """Moves once out of `made`."""

        MADE = "made", _("To be sent to the bank")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        PAID = "paid", _("Paid")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The form's nonce: a second submit finds the first file.
    key = models.CharField(max_length=64, unique=True)
    message_id = models.CharField(max_length=35, unique=True)
    scheme = models.CharField(max_length=16, choices=Scheme)
    execution_on = models.DateField()
    total = MoneyField()
    count = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.MADE)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-made_at", "id"], name="payment_file_newest")]


class Payment(models.Model):
    """One transfer of a file: of a statement, or of what a clearing round left to pay."""

    file = models.ForeignKey(PaymentFile, on_delete=models.PROTECT, related_name="payments")
    # A statement's key, or a clearing transfer's.
    subject = models.UUIDField()
    is_clearing = models.BooleanField(default=False)
    number = models.CharField(max_length=20)
    payee = models.CharField(max_length=200)
    iban = models.CharField(max_length=34)
    amount = MoneyField()
    # False once its file was withdrawn: what it paid can stand in another one.
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(is_live=True), name="payment_once_while_live"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_positive"),
        ]
