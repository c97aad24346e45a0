"""People of an organization, their categories and families. Tenant schema."""

import datetime
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
    """A homogeneous category: welfare may not be granted ad personam (TUIR art. 51 c. 2).

    Categories part people: nobody is in two (docs/decisions/0012).
    """

    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("who belongs to it"), max_length=200, blank=True)
    # Who belongs to it, as members/category_rules.py reads it; empty where people are put in by hand alone.
    rule = models.JSONField(default=dict, db_default={}, blank=True, editable=False)
    # Rules are tried in this order, and the first that fits wins.
    place = models.PositiveIntegerField(default=0, db_default=0, editable=False)

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
    # Of who leaves: the last day on which what the plans let them keep can be used; None: none after the last at work.
    credit_until = models.DateField(null=True, blank=True)
    # The day on which sessions, links and tasks of who left ended; the account may open again until `credit_until`.
    shut_on = models.DateField(null=True, blank=True)
    site = models.CharField(_("site"), max_length=80, blank=True)
    level = models.CharField(_("level"), max_length=40, blank=True)
    contract_hours = models.DecimalField(
        _("contract hours a week"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    # Speaks of people who have a category: given by a person, so that no rule moves them.
    category_by_hand = models.BooleanField(default=True, db_default=True)
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

    def may_use_credit(self, on: datetime.date) -> bool:
        """Whether they may order on a day: until the last at work, or after it for as long as the plans let them."""
        if self.left_on is None or on <= self.left_on:
            return True
        return self.credit_until is not None and on <= self.credit_until


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


class Certificate(models.Model):
    """A relative's certificate of non self-sufficiency: the welfare office of the network sees it, the employer never.

    It counts once seen (TUIR art. 51 c. 2 f-ter: without it, care is exempt from 75 years on).
    """

    class State(models.TextChoices):
        """Where it stands."""

        SENT = "sent", _("To be looked at")
        SEEN = "seen", _("Seen")
        DECLINED = "declined", _("Not accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # Also the key of its nameless row in the welfare office's queue (tenants.models.Review).
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    relative = models.ForeignKey(Relative, on_delete=models.PROTECT, related_name="certificates")
    issued_by = models.CharField(_("issued by"), max_length=120)
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    stored_name = models.CharField(max_length=100, blank=True)
    extension = models.CharField(max_length=4)
    sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.SENT)
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("issued_on")),
                name="certificate_valid_after_issued",
            ),
            models.UniqueConstraint(
                fields=["relative", "sha256"],
                condition=Q(state__in=["sent", "seen"]),
                name="certificate_once_while_it_stands",
            ),
        ]


class Declaration(models.Model):
    """What a member declares and signs for a tax year; revoked, never changed."""

    class Kind(models.TextChoices):
        """What is declared."""

        # L. 207/2024 art. 1 c. 390: the higher fringe cap takes a declaration with the children's tax codes.
        DEPENDENT_CHILDREN = "dependent_children", _("Dependent children")
        OTHER_EMPLOYERS_FRINGE = "other_employers_fringe", _("Benefits of other employers")
        # L. 208/2015 art. 1 c. 186: of the year before the one in which the premium is paid.
        PRIOR_YEAR_INCOME = "prior_year_income", _("Income of the year before")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="declarations")
    kind = models.CharField(max_length=30, choices=Kind)
    # The tax year in which it has effect.
    year = models.PositiveSmallIntegerField()
    body = models.JSONField()
    # Which words were signed: templates/declarations/statements/.
    statement_version = models.CharField(max_length=20)
    signed_name = models.CharField(max_length=161)
    signed_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "year"],
                condition=Q(revoked_at__isnull=True),
                name="declaration_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("signed_at")),
                name="declaration_revoked_after_signed",
            ),
        ]


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
