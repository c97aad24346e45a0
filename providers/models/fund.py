"""What a fund offers: its levels of cover, the pension funds it serves, the organizations that have people in it."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from providers.models.offer import Offer
from providers.models.provider import Provider
from tenants.models import Organization
from welfare.money import MoneyField

LONGEST_WAIT = 24


class StartRule(models.TextChoices):
    """When a cover begins."""

    AT_ONCE = "at_once", _("On the day of the enrolment")
    NEXT_MONTH = "next_month", _("On the first of the following month")
    NEXT_QUARTER = "next_quarter", _("On the first of the following quarter")
    NEXT_YEAR = "next_year", _("On 1 January of the following year")


class FundLevel(models.Model):
    """One level of cover of a health fund or mutual society; amounts are for a calendar year.

    A level that somebody chose is never changed under them: an enrolment keeps what was agreed (`revision` tells the
    form that shows it from a later one), and a level that is withdrawn takes nobody new.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="levels")
    name = models.CharField(_("name"), max_length=60)
    covers = models.TextField(_("what it covers"), max_length=1500)
    fee = MoneyField(_("contribution a year"), validators=[MinValueValidator(1)])
    # None: no relatives in this level. Zero: they are covered with the person.
    relative_fee = MoneyField(_("for each relative, a year"), null=True, blank=True)
    start_rule = models.CharField(_("when it begins"), max_length=12, choices=StartRule, default=StartRule.NEXT_MONTH)
    # Who joins during the year pays the months that are left.
    is_prorated = models.BooleanField(_("who joins in the year pays the months that are left"), default=True)
    # Completed years on the first day of cover, of the person and of relatives alike.
    age_min = models.PositiveSmallIntegerField(_("age from"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("age to"), null=True, blank=True)
    # Months from the first day in which nothing is paid out (the Italian "carenza").
    waiting_months = models.PositiveSmallIntegerField(
        _("waiting months"), default=0, validators=[MaxValueValidator(LONGEST_WAIT)]
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "offer", Lower("name"), condition=Q(withdrawn_at__isnull=True), name="fund_level_name_once"
            ),
            models.CheckConstraint(condition=Q(fee__gt=0), name="fund_level_fee_positive"),
            models.CheckConstraint(
                condition=Q(relative_fee__isnull=True) | Q(relative_fee__gte=0), name="fund_level_relative_fee"
            ),
            models.CheckConstraint(
                condition=Q(age_min__isnull=True) | Q(age_max__isnull=True) | Q(age_min__lte=F("age_max")),
                name="fund_level_ages_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def admits_relatives(self) -> bool:
        """Whether cohabiting relatives can be covered."""
        return self.relative_fee is not None


class PensionFund(models.Model):
    """A pension fund to which a provider brings contributions: itself, or one of the register that it pays for people.

    `register_number` is the one of the register kept by the supervisor of pension funds (COVIP, D.Lgs. 252/2005
    art. 19).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="pension_funds")
    name = models.CharField(_("name of the fund"), max_length=120)
    register_number = models.CharField(
        _("number in the COVIP register"), max_length=5,
        validators=[RegexValidator(r"^[0-9]{1,5}$", _("Digits only, like 170."))],
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "register_number"], name="pension_fund_number_once")]

    def __str__(self) -> str:
        return self.name


class FundIssuer(models.Model):
    """That an organization has, or had, people in a fund: where the fund looks for whom it covers. Nobody is named."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="fund_issuers")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "organization"], name="fund_issuer_once")]
