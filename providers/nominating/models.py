"""A provider that somebody named, and the credit that waits for it: the nameless half. Public schema.

Who named it, for whom and what for is sealed in the schema of the person's organization (`catalog.nominations`), what
the provider may read before it joins in the network's (`providers.applications.models.Asked`); all under one id.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from providers.accreditation.models import InvitationOutcome
from providers.models import Provider
from tenants.models import Organization
from welfare.clock import now
from welfare.money import MoneyField


class Nomination(models.Model):
    """One person's organization waits for one provider, with credit held."""

    class State(models.TextChoices):
        """Moves once out of `open`."""

        OPEN = "open", pgettext_lazy("a provider that somebody named", "Waiting")
        CONFIRMED = "confirmed", pgettext_lazy("a provider that somebody named", "Confirmed")
        DECLINED = "declined", pgettext_lazy("a provider that somebody named", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("a provider that somebody named", "Taken back")
        REFUSED = "refused", pgettext_lazy("a provider that somebody named", "Not admitted")
        LAPSED = "lapsed", pgettext_lazy("a provider that somebody named", "No answer in time")
        # The law, or the credit, did not let it become an order any more.
        IMPOSSIBLE = "impossible", pgettext_lazy("a provider that somebody named", "Not possible any more")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issuer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    # The invitation it was sent; None: it was in the network already, and `provider` says which.
    outcome = models.ForeignKey(InvitationOutcome, null=True, on_delete=models.PROTECT, related_name="nominations")
    provider = models.ForeignKey(Provider, null=True, on_delete=models.PROTECT, related_name="nominations")
    service_type = models.CharField(max_length=40)
    # What is held, in euro, VAT included: what it asks is no more.
    amount = MoneyField()
    # The last day on which it can be confirmed.
    held_until = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    # Whether the person was told that the provider has joined.
    is_told = models.BooleanField(default=False)
    since = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)
    # Of the order that it became.
    fulfilment_id = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="nomination_amount_positive"),
            models.CheckConstraint(
                condition=Q(outcome__isnull=False) | Q(provider__isnull=False), name="nomination_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", fulfilment_id__isnull=False)
                | (~Q(state="confirmed") & Q(fulfilment_id__isnull=True)),
                name="nomination_confirmed_with_an_order",
            ),
        ]
        indexes = [
            models.Index(fields=["issuer", "held_until"], condition=Q(state="open"), name="nomination_open_of_issuer"),
            models.Index(fields=["provider", "since"], name="nomination_of_provider"),
        ]
