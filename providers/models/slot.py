"""Dated places of an offer, shared by every organization that shows it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from providers.models.branch import Branch
from providers.models.offer import Offer
from tenants.models import Organization
from welfare.money import MoneyField


class Slot(models.Model):
    """Dated places of an offer (*turno*), shared by every organization that shows it."""

    class State(models.TextChoices):
        """Whether places can be taken."""

        OPEN = "open", pgettext_lazy("dates", "Open")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="slots")
    # Where it is, when not at the offer's own branch.
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hours = models.CharField(_("hours"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    capacity = models.PositiveIntegerField(_("places"))
    taken = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    # Slots that belong together and can be had in one order: the weeks of a camp.
    series = models.UUIDField(null=True, blank=True, db_index=True, editable=False)
    # Of the free places, those that reserves keep for their organizations: nobody else can take them.
    reserved = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # Where these dates cost something else than the offer; None: the offer's price.
    price = MoneyField(_("price"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__gte=0) & Q(taken__lte=F("capacity")),
                name="slot_never_overbooked",
            ),
            models.CheckConstraint(
                condition=Q(reserved__gte=0) & Q(reserved__lte=F("capacity") - F("taken")),
                name="slot_reserved_are_free",
            ),
            models.CheckConstraint(condition=Q(price__gt=0), name="slot_price_positive"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="slot_dates_in_order"),
        ]
        indexes = [models.Index(fields=["offer", "starts_on"])]

    @property
    def left(self) -> int:
        """Places that can still be taken: what is reserved is not among them, unless it is the reader's own.

        Whose that is `providers.reserves.with_own` says as slots are read.
        """
        return self.capacity - self.taken - self.reserved + self.left_of_own

    @property
    def left_of_own(self) -> int:
        """Of `reserved`, what is kept for the organization that reads; 0 where nobody said who reads."""
        return int(getattr(self, "own_reserve", 0))


class SlotReserve(models.Model):
    """The first `seats` places that one organization's people have in a slot, kept for them until a day comes.

    Its people use these first; `taken` counts theirs. On the day `until` what they left goes back to all: `is_over`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="reserves")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveIntegerField(_("places"))
    taken = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    until = models.DateField(_("until"))
    is_over = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__gte=0) & Q(taken__lte=F("seats")), name="slot_reserve_never_overbooked"
            ),
            models.UniqueConstraint(
                fields=["slot", "organization"], condition=Q(is_over=False), name="slot_reserve_once"
            ),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(is_over=False), name="slot_reserve_due")]

    @property
    def unused(self) -> int:
        """Places that are kept and that nobody has taken."""
        return 0 if self.is_over else self.seats - self.taken


class SlotCancellation(models.Model):
    """A slot that its provider cancelled: what people are told, and how far the work has come.

    The row is the outbox: each booking ends in a transaction of its own, and a killed worker's successor
    goes on with those that are left.
    """

    class Work(models.TextChoices):
        """Where the work stands."""

        QUEUED = "queued"
        STARTED = "started"
        DONE = "done"
        FAILED = "failed"

    slot = models.OneToOneField(Slot, primary_key=True, on_delete=models.PROTECT, related_name="cancellation")
    # Written for everybody who had booked; the form says to name nobody.
    reason = models.CharField(max_length=300)
    people = models.PositiveIntegerField()
    asked_at = models.DateTimeField(auto_now_add=True)
    work = models.CharField(max_length=8, choices=Work, default=Work.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["since"], condition=Q(work__in=["queued", "started"]), name="slot_cancellation_to_do")
        ]


class SlotChange(models.Model):
    """New hours or a new place of a slot: who had booked is told of both, and how far that has come.

    The row is the outbox, as a cancellation's is. `batch` is one for weeks that were changed together: a person
    is told once of all of them.
    """

    Work = SlotCancellation.Work

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.UUIDField(db_index=True, editable=False)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="changes")
    hours_before = models.CharField(max_length=60, blank=True)
    hours = models.CharField(max_length=60, blank=True)
    place_before = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(auto_now_add=True)
    work = models.CharField(max_length=8, choices=SlotCancellation.Work, default=SlotCancellation.Work.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["since"], condition=Q(work__in=["queued", "started"]), name="slot_change_to_do")
        ]
