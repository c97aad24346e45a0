"""The shared, nameless half of a place in line."""

from django.db import models
from django.db.models import Q

from providers.models.slot import Slot
from tenants.models import Organization


class Waiting(models.Model):
    """One person who waits for a place of a slot: the shared, nameless half.

    Who it is, and for whom, is in the organization's schema (`orders.WaitingRequest`) under the same
    reference. An offered place is counted in the slot's `taken` until it is answered.
    """

    class State(models.TextChoices):
        """Open while `waiting` or `offered`; every other state is an end."""

        WAITING = "waiting"
        OFFERED = "offered"
        TAKEN = "taken"
        LEFT = "left"
        LAPSED = "lapsed"
        ENDED = "ended"

    class Reason(models.TextChoices):
        """Why a list ended for somebody without their doing."""

        CANCELLED = "cancelled"
        BEGUN = "begun"
        UNABLE = "unable"

    reference = models.UUIDField(primary_key=True, editable=False)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="waiting")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=9, choices=Reason, blank=True)
    offered_until = models.DateTimeField(null=True)
    # The outbox: the person has not been told of the last move yet.
    is_news = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offered_until__isnull=False), name="waiting_offered_until_when"
            )
        ]
        indexes = [
            models.Index(fields=["slot", "since"], condition=Q(state="waiting"), name="waiting_in_line"),
            models.Index(fields=["offered_until"], condition=Q(state="offered"), name="waiting_offered"),
            models.Index(fields=["organization"], condition=Q(is_news=True), name="waiting_to_tell"),
        ]
