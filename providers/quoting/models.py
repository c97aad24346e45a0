"""Requests for a quote and what became of them, without a name or a word of what was written. Public schema.

What is needed, and what the two sides write, is sealed twice: for the provider in `providers.enquiries`, for the
member in `catalog.quotes`. The three rows of one quote have one id.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from providers.models import Offer, Provider
from tenants.models import Organization
from welfare.clock import now
from welfare.money import MoneyField

LONGEST_GUARANTEE = 8000


class Side(models.TextChoices):
    """Who wrote a message of a quote's conversation; no table of this room keeps one."""

    MEMBER = "member", _("Who asks")
    PROVIDER = "provider", _("Provider")
    OFFICE = "office", _("Welfare office")


class Guarantee(models.Model):
    """A version of what a network promises with every quote, in its own words; the newest is in force."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=LONGEST_GUARANTEE)
    published_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="guarantee_number_once")]


class Quote(models.Model):
    """One provider that was asked for a price: the shared, nameless half."""

    class State(models.TextChoices):
        """`asked`, then `quoted` (as often as the provider corrects itself), then one of the ends."""

        ASKED = "asked", pgettext_lazy("a quote", "To be answered")
        QUOTED = "quoted", pgettext_lazy("a quote", "Answered")
        DECLINED = "declined", pgettext_lazy("a quote", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("a quote", "Withdrawn")
        ACCEPTED = "accepted", pgettext_lazy("a quote", "Accepted")
        NOT_CHOSEN = "not_chosen", pgettext_lazy("a quote", "Another was chosen")
        CLOSED = "closed", pgettext_lazy("a quote", "No longer needed")
        EXPIRED = "expired", pgettext_lazy("a quote", "Expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What binds the providers that were asked together; the row itself lies with the member.
    request = models.UUIDField(db_index=True)
    issuer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    # In euro, VAT included.
    price = MoneyField(null=True)
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    # The first day on which the work can begin.
    starts_on = models.DateField(null=True)
    # The last day on which it can be accepted.
    valid_until = models.DateField(null=True)
    # Grows with each answer: who accepts says which one they saw.
    revision = models.PositiveSmallIntegerField(default=0)
    # The last day to answer.
    reply_by = models.DateField()
    asked_at = models.DateTimeField(default=now, editable=False)
    moved_at = models.DateTimeField(default=now, editable=False)
    # Of the order that was placed; a variation that is accepted puts another in its place.
    fulfilment_id = models.UUIDField(null=True, unique=True)
    # What was promised on the day of acceptance.
    guarantee = models.ForeignKey(Guarantee, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="quote_price_positive"),
            models.CheckConstraint(
                condition=~Q(state__in=["quoted", "accepted"])
                | Q(price__isnull=False, vat_rate__isnull=False, starts_on__isnull=False, valid_until__isnull=False),
                name="quote_answer_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(fulfilment_id__isnull=False), name="quote_accepted_has_order"
            ),
            models.UniqueConstraint(fields=["request", "provider"], name="quote_once_per_provider"),
            models.UniqueConstraint(fields=["request"], condition=Q(state="accepted"), name="quote_accepted_once"),
        ]
        indexes = [
            models.Index(fields=["provider", "state", "-asked_at", "id"], name="quote_of_provider"),
            models.Index(fields=["valid_until"], condition=Q(state="quoted"), name="quote_to_expire"),
            models.Index(fields=["reply_by"], condition=Q(state="asked"), name="quote_to_answer"),
        ]


class Variation(models.Model):
    """Another price for work that was agreed: found on the spot, proposed by the provider. Why is in the messages."""

    class State(models.TextChoices):
        """Moves once out of `proposed`."""

        PROPOSED = "proposed", _("Proposed")
        ACCEPTED = "accepted", pgettext_lazy("a variation", "Accepted")
        REFUSED = "refused", pgettext_lazy("a variation", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("a variation", "Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="variations")
    # The whole new price, VAT included; not what is added.
    price = MoneyField()
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField(default=now, editable=False)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="variation_price_positive"),
            models.UniqueConstraint(
                fields=["quote"], condition=Q(state="proposed"), name="variation_proposed_once_a_quote"
            ),
        ]


class Dispute(models.Model):
    """A member is not content with work that was agreed; the network's welfare office mediates. What was said is
    in the messages.

    `returned` is what the provider gives back of a voucher that was accepted: a correction of the statements has the
    dispute's id (`providers.statements.corrections`).
    """

    class Wanted(models.TextChoices):
        """What would make it right, for who opens it."""

        REDO = "redo", _("That the work is done again or finished")
        RETURN = "return", _("That a part of the credit comes back")
        TALK = "talk", _("That somebody listens and explains")

    class State(models.TextChoices):
        """Moves once."""

        OPEN = "open", pgettext_lazy("a dispute", "Open")
        CLOSED = "closed", pgettext_lazy("a dispute", "Closed")

    class Outcome(models.TextChoices):
        """How it ended."""

        REDONE = "redone", _("The work was done again or finished")
        RETURNED_PART = "part", _("A part of the credit comes back")
        RETURNED_ALL = "all", _("The voucher is cancelled and all the credit comes back")
        SETTLED = "settled", _("Clarified, nothing else to do")
        UNFOUNDED = "unfounded", _("The work is as it was agreed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="disputes")
    # Of the order it is about: what a correction corrects.
    fulfilment_id = models.UUIDField()
    wanted = models.CharField(max_length=6, choices=Wanted)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    # What comes back, in euro, of what the voucher was worth.
    returned = MoneyField(null=True)
    # The day by which the office has an outcome.
    due_on = models.DateField()
    opened_at = models.DateTimeField(default=now, editable=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quote"], condition=Q(state="open"), name="dispute_open_once_a_quote"),
            models.CheckConstraint(condition=Q(returned__gt=0), name="dispute_return_positive"),
            models.CheckConstraint(
                condition=Q(state="open", outcome="") | Q(state="closed") & ~Q(outcome=""), name="dispute_has_outcome"
            ),
        ]
        indexes = [models.Index(fields=["due_on", "id"], condition=Q(state="open"), name="dispute_due")]
