"""Windows in which people choose what becomes of their performance bonus, and what came of it. Tenant schema."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.conversion.reckoning import Facts, Terms
from catalog.plans.models import Budget, Grant
from members.models import Member
from welfare.money import ZERO, MoneyField


class Window(models.Model):
    """The days on which people choose: the premiums of one deposited agreement (L. 208/2015 art. 1 c. 182-190)."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Being prepared")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Credit of what is converted; its source is PDR_CONVERSION.
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="conversion_windows")
    agreement = models.CharField(_("agreement"), max_length=120)
    deposited_on = models.DateField(_("deposited on"))
    deposit_number = models.CharField(_("protocol number of the deposit"), max_length=60)
    # That workers may choose welfare in place of money (c. 184), and that results have risen as agreed (c. 182).
    has_clause = models.BooleanField(default=False)
    has_increase = models.BooleanField(default=False)
    # Workers take part in the organization of work as equals (c. 189): the first part is free of contributions.
    is_joint = models.BooleanField(default=False)
    # Whether the open point of the conversion cap stood turned (catalog/plans/law_switches.py) when it was opened: what
    # was told to those who choose does not change while they choose.
    is_over_base = models.BooleanField(default=False)
    opens_on = models.DateField(_("first day to choose"))
    closes_on = models.DateField(_("last day to choose"))
    # The first day of the month with whose pay the premium is paid: its year is the tax year.
    paid_in = models.DateField(_("month of payment"))
    # Code of catalog/conversion/data; the rate is what payroll uses, between 0 and 1.
    contribution = models.CharField(max_length=20)
    contribution_rate = models.DecimalField(max_digits=5, decimal_places=4)
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    # Who opened it: what is converted is granted in their name.
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    # The number of the last receipt.
    last_number = models.PositiveIntegerField(default=0)
    # The run that gives what was converted; None: not begun, or nothing was.
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(opens_on__lte=F("closes_on")), name="conversion_window_in_order"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(has_clause=True, has_increase=True, opened_by__isnull=False),
                name="conversion_window_open_by_agreement",
            ),
            models.CheckConstraint(
                condition=Q(contribution_rate__gte=0, contribution_rate__lt=1), name="conversion_window_rate"
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_on"], name="conversion_window_due")]

    def __str__(self) -> str:
        return self.agreement

    @property
    def year(self) -> int:
        """The tax year: that of the payment."""
        return self.paid_in.year

    @property
    def terms(self) -> Terms:
        """What holds for everybody's premium."""
        return Terms(
            year=self.year,
            rate=self.contribution_rate,
            is_joint=self.is_joint,
            is_over_base=self.is_over_base,
        )


class Premium(models.Model):
    """What one person is due in a window, gross of contributions and tax."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="premiums")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="premiums")
    amount = MoneyField(_("premium"))
    # Employment income of the year before, as payroll knows it; a declaration may say more. None: not known.
    prior_year_income = MoneyField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "member"], name="premium_once_per_window"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="premium_positive"),
            models.CheckConstraint(
                condition=Q(prior_year_income__isnull=True) | Q(prior_year_income__gte=0), name="premium_income"
            ),
        ]


class Choice(models.Model):
    """How much of a premium its person converts; the last one counts. Insert-only: a receipt is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    premium = models.ForeignKey(Premium, on_delete=models.PROTECT, related_name="choices")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="choices")
    # Of the receipt, within the window.
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    amount = MoneyField(_("premium"))
    converted = MoneyField()
    # What was known of the year before when it was made, and what other premiums of the year had used of the caps.
    income = MoneyField(null=True)
    converted_before = MoneyField(default=ZERO)
    cash_base_before = MoneyField(default=ZERO)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "number"], name="choice_number_once"),
            models.CheckConstraint(condition=Q(converted__gte=0, converted__lte=F("amount")), name="choice_within"),
        ]
        indexes = [models.Index(fields=["premium", "-number"], name="choice_newest")]

    @property
    def receipt_number(self) -> str:
        """The number on the receipt: the month of payment, then its place in the window."""
        return f"{self.window.paid_in:%Y-%m}/{self.number}"

    @property
    def percent(self) -> Decimal:
        """The part that is converted, of a hundred, rounded to a tenth."""
        part: Decimal = 100 * self.converted / self.amount
        return part.quantize(Decimal("0.1"))

    @property
    def facts(self) -> Facts:
        """What it was reckoned on."""
        return Facts(self.amount, self.income, self.converted_before, self.cash_base_before)


class Result(models.Model):
    """What came of a premium when its window closed: what payroll pays, and what is granted. Insert-only."""

    premium = models.OneToOneField(Premium, on_delete=models.PROTECT, related_name="result")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="results")
    amount = MoneyField(_("premium"))
    converted = MoneyField()
    cash = MoneyField()
    # The worker's on the part in money, at the window's rate.
    contributions = MoneyField()
    # Of the part in money net of contributions: what has the substitute tax, and that tax; the rest is pay.
    substitute_tax_base = MoneyField()
    substitute_tax = MoneyField()
    ordinary_base = MoneyField()
    income_condition_met = models.BooleanField()
    has_chosen = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount=F("converted") + F("cash")), name="result_adds_up"),
        ]
