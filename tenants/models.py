"""The registry: organizations, their hosts, failed tasks and throttles. Public schema.

No personal data here: a test holds the list of tables of `public`.
"""

import re
import secrets
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from tenants.brand.colours import Palette, palette
from welfare.sorting import sort_key

SCHEMA_NAME = re.compile(r"^t_[a-z0-9]{12}$")
SLUG = RegexValidator(
    r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$",
    _("Use lower-case letters, digits and hyphens, at most 40."),
)
COLOUR = RegexValidator(r"^#[0-9a-f]{6}$", _("Write the colour as # and six digits, like #0b5d4b."))


def new_schema_name() -> str:
    """A schema name of ours alone: `t_` and twelve random characters."""
    alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
    return "t_" + "".join(secrets.choice(alphabet) for _ in range(12))


def check_schema_name(name: str) -> None:
    """Refuse a schema name that we did not generate."""
    if not SCHEMA_NAME.match(name):
        raise ValidationError("not a generated schema name")


class Kind(models.TextChoices):
    """What an organization is."""

    COMPANY = "company", _("Company")
    COOPERATIVE = "cooperative", _("Cooperative")
    TERRITORY = "territory", _("Territory")
    NETWORK = "network", _("Network")
    SUPPLIER = "supplier", _("Supplier")


# Who runs plans for people of its own: the hosts on which the pages of HR and payroll are.
EMPLOYERS = (Kind.COMPANY, Kind.COOPERATIVE, Kind.NETWORK)


class Status(models.TextChoices):
    """Life of an organization."""

    DRAFT = "draft", _("Being opened")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


class SchemaIsThere(models.Func):
    """Whether the schema of that name exists; over a missing one reads would fall through to `public`."""

    template = "(to_regnamespace(%(expressions)s) IS NOT NULL)"
    output_field = models.BooleanField()


class Organization(TenantMixin):
    """A tenant: company, cooperative, territory, network or supplier."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    schema_name = models.CharField(max_length=63, unique=True, default=new_schema_name, validators=[check_schema_name])
    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    kind = models.CharField(max_length=12, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    name = models.CharField(max_length=120)
    sort_name = models.CharField(max_length=240, editable=False, default="")
    legal_name = models.CharField(max_length=200, blank=True)
    vat_number = models.CharField(max_length=11, blank=True)
    tax_code = models.CharField(max_length=16, blank=True)
    # What an invoice to it must carry besides: where it is, and how electronic invoices reach it.
    address = models.CharField(_("address"), max_length=120, blank=True, db_default="")
    postcode = models.CharField(_("postcode"), max_length=5, blank=True, db_default="")
    town = models.CharField(_("town"), max_length=60, blank=True, db_default="")
    sdi_code = models.CharField(_("recipient code"), max_length=7, blank=True, db_default="")
    certified_email = models.EmailField(_("certified e-mail"), blank=True, db_default="")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    subtitle = models.CharField(max_length=80, blank=True)
    colour = models.CharField(max_length=7, default="#0b5d4b", validators=[COLOUR])
    help_phone = models.CharField(max_length=30, blank=True)
    help_hours = models.CharField(max_length=120, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    # How many migrations its schema has; code that knows more refuses to serve it.
    migrations_applied = models.PositiveIntegerField(default=0, editable=False)

    # Provisioning makes the schema in a process of the owner's role, never a save.
    auto_create_schema = False
    auto_drop_schema = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(schema_name__regex=r"^t_[a-z0-9]{12}$"),
                name="organization_schema_is_generated",
            )
        ]
        indexes = [models.Index(fields=["sort_name", "id"], name="organization_by_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sorting key in step with the name."""
        self.sort_name = sort_key(self.name)[:240]
        super().save(*args, **kwargs)

    @property
    def key(self) -> str:
        """The id as text: salts, folders and derived keys use it."""
        return str(self.pk)

    @property
    def palette(self) -> Palette:
        """The tones made of the organization's colour, for mails and documents."""
        return palette(self.colour)

    @property
    def initials(self) -> str:
        """Two letters for the mark in the header."""
        words = [word for word in self.name.split() if word[0].isalpha()]
        letters = "".join(word[0] for word in words[:2]) or self.slug[:2]
        return letters.upper()

    @property
    def is_active(self) -> bool:
        """Whether its people can sign in and order."""
        return self.status == Status.ACTIVE


class Domain(DomainMixin):
    """A host of an organization; links in mails are made from the primary one."""

    tenant = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="domains")


class FailedTask(models.Model):
    """Work given up after five attempts; operators see it and can try again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    kind = models.CharField(max_length=40)
    reference = models.UUIDField()
    error = models.CharField(max_length=200)
    failed_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "reference"],
                condition=Q(resolved_at__isnull=True),
                name="failed_task_once_while_open",
            )
        ]


class Throttle(models.Model):
    """How many tries a subject has made in a window; counted over all hosts.

    `subject` is a keyed hash (of an address, an account), so the row names nobody.
    """

    purpose = models.CharField(max_length=30)
    subject = models.CharField(max_length=64)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "subject"], name="throttle_one_per_subject")]
        indexes = [models.Index(fields=["window_start"])]


class Provisioning(models.Model):
    """The opening of one organization: what is done and what is left, for the console."""

    class Step(models.TextChoices):
        """Where the work stands."""

        QUEUED = "queued", _("Waiting")
        SCHEMA = "schema", _("Preparing the archive")
        PEOPLE = "people", _("Inviting the first person")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Stopped")

    organization = models.OneToOneField(
        Organization, primary_key=True, on_delete=models.CASCADE, related_name="provisioning"
    )
    step = models.CharField(max_length=10, choices=Step, default=Step.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(auto_now_add=True)
    error = models.CharField(max_length=200, blank=True)
    # Who is invited first, encrypted for the organization: no personal data in public.
    first_person = models.BinaryField(default=bytes)
    # When somebody first came in with an invitation; None as long as nobody has.
    entered_at = models.DateTimeField(null=True)


class Review(models.Model):
    """A document that waits for the network's welfare office. It names nobody: what it is lies in the organization."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        CLOSED = "closed"

    # The key of the document's row in the organization's schema.
    id = models.UUIDField(primary_key=True, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    since = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "since", "id"], condition=Q(state="waiting"), name="review_oldest"),
        ]
