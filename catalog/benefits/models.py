"""What people receive besides what they redeem here, as tax law counts it. Tenant schema."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Member
from welfare.money import MoneyField


class OutsideBenefit(models.Model):
    """A value that the employer gave a person outside the shelf: a company car's month, meal vouchers, a gift card.

    It counts in the caps of its year beside what is redeemed here (TUIR art. 51). Never changed: one that was wrong
    is withdrawn and written again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="outside_benefits")
    # What was chosen (catalog/benefits/kinds.py): a car and a loan are one category in law.
    kind = models.CharField(max_length=20, blank=True, default="", db_default="")
    # Codes of the fiscal data: C3_CONVENTIONAL_C4 for a car, a loan, a house; the mode in which it was given.
    category = models.CharField(_("kind"), max_length=30)
    mode = models.CharField(max_length=30)
    # Code of the fiscal data: by which act it is given.
    source = models.CharField(max_length=20)
    amount = MoneyField(_("value"))
    # Of meal vouchers: how many, for their limit is by day.
    meals = models.PositiveSmallIntegerField(null=True, blank=True)
    received_on = models.DateField(_("received on"))
    # The tax year it is for, where it is not that of the day (12 January rule, TUIR art. 51 c. 1).
    refers_to = models.PositiveSmallIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    # A row of a file is written once, whoever uploads it again.
    key = models.CharField(max_length=100, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="outside_benefit_positive")]
        indexes = [models.Index(fields=["member", "received_on"], name="outside_benefit_by_member")]
