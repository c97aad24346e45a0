"""Who may supply, and on what papers: charter, calls, accreditations, dossier. Public schema, nobody named.

Who signed, uploaded or decided is written in the trail of the organization in which it was done.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from providers.models import Offer, Provider
from tenants.models import Organization
from welfare.clock import now


class DocumentKind(models.TextChoices):
    """A paper of a dossier; which ones are needed, and how long they hold, is in `requirements.yaml`."""

    CHAMBER = "chamber", _("Chamber of commerce extract")
    STATUTE = "statute", _("Statute")
    REGISTER = "register", _("Entry in the register of social cooperatives")
    DURC = "durc", _("DURC (contributions in order)")
    INSURANCE = "insurance", _("Liability insurance")
    AUTHORISATION = "authorise", _("Authorisation to operate")
    MINORS = "minors", _("Declaration on staff who work with children")
    OTHER = "other", _("Another document")


class Charter(models.Model):
    """One version of the shared values that every provider and member organization signs; never changed once out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(unique=True)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=20_000)
    # None as long as it is a draft.
    published_at = models.DateTimeField(null=True)
    # Until when those who were in the network when it came out must sign.
    sign_by = models.DateField(_("to be signed by"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["published_at"],
                condition=Q(published_at__isnull=True),
                nulls_distinct=False,
                name="charter_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(sign_by__isnull=False), name="charter_out_with_a_date"
            ),
        ]


class CharterSignature(models.Model):
    """An organization signed a version; the person is in the trail of `signed_in`."""

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="signatures")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="charters_signed")
    signed_at = models.DateTimeField(default=now)
    # SHA-256 of title and text as they were on screen.
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["charter", "organization"], name="charter_signed_once")]


class CharterReminder(models.Model):
    """An organization was told that a version is to be signed, `days` before the day (0: on it or after)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    charter = models.ForeignKey(Charter, on_delete=models.CASCADE)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["charter", "organization", "days"], name="charter_reminded_once")
        ]


class Call(models.Model):
    """A municipality, or the network, looks for providers: what it asks, from when to when."""

    class State(models.TextChoices):
        """Life of a call."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="calls")
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what is looked for"), max_length=6000)
    opens_on = models.DateField(_("opens on"))
    # The last day on which an application is taken.
    closes_on = models.DateField(_("last day"))
    # Codes of service_types.yaml; empty takes every kind.
    service_types = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    # Papers asked for, besides nothing else.
    documents = ArrayField(models.CharField(max_length=10, choices=DocumentKind), default=list, blank=True)
    # How long an accreditation from this call lasts; None without end.
    lasts_months = models.PositiveSmallIntegerField(_("months of accreditation"), null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    written_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="call_dates_in_order")]
        indexes = [models.Index(fields=["organization", "state", "closes_on"], name="call_of_organization")]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """One thing that a call asks an applicant."""

    class Kind(models.TextChoices):
        """How it is answered."""

        YES_NO = "yes_no", _("Yes or no")
        TEXT = "text", _("In words")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("how it is answered"), max_length=6, choices=Kind)
    text = models.CharField(_("question"), max_length=300)
    # One that a yes answers is a condition; one in words must be filled in.
    is_required = models.BooleanField(_("must be met"), default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "position"], name="criterion_one_a_place")]


class Accreditation(models.Model):
    """A network or a municipality says that a provider may supply: since when, until when, or when it ended."""

    class Ending(models.TextChoices):
        """Why it was withdrawn; a code, so that the trail holds no free text."""

        REQUESTED = "requested", _("The provider asked for it")
        CONDITIONS = "conditions", _("It no longer meets the conditions")
        CLOSED = "closed", _("It no longer works")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="accreditations")
    by = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="accreditations_given")
    call = models.ForeignKey(Call, null=True, on_delete=models.PROTECT)
    since = models.DateField()
    # The last day on which it holds; None without end.
    until = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "by"], condition=Q(withdrawn_on__isnull=True), name="accreditation_one_standing"
            )
        ]
        indexes = [models.Index(fields=["by", "provider"], name="accreditation_by")]


class DossierDocument(models.Model):
    """One paper of a provider: what it is, until when it holds, what the office found. The file lies with `keeper`."""

    class State(models.TextChoices):
        """Where it stands."""

        SENT = "sent", _("Being checked")
        ACCEPTED = "accepted", pgettext_lazy("a paper", "Accepted")
        REFUSED = "refused", pgettext_lazy("a paper", "Not accepted")
        WITHDRAWN = "withdrawn", pgettext_lazy("a paper", "Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("document"), max_length=10, choices=DocumentKind)
    state = models.CharField(max_length=9, choices=State, default=State.SENT)
    # As the provider wrote it, then as the office confirmed it; None where a paper has no end.
    issued_on = models.DateField(_("issued on"), null=True)
    expires_on = models.DateField(_("valid until"), null=True)
    # In whose private folder, sealed under whose key.
    keeper = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    stored_name = models.CharField(max_length=120)
    extension = models.CharField(max_length=4)
    sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "kind"], condition=Q(state="sent") & ~Q(kind="other"), name="dossier_one_waiting"
            )
        ]
        indexes = [
            models.Index(fields=["provider", "kind", "state"], name="dossier_of_provider"),
            models.Index(fields=["sent_at", "id"], condition=Q(state="sent"), name="dossier_waiting"),
            models.Index(fields=["expires_on"], condition=Q(state="accepted"), name="dossier_expiring"),
        ]


class DossierReminder(models.Model):
    """A provider was told that a paper expires, `days` before (0: it has expired)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(DossierDocument, on_delete=models.CASCADE)
    days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "days"], name="dossier_reminded_once")]


class PausedOffer(models.Model):
    """An offer that the platform took off the shelves for want of papers, and puts back once they are in order."""

    offer = models.OneToOneField(Offer, primary_key=True, on_delete=models.CASCADE)
    since = models.DateTimeField(default=now)


class Presentation(models.Model):
    """A member organization is asked whether it presents an applicant; no person is in it."""

    class State(models.TextChoices):
        """What became of it."""

        ASKED = "asked", _("Asked")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("No longer asked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The key of the application, in the schema of `receiver`.
    application = models.UUIDField()
    receiver = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    asked_of = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="presentations")
    name = models.CharField(max_length=200)
    town = models.CharField(max_length=60)
    about = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=~Q(state="withdrawn"), name="presentation_one_standing"
            )
        ]
        indexes = [models.Index(fields=["asked_of", "state", "asked_at"], name="presentation_asked_of")]


class InvitationOutcome(models.Model):
    """What became of an invitation to apply: who asked for it may read it, and learns of nobody."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("Waiting for an answer")
        DECLINED = "declined", _("Declined")
        ACTIVE = "active", _("In the network")
        REFUSED = "refused", _("Not admitted")
        EXPIRED = "expired", _("No answer in time")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # To whom it applies (the network), and on whose behalf it is invited.
    receiver = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    provider = models.ForeignKey(Provider, null=True, on_delete=models.SET_NULL)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    since = models.DateTimeField(default=now)
    # When it applied; and by which day the office answers, while it is the office's turn.
    applied_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_by", "state", "since"], name="invitation_outcome_asked")]
