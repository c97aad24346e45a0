"""Who has said how a service went, and complaints. Tenant schema of the member."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.orders.models import Order
from welfare.clock import now


class Answer(models.Model):
    """That somebody has said how a service went; what was said is in `providers.opinions` until it is counted."""

    order = models.OneToOneField(Order, primary_key=True, on_delete=models.CASCADE, related_name="answer")
    # The reference there; None once it is counted, or where the person rather said nothing.
    reference = models.UUIDField(null=True, unique=True)
    answered_at = models.DateTimeField(default=now)


class Complaint(models.Model):
    """What went wrong with a service, for the network's welfare office; the employer never sees it."""

    class Kind(models.TextChoices):
        """What it is about."""

        NOT_GIVEN = "not_given", _("The service was not given")
        OTHERWISE = "otherwise", _("It was not as it was agreed")
        LATE = "late", _("Late, or at another time")
        QUALITY = "quality", _("Badly done")
        MANNERS = "manners", _("How I was treated")
        MONEY = "money", _("I was asked for more money")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        """Moves once out of `open`."""

        OPEN = "open", _("The welfare office is looking into it")
        ANSWERED = "answered", _("Answered")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Outcome(models.TextChoices):
        """What the office found."""

        PUT_RIGHT = "right", _("It is put right")
        PARTLY = "partly", _("It is put right in part")
        EXPLAINED = "explained", _("We found no mistake, and say why")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="complaints")
    kind = models.CharField(max_length=10, choices=Kind)
    # What the person wrote and what the office answered, sealed for this organization; empty once erased.
    sealed_text = models.BinaryField(default=bytes)
    sealed_answer = models.BinaryField(default=bytes)
    # Whether the office may say to the provider who complains.
    may_name = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, default="")
    sent_at = models.DateTimeField(default=now)
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(state="open"), name="one_open_complaint_per_order"),
            models.CheckConstraint(condition=~Q(state="answered") | ~Q(outcome=""), name="complaint_answered_how"),
        ]
        indexes = [
            models.Index(fields=["closed_at"], condition=Q(erased_at__isnull=True), name="complaint_to_erase"),
        ]
