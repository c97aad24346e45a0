"""Who is enrolled in which fund, what is contributed, and what funds were told of it. Tenant schema of the member."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.orders.models import Order
from members.models import Member, Relative
from welfare.money import MoneyField


class Kind(models.TextChoices):
    """Which letter of the law a fund falls under; values are codes of the service types."""

    HEALTH = "health_fund", _("Health fund or mutual society")
    CARE = "ltc_insurance", _("Cover for long-term care and serious illness")
    PENSION = "pension_fund", _("Pension fund")


class Ending(models.TextChoices):
    """Why an enrolment or a contribution came to its end."""

    RENEWED = "renewed", pgettext_lazy("of a cover", "Renewed")
    OVER = "over", _("Its year is over")
    LEFT = "left", _("The work is over")
    CALLED_OFF = "called_off", pgettext_lazy("of a cover", "Called off")
    REFUSED = "refused", _("Refused by the fund")
    STOPPED = "stopped", _("Stopped by the person")


class Enrolment(models.Model):
    """A member's cover for one calendar year, with what was agreed; the year after has a row of its own.

    `order` is what pays it. A cover stands while it is active and its order is: an order that is called off, refused
    or that nobody confirmed in time ends the cover.
    """

    class State(models.TextChoices):
        """Whether it stands."""

        ACTIVE = "active", pgettext_lazy("of a cover", "Active")
        ENDED = "ended", pgettext_lazy("of a cover", "Ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="enrolments")
    kind = models.CharField(max_length=14, choices=Kind)
    offer_id = models.UUIDField()
    provider_id = models.UUIDField()
    level_id = models.UUIDField()
    # Name, cover, fees, waiting months and the fund's name, as agreed on that day.
    agreed = models.JSONField(default=dict)
    starts_on = models.DateField()
    ends_on = models.DateField()
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="enrolment")
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="following")
    # The most that the person agreed to pay for another year; None: it ends with this one.
    renew_up_to = MoneyField(null=True)
    # What the person allowed the fund to be told: the version of the words, and when.
    consent_version = models.CharField(max_length=20)
    consented_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=State, default=State.ACTIVE)
    ended_on = models.DateField(null=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    # The certificate as it was last made, and of what.
    document = models.CharField(max_length=120, blank=True)
    document_of = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "offer_id"], condition=Q(state="active"), name="enrolment_one_active_in_a_fund"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="enrolment_days_in_order"),
            models.CheckConstraint(
                condition=Q(state="active", ended_on__isnull=True) | Q(state="ended", ended_on__isnull=False),
                name="enrolment_ended_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-starts_on"], name="enrolment_of_member"),
            models.Index(fields=["ends_on"], condition=Q(state="active"), name="enrolment_to_renew"),
        ]


class Covered(models.Model):
    """A relative in an enrolment, for a part of its year or all of it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="covered")
    relative = models.ForeignKey(Relative, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    # The last day of who was taken out before the year is over.
    until = models.DateField(null=True)
    fee = MoneyField()
    # What pays for who was added during the year; None: paid with the enrolment, or free.
    order = models.OneToOneField(Order, null=True, on_delete=models.PROTECT, related_name="covered")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "relative"], condition=Q(until__isnull=True), name="covered_once_at_a_time"
            )
        ]


class Membership(models.Model):
    """That a member belongs to a pension fund; another one closes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="fund_memberships")
    offer_id = models.UUIDField()
    provider_id = models.UUIDField()
    fund_id = models.UUIDField()
    # As the register said on that day.
    fund_name = models.CharField(max_length=120)
    register_number = models.CharField(max_length=5)
    number = models.CharField(_("your number in the fund"), max_length=30, blank=True)
    consent_version = models.CharField(max_length=20)
    stated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(closed_at__isnull=True), name="membership_one_fund_at_a_time"
            )
        ]


class Contribution(models.Model):
    """What a member pays into their pension fund: once, or an amount each month until it is stopped.

    Each payment is an order of its own, whose key names the month: it is placed once, however often the night's work
    is done.
    """

    class Rhythm(models.TextChoices):
        """How often."""

        ONCE = "once", pgettext_lazy("how often", "Once")
        MONTHLY = "monthly", _("Every month, until I stop it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="contributions")
    # The member of the membership, for the constraint.
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=7, choices=Rhythm)
    amount = MoneyField()
    decided_at = models.DateTimeField()
    # First days of months: the last one that was gone through, and the last one of which nothing could be paid.
    through = models.DateField()
    missed = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=Decimal(0)), name="contribution_positive"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(rhythm="monthly", stopped_on__isnull=True),
                name="contribution_one_monthly",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["through"], condition=Q(rhythm="monthly", stopped_on__isnull=True), name="contribution_due"
            )
        ]


class Payment(models.Model):
    """An order of a contribution."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="payments")
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="payment")
    period = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contribution", "period"], name="payment_once_a_month")]


class FundList(models.Model):
    """What a fund was told of this organization's people up to a day: it never changes, so its file has the same bytes.

    Each contribution stands in one list, once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider_id = models.UUIDField()
    kind = models.CharField(max_length=14, choices=Kind)
    first_day = models.DateField()
    last_day = models.DateField()
    # As the organization was called then: a file made again says the same.
    employer = models.CharField(max_length=200)
    employer_code = models.CharField(max_length=16, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider_id", "kind", "first_day", "last_day"], name="fund_list_once"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="fund_list_days_in_order"),
        ]


class FundLine(models.Model):
    """One contribution in a list, with exactly what the person allowed the fund to know.

    It is an order, or credit that a closed budget sent to a fund (a leg of the ledger).
    """

    class State(models.TextChoices):
        """What the fund said."""

        LISTED = "listed", pgettext_lazy("of a contribution", "To be confirmed")
        CONFIRMED = "confirmed", pgettext_lazy("of a contribution", "Confirmed")
        REJECTED = "rejected", pgettext_lazy("of a contribution", "Refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fund_list = models.ForeignKey(FundList, on_delete=models.PROTECT, related_name="lines")
    place = models.PositiveIntegerField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    order = models.OneToOneField(Order, null=True, on_delete=models.PROTECT, related_name="fund_line")
    leg = models.BigIntegerField(null=True)
    family_name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80)
    tax_code = models.CharField(max_length=16, blank=True)
    birth_date = models.DateField(null=True)
    # The level, or the pension fund with its number in the register; and the person's own number in it.
    what = models.CharField(max_length=120)
    register_number = models.CharField(max_length=5, blank=True)
    number = models.CharField(max_length=30, blank=True)
    starts_on = models.DateField(null=True)
    # Of covered relatives: name, tax code, birth date, kinship.
    relatives = models.JSONField(default=list)
    amount = MoneyField()
    # By source in law, converted bonuses apart: `{"source": ..., "amount": ...}`.
    parts = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=State, default=State.LISTED)
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund_list", "place"], name="fund_line_one_per_place"),
            # Credit of a closed budget that a fund did not know what to do with comes again, in a later list.
            models.UniqueConstraint(fields=["leg"], condition=~Q(state="rejected"), name="fund_line_leg_once"),
            models.CheckConstraint(
                condition=Q(order__isnull=False, leg__isnull=True) | Q(order__isnull=True, leg__isnull=False),
                name="fund_line_order_or_leg",
            ),
        ]
