"""Applications of those who want to supply, with who wrote them. In the schema of the network or municipality."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from providers.accreditation.models import DocumentKind
from providers.models import Form
from welfare.clock import now


class Application(models.Model):
    """One cooperative asks to supply: what it is, who may be asked, where it stands."""

    class State(models.TextChoices):
        """Life of an application."""

        STARTED = "started", pgettext_lazy("an application", "Being written")
        SUBMITTED = "submitted", pgettext_lazy("an application", "To look at")
        ASKED = "asked", pgettext_lazy("an application", "Something is missing")
        ACCEPTED = "accepted", pgettext_lazy("an application", "Accepted")
        REFUSED = "refused", pgettext_lazy("an application", "Not accepted")
        WITHDRAWN = "withdrawn", pgettext_lazy("an application", "Withdrawn")
        LAPSED = "lapsed", pgettext_lazy("an application", "Never sent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # A call of the public schema; None for the network's door that is always open.
    call_id = models.UUIDField(null=True)
    invitation = models.ForeignKey("Invitation", null=True, on_delete=models.SET_NULL, related_name="applications")
    state = models.CharField(max_length=9, choices=State, default=State.STARTED)

    name = models.CharField(_("name"), max_length=120)
    legal_name = models.CharField(_("registered name"), max_length=200)
    form = models.CharField(_("form"), max_length=8, choices=Form)
    vat_number = models.CharField(_("VAT number"), max_length=11, blank=True)
    tax_code = models.CharField(_("tax code"), max_length=16, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34)
    sdi_code = models.CharField(_("recipient code"), max_length=7, blank=True)
    certified_email = models.EmailField(_("certified e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=120)
    postcode = models.CharField(_("postcode"), max_length=5)
    town = models.CharField(_("town"), max_length=60)
    phone = models.CharField(_("phone"), max_length=30)
    about = models.TextField(_("about"), max_length=1000)
    # Codes of service_types.yaml.
    kinds = ArrayField(models.CharField(max_length=40), default=list)

    contact_given_name = models.CharField(_("given name"), max_length=80)
    contact_family_name = models.CharField(_("family name"), max_length=80)
    contact_email = models.EmailField(_("e-mail"))
    contact_phone = models.CharField(_("phone"), max_length=30, blank=True)

    # The version of the charter that was accepted, and when.
    charter_id = models.UUIDField(null=True)
    charter_accepted_at = models.DateTimeField(null=True)
    # The way back to it: an HMAC to find it by, and the token itself sealed for the mails.
    token_hash = models.BinaryField(unique=True)
    token_sealed = models.BinaryField()
    # What the office asked for last, or why it refused: the applicant reads it.
    told = models.TextField(max_length=2000, blank=True, default="")
    started_at = models.DateTimeField(default=now)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    # What it became, in the public schema.
    provider_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            # The company is known by its VAT number, or by its tax code where it has none.
            models.UniqueConstraint(
                fields=["vat_number"],
                condition=Q(state__in=["submitted", "asked"]) & ~Q(vat_number=""),
                name="application_one_open_by_vat",
            ),
            models.UniqueConstraint(
                fields=["tax_code"],
                condition=Q(state__in=["submitted", "asked"], vat_number=""),
                name="application_one_open_by_tax_code",
            ),
            models.CheckConstraint(condition=~Q(vat_number="") | ~Q(tax_code=""), name="application_is_of_somebody"),
        ]
        indexes = [models.Index(fields=["state", "submitted_at", "id"], name="application_queue")]

    def __str__(self) -> str:
        return self.name

    @property
    def contact_name(self) -> str:
        """Given name, then family name, of who may be asked."""
        return f"{self.contact_given_name} {self.contact_family_name}".strip()


class Answer(models.Model):
    """What an applicant answered to one criterion of the call."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    criterion_id = models.UUIDField()
    is_yes = models.BooleanField(null=True)
    text = models.TextField(max_length=2000, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "criterion_id"], name="answer_once")]


class Attachment(models.Model):
    """A paper that came with an application, sealed on disk; what the office found of it."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", pgettext_lazy("a paper", "To look at")
        ACCEPTED = "accepted", pgettext_lazy("a paper", "Accepted")
        REFUSED = "refused", pgettext_lazy("a paper", "Not accepted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(_("document"), max_length=10, choices=DocumentKind)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    issued_on = models.DateField(_("issued on"), null=True)
    expires_on = models.DateField(_("valid until"), null=True)
    # Empty once the document was erased.
    stored_name = models.CharField(max_length=120, blank=True)
    extension = models.CharField(max_length=4)
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=400, blank=True, default="")
    added_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "kind", "sha256"], name="attachment_once_for_a_paper")
        ]


class Invitation(models.Model):
    """Somebody is invited to apply, with what is known already; its outcome is read in the public schema."""

    # The key of its `InvitationOutcome`.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    # Fields of Application that are known, sealed: the form begins with them.
    prefilled = models.BinaryField()
    token_hash = models.BinaryField(unique=True)
    token_sealed = models.BinaryField()
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()


class Asked(models.Model):
    """What somebody asks of a provider that is invited; it reads it by the link of the invitation."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="asked")
    # The id of its `providers.nominating.models.Nomination`.
    nomination = models.UUIDField(unique=True)
    # What for, in the words of who asked; sealed.
    sealed = models.BinaryField()
    at = models.DateTimeField(default=now)


class Letter(models.Model):
    """A mail to somebody who has no account here. The row is the outbox."""

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued"
        STARTED = "started"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, null=True, on_delete=models.CASCADE)
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.CASCADE)
    # Names the template `mail/<kind>.txt`.
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=2, default="it")
    # Plain values for the template.
    context = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False) ^ Q(invitation__isnull=False), name="letter_to_one"
            )
        ]
        indexes = [models.Index(fields=["since"], condition=Q(state__in=["queued", "started"]), name="letter_to_send")]
