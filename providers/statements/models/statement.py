"""A month of what one provider is owed by one issuer, line by line, and the work that makes it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from providers.models import Delivery, Fulfilment, Provider
from tenants.models import Organization
from welfare.clock import now
from welfare.money import ZERO, MoneyField


class MonthClosing(models.Model):
    """The closing of one issuer's month; the row is the outbox (tenants/sweep.py)."""

    class Work(models.TextChoices):
        """Where the work stands."""

        QUEUED = "queued"
        STARTED = "started"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issuer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    work = models.CharField(max_length=8, choices=Work, default=Work.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "month"], name="month_closed_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="month_closing_first_day"),
        ]
        indexes = [
            models.Index(
                fields=["issuer", "since"], condition=Q(work__in=["queued", "started"]), name="month_closing_to_do"
            )
        ]


class Statement(models.Model):
    """What a provider is owed by an issuer for a month; written once, then moved from state to state.

    `accepted` sums the lines, `corrected` the corrections that count in it, `total` is what is paid.
    """

    class State(models.TextChoices):
        """From its making to the money."""

        TO_CONFIRM = "to_confirm", _("To be confirmed")
        CONFIRMED = "confirmed", _("Confirmed, to be paid")
        ORDERED = "ordered", _("In a payment file")
        CLEARING = "clearing", _("In a clearing round")
        PAID = "paid", _("Paid")
        CLEARED = "cleared", _("Cleared")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Month and eight digits of the key: what the bank carries back.
    number = models.CharField(max_length=20, unique=True)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="statements")
    issuer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.TO_CONFIRM)
    lines_count = models.PositiveIntegerField()
    accepted = MoneyField()
    corrected = MoneyField(default=ZERO)
    total = MoneyField()
    # Grows with each change of what its documents say.
    revision = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField()
    # Until this day its provider may contest; who says nothing agrees.
    confirm_by = models.DateField()
    confirmed_at = models.DateTimeField(null=True)
    by_silence = models.BooleanField(default=False)
    # The provider's own invoice, as it wrote it down.
    invoice_number = models.CharField(_("invoice number"), max_length=20, blank=True)
    invoice_date = models.DateField(_("invoice date"), null=True, blank=True)
    # The value date.
    paid_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "issuer", "month"], name="statement_once_a_month"),
            models.CheckConstraint(
                condition=Q(total__gte=0, total=F("accepted") + F("corrected")), name="statement_adds_up"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "cleared"]) | Q(paid_on__isnull=False), name="statement_paid_when"
            ),
        ]
        indexes = [
            models.Index(fields=["provider", "-month", "id"], name="statement_of_provider"),
            models.Index(fields=["issuer", "state", "month"], name="statement_of_issuer"),
        ]

    def __str__(self) -> str:
        return self.number


class StatementLine(models.Model):
    """One accepted fulfilment, in exactly one statement; what was agreed is kept as it was."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    fulfilment = models.OneToOneField(Fulfilment, on_delete=models.PROTECT, related_name="statement_line")
    accepted_on = models.DateField()
    title = models.CharField(max_length=90)
    service_type = models.CharField(max_length=40)
    delivery = models.CharField(max_length=12, choices=Delivery)
    last_four = models.CharField(max_length=4, blank=True)
    amount = MoneyField()
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2)
    is_single_purpose = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["statement", "accepted_on", "id"], name="statement_line_by_day")]


class StatementFile(models.Model):
    """A document that was made of a statement: asked for again, it has the same bytes."""

    class Kind(models.TextChoices):
        """Which document."""

        PDF = "pdf"
        CSV = "csv"
        PROFORMA = "proforma"

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind)
    # A hash of what it is made of: a document of other figures, names or addresses is another one.
    basis = models.CharField(max_length=64)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "kind", "basis"], name="statement_file_once"),
        ]
