"""Who comes, and what the staff must know. The provider's own tenant schema."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Booking(models.Model):
    """One beneficiary of one fulfilment; name and answers are sealed, and erased when done."""

    class State(models.TextChoices):
        """Follows the fulfilment."""

        EXPECTED = "expected", _("Expected")
        ACCEPTED = "accepted", _("Voucher accepted")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Expired")

    fulfilment_id = models.UUIDField(unique=True)
    offer_id = models.UUIDField()
    slot_id = models.UUIDField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    # JSON {"name": ..., "answers": {question: text}} sealed for this organization.
    sealed = models.BinaryField(default=bytes)
    age = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.EXPECTED)
    erase_after = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["slot_id", "state"]),
            models.Index(fields=["starts_on", "ends_on"]),
            models.Index(
                fields=["erase_after"],
                condition=Q(erased_at__isnull=True),
                name="booking_to_erase",
            ),
        ]


class Attendance(models.Model):
    """Whether somebody came on a day of a slot, and who collected them; erased with the booking."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="attendance")
    day = models.DateField()
    is_present = models.BooleanField()
    # The name of who collected, sealed for this organization; empty where nobody was written.
    sealed_collector = models.BinaryField(default=bytes)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "day"], name="attendance_once_a_day")]


class BranchAccess(models.Model):
    """What somebody of the staff may do at a branch. Who has no row, and a manager, reaches the whole provider."""

    class Level(models.TextChoices):
        """How much."""

        SCAN = "scan", _("Accept vouchers, and see who comes today")
        MANAGE = "manage", _("Keep dates, people and months of the branch")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="branch_access")
    # A `providers.Branch`, in the registry.
    branch_id = models.UUIDField()
    level = models.CharField(max_length=6, choices=Level)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "branch_id"], name="branch_access_once")]
