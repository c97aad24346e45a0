"""What becomes of an offer over time: its versions, its photos, prices agreed for one organization."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from providers.models.offer import Offer
from tenants.models import Organization
from welfare.clock import now
from welfare.money import MoneyField

MOST_IMAGES = 5
LONGEST_NOTE = 500
LONGEST_ALT = 150
LOOK_DAYS = 14


class OfferRevision(models.Model):
    """One version of an offer: a draft, a proposal, or what was published. At most one of an offer is open."""

    class State(models.TextChoices):
        """Life of a version. Drafts and returned ones are being written; the last two are history."""

        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Being looked at by the network")
        RETURNED = "returned", _("Sent back by the network")
        SCHEDULED = "scheduled", _("Approved, in force from a day")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.SCHEDULED)
    WRITABLE = (State.DRAFT, State.RETURNED)

    class By(models.TextChoices):
        """Who decided: the network's office, a provider it trusts, or the system (what was there before)."""

        NETWORK = "network", _("the network's office")
        PROVIDER = "provider", _("the provider")
        SYSTEM = "system", _("the system")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="revisions")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # Counts the published versions of an offer from 1; None for what was never published.
    number = models.PositiveIntegerField(null=True)
    # What was typed, as it was sent: field to its values. Drafts may be incomplete and wrong.
    typed = models.JSONField(default=dict)
    # Photos in their order: `image` (the id of an OfferImage) and `alt`.
    images = models.JSONField(default=list)
    # What was checked when it was sent: the fields of the offer, as JSON.
    fields = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # Names of the fields that differ from the version before.
    changes = models.JSONField(default=list)
    # What the provider says of the change, and the office's words when it sends it back.
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    reason = models.CharField(max_length=LONGEST_NOTE, blank=True)
    # Grows each time the draft is saved; the form carries it.
    edition = models.PositiveIntegerField(default=1)
    # From when it is sold like this; None: as soon as it is published.
    starts_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=8, choices=By, blank=True)
    begun_at = models.DateTimeField(default=now, editable=False)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(state__in=["draft", "submitted", "returned", "scheduled"]),
                name="revision_one_open",
            ),
            models.UniqueConstraint(fields=["offer", "number"], name="revision_number_once"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(number__isnull=False, published_at__isnull=False),
                name="revision_published_when",
            ),
        ]
        indexes = [
            models.Index(fields=["submitted_at", "id"], condition=Q(state="submitted"), name="revision_queue"),
            models.Index(fields=["starts_on"], condition=Q(state="scheduled"), name="revision_scheduled"),
        ]


class OfferImage(models.Model):
    """A photo of an offer as it was made anew: two widths, each under the hash of its own content.

    What is shown, with which words and in which order, is the version's (`OfferRevision.images`, `Offer.images`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="photos")
    small = models.CharField(max_length=64)
    large = models.CharField(max_length=64)
    # Of the large one, in pixels; the small one has the same shape.
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "large"], name="image_once_an_offer")]
        indexes = [models.Index(fields=["small"]), models.Index(fields=["large"])]


class ReviewPolicy(models.Model):
    """How a network reviews what its providers change; without a row the defaults hold."""

    network = models.OneToOneField(
        Organization, primary_key=True, on_delete=models.CASCADE, related_name="review_policy"
    )
    # Price, conditions, kind, ages and VAT are looked at before they are published.
    reviews_terms = models.BooleanField(
        _("Look at changes of price and conditions before they are published"), default=True
    )
    # How long a raised price waits for a tenant to look at it.
    look_days = models.PositiveSmallIntegerField(
        _("Days that organizations have to look at a raised price"), default=LOOK_DAYS
    )


class AgreedPrice(models.Model):
    """A price of an offer for one organization: proposed by one side, in force when the other agrees.

    Rows are kept: what was agreed, from when to when.
    """

    class State(models.TextChoices):
        """Life of an agreement."""

        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Side(models.TextChoices):
        """Who proposes."""

        ORGANIZATION = "tenant", _("the organization")
        PROVIDER = "provider", _("the provider")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="agreed_prices")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="agreed_prices")
    price = MoneyField(_("price"))
    proposed_by = models.CharField(max_length=8, choices=Side)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    starts_on = models.DateField(_("from"))
    # The last day; None: until another one is agreed.
    ends_on = models.DateField(_("until"), null=True, blank=True)
    proposed_at = models.DateTimeField(default=now, editable=False)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="agreed_price_positive"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="agreed_price_days_in_order"
            ),
            models.UniqueConstraint(
                fields=["offer", "organization"], condition=Q(state="proposed"), name="agreed_price_one_proposed"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "offer"], condition=Q(state="agreed"), name="agreed_price_in_force")
        ]
