"""Runs of a month, what they say of each person, layouts of files, and the files that were made. Tenant schema."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Member
from welfare.money import MoneyField

# After December: what the year holds once it can change no more, before the yearly certificate.
ADJUSTMENT = 13


class Figure(models.TextChoices):
    """What a line speaks of. No service, provider or beneficiary can be told from it (design, privacy)."""

    FRINGE = "fringe", _("Fringe benefits (TUIR art. 51 c. 3)")
    FRINGE_OUTSIDE = "fringe_outside", _("of which given outside the shelf")
    FRINGE_OTHERS = "fringe_others", _("Fringe benefits of other employers, as declared")
    FRINGE_CAP = "fringe_cap", _("Limit of fringe benefits that applies")
    FRINGE_TAXABLE = "fringe_taxable", _("Fringe benefits to be taxed")
    OTHER_EXEMPT = "other_exempt", _("Other welfare, exempt")
    OTHER_TAXABLE = "other_taxable", _("Other welfare to be taxed")
    PREMIUM_CONVERTED = "premium_converted", _("Performance bonus turned into welfare")
    PREMIUM_CASH = "premium_cash", _("Performance bonus in money")
    PREMIUM_BASE = "premium_base", _("Performance bonus under substitute tax")
    PREMIUM_TAX = "premium_tax", _("Substitute tax on the performance bonus")
    PREMIUM_PAY = "premium_pay", _("Performance bonus taxed as pay")
    PENSION = "pension", _("Contributions to the pension fund")
    HEALTH = "health", _("Contributions to the health fund")


# What holds at a moment, and does not add up from month to month.
LEVELS = frozenset({Figure.FRINGE_CAP, Figure.FRINGE_OTHERS})


class Alert(models.TextChoices):
    """What whoever runs payroll must look at before locking."""

    UNREADABLE = "unreadable", _("Figures that cannot be made")
    CROSSED = "crossed", _("Over the limit of fringe benefits: all of them are taxed")
    NEAR = "near", _("Near the limit of fringe benefits")
    LAPSED = "lapsed", _("Given, and no longer exempt")
    LESS = "less", _("Less than was reported before")
    NO_TAX_CODE = "no_tax_code", _("Without tax code")


class PayrollRun(models.Model):
    """What payroll is told for one month: figured out by a worker, looked at, locked; then it never changes.

    The row is the outbox (see tenants/sweep.py) of figuring it out. A month holds the difference to what the locked
    runs of its year told before, so that what changes afterwards comes with the next.
    """

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued", _("Waiting")
        STARTED = "started", _("Under way")
        DRAFT = "draft", _("To be locked")
        LOCKED = "locked", _("Locked")
        FAILED = "failed", _("Stopped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    # 13: the adjustment of the year.
    month = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    # The last locked run of its year when it was figured out: its differences are to that one.
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    figured_at = models.DateTimeField(null=True)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField(null=True)
    # Of all that it says: what is locked is what was shown.
    digest = models.CharField(max_length=64, blank=True)
    people_count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "month"], name="payroll_run_once_a_month"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=ADJUSTMENT), name="payroll_run_month"),
            # Of two that would be locked on the same one, whichever comes second has the wrong differences.
            models.UniqueConstraint(
                fields=["year", "previous"], condition=Q(state="locked"), nulls_distinct=False,
                name="payroll_run_locked_in_turn",
            ),
            models.CheckConstraint(
                condition=~Q(state="locked") | Q(locked_at__isnull=False, locked_by__isnull=False),
                name="payroll_run_locked_by_somebody",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["since"], condition=Q(state__in=["queued", "started"]), name="payroll_run_due"),
        ]


class PayrollPerson(models.Model):
    """One person in a run, named as they were on that day: a file made again names them the same."""

    run = models.ForeignKey(PayrollRun, on_delete=models.CASCADE, related_name="people")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=30)
    tax_code = models.CharField(max_length=16, blank=True)
    family_name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80)
    sort_name = models.CharField(max_length=200)
    alerts = ArrayField(models.CharField(max_length=12, choices=Alert), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "member"], name="payroll_person_once")]
        indexes = [models.Index(fields=["run", "sort_name", "id"], name="payroll_person_by_name")]


class PayrollLine(models.Model):
    """One figure of a person: the month's part, and what the year holds so far. A later month may take away."""

    person = models.ForeignKey(PayrollPerson, on_delete=models.CASCADE, related_name="lines")
    figure = models.CharField(max_length=20, choices=Figure)
    # Of contributions to funds: from which source, in the codes of the fiscal data.
    source = models.CharField(max_length=20, blank=True)
    amount = MoneyField()
    to_date = MoneyField(default=Decimal("0.00"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "figure", "source"], name="payroll_line_once")]


class Layout(models.Model):
    """How a payroll program wants its file; `terms` as `catalog/payroll/terms.py` writes and reads them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=60, unique=True)
    terms = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class PayrollExport(models.Model):
    """A file that was made of a locked run, with the terms it was made by: made again, it has the same bytes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(PayrollRun, on_delete=models.PROTECT, related_name="exports")
    # The layout's name and terms on that day: it may change afterwards.
    layout_name = models.CharField(max_length=60)
    terms = models.JSONField()
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "sha256"], name="payroll_export_once")]
        indexes = [models.Index(fields=["run", "-made_at"], name="payroll_export_newest")]
