"""Plans, budgets and grants. Tenant schema."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.models import Category
from welfare.money import MoneyField


class Source(models.TextChoices):
    """Where the credit of a budget comes from; codes of the fiscal data."""

    CONTRACT_CCNL = "CONTRACT_CCNL", _("National contract")
    VOLUNTARY = "VOLUNTARY", _("Voluntary")


class Residual(models.TextChoices):
    """What becomes of refunds to a lot that has expired; what is left in it at its expiry is lost."""

    LOST = "lost", _("They are lost")
    GRACE = "grace", _("They stay usable for 30 days")


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

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="plan_dates_in_order")]

    def __str__(self) -> str:
        return self.name


class Budget(models.Model):
    """A source of credit inside a plan, with its own expiry."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="budgets")
    source = models.CharField(_("source"), max_length=20, choices=Source)
    # What people read on their balance: "Contratto", "Piano 2026".
    name = models.CharField(_("name people see"), max_length=40)
    unit = models.CharField(max_length=8, default="EUR")
    expires_on = models.DateField(_("to be used by"))
    residual = models.CharField(_("what is left over"), max_length=8, choices=Residual, default=Residual.LOST)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "source"], name="budget_source_once_per_plan")]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """An amount for each person of a category (or of all): one ledger entry per member."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="grants")
    # None: everybody.
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT)
    amount = MoneyField(_("amount for each person"))
    granted_on = models.DateField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="grant_positive")]
