"""What was done and who read whose record: insert-only, kept from change by triggers."""

from django.db import models

from welfare.clock import now


class Record(models.Model):
    """One act, or one reading of a person's record by staff."""

    at = models.DateTimeField(default=now, editable=False)
    # `system`, or `<organization id>:<user id>`: no name that would have to be erased.
    actor = models.CharField(max_length=80)
    action = models.CharField(max_length=40)
    # Whose record it is: a person's user id in this schema, when there is one.
    person_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-at"]),
            models.Index(fields=["-at"]),
        ]
