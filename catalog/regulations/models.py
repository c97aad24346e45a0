"""The rules of a plan, version by version. Tenant schema."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.plans.models import Plan
from members.models import Member


class Body(models.TextChoices):
    """Who approves the rules of a plan."""

    ASSEMBLY = "assembly", _("Members' assembly")
    UNIONS = "unions", _("Union representatives")
    BOARD = "board", _("Board of directors")


class Version(models.Model):
    """A regulation as it was proposed: text and terms never change after; a changed plan is a new version.

    The row is the outbox (see tenants/sweep.py) of its PDF.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", _("To be approved")
        IN_FORCE = "in_force", _("In force")
        REPLACED = "replaced", _("Replaced")
        DROPPED = "dropped", pgettext_lazy("a version", "Given up")

    class Document(models.TextChoices):
        """Where its PDF stands."""

        QUEUED = "queued"
        STARTED = "started"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="regulation_versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=20000)
    # The plan's dates and budgets as they were, see catalog/regulations/terms.py.
    terms = models.JSONField()
    # Of text and terms: whether the plan has changed since.
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    in_force_on = models.DateField(null=True)
    document = models.CharField(max_length=8, choices=Document, default=Document.QUEUED)
    since = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    file_name = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="regulation_number_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="in_force"), name="regulation_in_force_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="proposed"), name="regulation_proposed_once"),
        ]
        indexes = [
            models.Index(
                fields=["since"], condition=Q(document__in=["queued", "started"]), name="regulation_document_due"
            )
        ]


class Approval(models.Model):
    """That a body approved a version, and who spoke for it, on which day."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="approvals")
    body = models.CharField(_("who approved"), max_length=10, choices=Body)
    names = models.CharField(_("names"), max_length=300)
    approved_on = models.DateField(_("on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "body"], name="approval_once_per_body")]


class Acknowledgement(models.Model):
    """That a person has read a version and takes note of it; once."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acknowledgements")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "member"], name="acknowledged_once")]
