"""Plans, budgets, what each person is due, and grants. Tenant schema."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.ledger.models import Account
from members.models import Category, Member
from welfare.money import MoneyField


class Source(models.TextChoices):
    """Where the credit of a budget comes from; the first five are codes of the fiscal data."""

    CONTRACT_CCNL = "CONTRACT_CCNL", _("National contract")
    COMPANY_AGREEMENT = "COMPANY_AGREEMENT", _("Company agreement")
    COMPANY_REGULATION = "COMPANY_REGULATION", _("Company regulation")
    VOLUNTARY = "VOLUNTARY", _("Voluntary")
    PDR_CONVERSION = "PDR_CONVERSION", _("Performance bonus")
    FRINGE = "FRINGE", _("Fringe benefit")
    RISTORNO = "RISTORNO", _("Ristorno or social prize")
    CURRENCY = "CURRENCY", _("Complementary currency")


class Basis(models.TextChoices):
    """The act that binds the employer: it decides which law source pays, and what the employer deducts.

    TUIR art. 95: in full, where a contract, an agreement or a regulation that binds obliges it; art. 100: up to
    5 per mille of labour cost, where it gives of its own will. FRINGE, RISTORNO and CURRENCY say where the credit comes
    from, which the law does not ask: their basis says by which act it is given.
    """

    CONTRACT_CCNL = "CONTRACT_CCNL", _("National contract")
    COMPANY_AGREEMENT = "COMPANY_AGREEMENT", _("Agreement with the unions")
    COMPANY_REGULATION = "COMPANY_REGULATION", _("Regulation that binds")
    VOLUNTARY = "VOLUNTARY", _("Own will")


class Residual(models.TextChoices):
    """What becomes of what is left in a lot at its expiry, and of refunds that come after."""

    LOST = "lost", _("It is lost")
    NEXT_YEAR = "next", _("It stays usable until a later day")
    PENSION_FUND = "pension", _("It goes to the pension fund")
    HEALTH_FUND = "health", _("It goes to the health fund")
    EMPLOYER = "employer", _("It goes back to the employer")
    SOLIDARITY = "pool", _("It goes to the solidarity pool")


class ProRata(models.TextChoices):
    """What a person who joins or leaves within the year is due of an amount."""

    NONE = "none", _("All of it")
    MONTHS = "months", _("By months in service, one begun counts")
    DAYS = "days", _("By days in service")


class Plan(models.Model):
    """What an organization grants its people in one year."""

    class State(models.TextChoices):
        """Life of a plan."""

        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80)
    year = models.PositiveSmallIntegerField(_("year"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    regulation = models.TextField(_("regulation"), max_length=20000, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    # The plan it was copied from, if any.
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The network's base plan as it was when this one was begun: what this one may not go beyond. Empty: none.
    base = models.JSONField(default=dict, db_default={}, blank=True)
    # What the employer pays in wages in the plan's year, as HR knows it: the measure of TUIR art. 100. EUR.
    labour_cost = MoneyField(null=True, blank=True)
    # Whether its credit may be kept for a provider that a person names and that is not in the network yet.
    takes_nominations = models.BooleanField(default=False, db_default=False)
    # The network's own plan that its members may begin from; open means published.
    is_base = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="plan_dates_in_order")]

    def __str__(self) -> str:
        return self.name


class Budget(models.Model):
    """A source of credit inside a plan, with its own rule of amounts, window, expiry and policy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="budgets")
    source = models.CharField(_("source"), max_length=20, choices=Source)
    basis = models.CharField(_("given by"), max_length=20, choices=Basis, blank=True, db_default="")
    # What people read on their balance: "Contratto", "Piano 2026".
    name = models.CharField(_("name people see"), max_length=40)
    unit = models.CharField(max_length=8, default="EUR")
    # None: the plan's first day.
    opens_on = models.DateField(_("to be used from"), null=True, blank=True)
    expires_on = models.DateField(_("to be used by"))
    # Codes of the shelf's areas that it pays for; none: all that the plan opens.
    opens = ArrayField(models.CharField(max_length=40), default=list, db_default=[], blank=True)

    # The rule of amounts; who is due how much stands in BudgetAmount.
    # Hours a week of full time: who works fewer is due less, in proportion. None: hours do not count.
    full_time_hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    # Added for each dependent child that the person has declared, up to `most_children`.
    per_child = MoneyField(null=True, blank=True)
    most_children = models.PositiveSmallIntegerField(null=True, blank=True)
    pro_rata = models.CharField(max_length=6, choices=ProRata, default=ProRata.NONE, db_default=ProRata.NONE.value)

    residual = models.CharField(_("what is left over"), max_length=8, choices=Residual, default=Residual.LOST)
    # NEXT_YEAR: the last day of what stays usable; within the plan (TUIR art. 51; ris. 55/E 2020).
    carried_until = models.DateField(null=True, blank=True)
    # Days for which a refund that comes after the expiry can be spent; 0: the policy holds at once.
    refund_days = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Days for which a person who leaves may still use it, within its expiry; None: until its expiry.
    leaver_days = models.PositiveSmallIntegerField(null=True, blank=True, default=0, db_default=0)
    # The steps of the set-up that HR has answered (setup/steps.py); the rest still hold what they began with.
    answered = ArrayField(models.CharField(max_length=8), default=list, db_default=[], blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "source"], name="budget_source_once_per_plan"),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(opens_on__lte=F("expires_on")), name="budget_window_in_order"
            ),
            models.CheckConstraint(
                condition=Q(residual="next", carried_until__gt=F("expires_on"))
                | (~Q(residual="next") & Q(carried_until__isnull=True)),
                name="budget_carried_until_where_carried",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def law_source(self) -> str:
        """The source as the fiscal data names it: its own, or the act by which one that the law does not name is given.

        A source without basis keeps its own code, which no category of the law admits.
        """
        return self.source if self.source in SOURCES_OF_LAW else self.basis or self.source

    @property
    def deduction(self) -> str:
        """The article of the TUIR under which the employer deducts it: "95" in full, "100" within 5 per mille."""
        return "100" if (self.basis or self.source) == Basis.VOLUNTARY else "95"

    @property
    def is_ad_personam_allowed(self) -> bool:
        """Whether one person alone may be given it (TUIR art. 51 c. 3; the other letters ask for all or a category)."""
        return self.source == Source.FRINGE


SOURCES_OF_LAW = frozenset(
    {
        Source.CONTRACT_CCNL,
        Source.COMPANY_AGREEMENT,
        Source.COMPANY_REGULATION,
        Source.VOLUNTARY,
        Source.PDR_CONVERSION,
    }
)


class BudgetAmount(models.Model):
    """What each person of a category (None: everybody) is due of a budget in a full year at full time.

    A person's own category wins over everybody's row; who finds neither is due nothing.
    """

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="amounts")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    amount = MoneyField(_("amount for each person"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget", "category"], nulls_distinct=False, name="budget_amount_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_amount_positive"),
        ]


class Grant(models.Model):
    """An act by which people are granted credit of a budget: one ledger entry a member.

    The row is the outbox (see tenants/sweep.py) of the posting. What is confirmed is what was shown: its lines.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PREVIEWED = "preview", _("To be confirmed")
        QUEUED = "queued", _("Waiting")
        STARTED = "started", _("Under way")
        DONE = "done", _("Granted")
        FAILED = "failed", _("Stopped")
        DROPPED = "dropped", _("Given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="grants")
    # None: everybody the rule speaks of.
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT)
    # One person alone: fringe benefits only.
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The same for each; None: each line its own.
    amount = MoneyField(_("amount for each person"), null=True, blank=True)
    # Whether the lines are what the budget's own rule says, less what the rule had given before.
    is_by_rule = models.BooleanField(default=False, db_default=False)
    # The grant whose amount this one gives to people hired, or moved there, since.
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followers")
    # What pays for it, as the solidarity pool; None: the employer.
    taken_from = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    granted_on = models.DateField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(default=0)
    total = MoneyField(default=Decimal("0.00"), db_default=Decimal("0.00"))
    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.DONE, db_default=State.DONE.value)
    since = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    rows_done = models.PositiveIntegerField(default=0, db_default=0)
    rows_total = models.PositiveIntegerField(default=0, db_default=0)
    # Of all lines: what is posted is what was shown.
    digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    refusal = models.CharField(max_length=400, blank=True, default="", db_default="")
    # What the preview shows besides the lines: totals by category, how many are due nothing and why.
    figures = models.JSONField(default=dict, db_default={}, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="grant_positive"),
            models.CheckConstraint(
                condition=Q(member__isnull=True) | Q(category__isnull=True), name="grant_to_a_category_or_one_person"
            ),
        ]
        indexes = [
            models.Index(fields=["since"], condition=Q(state__in=["queued", "started"]), name="grant_due"),
        ]


class GrantLine(models.Model):
    """What one person is to have of a grant, and why that much; kept as the record of what was shown."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="lines")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    amount = MoneyField()
    # Facts that made it, as the rule read them: base, hours, children, months or days. No words.
    reckoning = models.JSONField(default=dict)
    # What it came to by corrections, 0 when all was taken back; None: never corrected.
    corrected = MoneyField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "member"], name="grant_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="grant_line_positive"),
        ]

    @property
    def holds(self) -> Decimal:
        """What the person was granted by it, corrections counted."""
        amount: Decimal = self.amount if self.corrected is None else self.corrected
        return amount


