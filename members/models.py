"""People of an organization, their categories and families. Tenant schema."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tenants.identity.models import sort_name


class Kinship(models.TextChoices):
    """Codes of the fiscal data; TUIR art. 12 and c.c. art. 433 speak of these."""

    SPOUSE = "spouse", _("Spouse")
    CIVIL_PARTNER = "civil_partner", _("Civil partner")
    CHILD = "child", _("Child")
    PARENT = "parent", _("Parent")
    GRANDPARENT = "grandparent", _("Grandparent")
    PARENT_IN_LAW = "parent_in_law", _("Parent-in-law")
    CHILD_IN_LAW = "child_in_law", _("Child-in-law")
    SIBLING = "sibling", _("Sibling")
    UNMARRIED_PARTNER = "unmarried_partner", _("Unmarried partner")


class Category(models.Model):
    """A homogeneous category: welfare may not be granted ad personam (TUIR art. 51 c. 2)."""

    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("who belongs to it"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="category_name_once")]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person of the organization; owns wallets through `uuid`."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="member")
    number = models.CharField(_("member number"), max_length=30)
    tax_code = models.CharField(_("tax code"), max_length=16, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    site = models.CharField(_("site"), max_length=80, blank=True)
    level = models.CharField(_("level"), max_length=40, blank=True)
    contract_hours = models.DecimalField(
        _("contract hours a week"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    sort_name = models.CharField(max_length=200, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("number"), name="member_number_once"),
            models.UniqueConstraint(fields=["tax_code"], condition=~Q(tax_code=""), name="member_tax_code_once"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(hired_on__isnull=True) | Q(left_on__gte=F("hired_on")),
                name="member_left_after_hired",
            ),
        ]
        indexes = [models.Index(fields=["sort_name", "id"], name="member_by_name")]

    def __str__(self) -> str:
        return self.user.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sorting key in step with the account's names."""
        self.sort_name = sort_name(self.user.family_name, self.user.given_name)
        super().save(*args, **kwargs)


class Relative(models.Model):
    """Somebody of a member's family who may benefit; closed once used, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="relatives")
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    kinship = models.CharField(_("kinship"), max_length=20, choices=Kinship)
    birth_date = models.DateField(_("birth date"))
    tax_code = models.CharField(_("tax code"), max_length=16, blank=True)
    is_cohabiting = models.BooleanField(_("lives with you"), default=False)
    is_dependent = models.BooleanField(_("fiscally dependent on you"), default=False)
    is_separated = models.BooleanField(_("legally separated from you"), default=False)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "tax_code"],
                condition=~Q(tax_code="") & Q(closed_on__isnull=True),
                name="relative_tax_code_once_per_member",
            )
        ]
        indexes = [models.Index(fields=["member", "birth_date"])]

    @property
    def full_name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}"


class Notice(models.Model):
    """That an account has read a version of the privacy notice; once per version."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    version = models.CharField(max_length=20)
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "version"], name="notice_read_once")]


class ImportRun(models.Model):
    """One file that somebody uploads: checked, shown, and written once it is confirmed.

    The row is the outbox (see tenants/sweep.py) of both pieces of work, `Stage.CHECK` and `Stage.WRITE`. What is
    confirmed is the stored file, the one that was checked; nobody can change it in between.
    """

    class Stage(models.TextChoices):
        """Which piece of work is queued, under way or done."""

        CHECK = "check", _("Checking the file")
        WRITE = "write", _("Writing")

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued", _("Waiting")
        STARTED = "started", _("Under way")
        CHECKED = "checked", _("To be confirmed")
        DONE = "done", _("Imported")
        REFUSED = "refused", _("Cannot be read")
        FAILED = "failed", _("Stopped")
        DROPPED = "dropped", _("Given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    # What it concerns besides this organization, as the territory of a list; and what was chosen with the confirmation.
    about = models.UUIDField(null=True, blank=True)
    options = models.JSONField(default=dict, db_default={}, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="import_runs")
    # Who answers for what is written: not always who uploaded the file.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    written_at = models.DateTimeField(null=True)
    # As the person calls it; the stored one has a random name and goes once it is of no more use.
    file_name = models.CharField(max_length=120)
    stored_name = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64)
    stage = models.CharField(max_length=5, choices=Stage, default=Stage.CHECK)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    since = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    # What the check found: counts alone. Rows and what is to become of them are lines.
    figures = models.JSONField(default=dict)
    # Of the figures and all lines: what is written is what was shown.
    digest = models.CharField(max_length=64, blank=True)
    skips_errors = models.BooleanField(default=False)
    # That the data had changed between showing and writing, so that the figures were made anew.
    is_renewed = models.BooleanField(default=False)
    refusal = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "-created_at"], name="import_run_newest"),
            models.Index(fields=["since"], condition=Q(state__in=["queued", "started"]), name="import_run_due"),
        ]


class ImportLine(models.Model):
    """What an import does with one row, or why it cannot; erased a month after the run."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines")
    # Errors first, then what changes: the order in which a run's lines are shown.
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    # As a spreadsheet numbers it; none for what is not in the file.
    row = models.PositiveIntegerField(null=True)
    label = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "place"], name="import_line_one_per_place")]
        indexes = [models.Index(fields=["run", "kind", "place"], name="import_line_by_kind")]