class GrantCorrection(models.Model):
    """One person's amount of a grant, put right by a reverse entry and a new one; kept, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.ForeignKey(GrantLine, on_delete=models.PROTECT, related_name="corrections", db_index=False)
    before = MoneyField()
    # 0: taken back.
    amount = MoneyField()
    # In HR's words, which the person reads; empty when the rule did it, at the end of work.
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    corrected_at = models.DateTimeField()
    # None: the rule, when the person left.
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0) & ~Q(amount=F("before")), name="grant_correction_corrects"
            )
        ]
        indexes = [models.Index(fields=["line"], name="grant_correction_by_line")]


class UseTold(models.Model):
    """What HR is told of the orders of some months that are over: written once, never read anew (decision 0020).

    An order is in it if it stood when the last of these months ended, and is in no other row.
    """

    first_day = models.DateField(unique=True)
    last_day = models.DateField(unique=True)
    # Of all sources in euro.
    amount = MoneyField()
    # By budget: an amount as text, or null where it is not told apart. Who is not there had no order.
    budgets = models.JSONField(default=dict)
    # By the name that the category had: those that are told apart. Empty text: people in no category.
    categories = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="use_told_days_in_order"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="use_told_positive"),
        ]


class LawSwitch(models.Model):
    """An open point of law that the organization has turned, on its own account; never changed: turned back, then anew.

    What each means is in `catalog.fiscal.switches`; without a row that stands, the conservative reading holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # A code of catalog.fiscal.SwitchCode.
    code = models.CharField(max_length=40)
    # Who gave the opinion that it rests on, and when.
    opinion = models.CharField(_("opinion that it rests on"), max_length=200)
    turned_at = models.DateTimeField()
    turned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    turned_back_at = models.DateTimeField(null=True)
    turned_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(turned_back_at__isnull=True), name="law_switch_turned_once"
            ),
            models.CheckConstraint(
                condition=Q(turned_back_at__isnull=True) | Q(turned_back_at__gte=F("turned_at")),
                name="law_switch_turned_back_after",
            ),
        ]
