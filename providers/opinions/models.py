"""What people say of a service when it is over, and the figures that come of it. Public schema, nobody named."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from providers.models import Offer

LOWEST, HIGHEST = 1, 5


class Given(models.TextChoices):
    """The first question: was the service given?"""

    YES = "yes", _("Yes, as it was agreed")
    PARTLY = "partly", _("Only in part")
    NO = "no", _("No")


class Opinion(models.Model):
    """One answer that is not counted yet; its reference is known to the person's organization alone.

    It is erased as it is counted: nothing that one person said can be read here afterwards.
    """

    reference = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    given = models.CharField(max_length=6, choices=Given)
    # None where the service was not given: there is nothing to judge.
    rating = models.PositiveSmallIntegerField(null=True)
    # A day and no instant: who came when could be laid beside it.
    answered_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(given="no", rating__isnull=True)
                | (~Q(given="no") & Q(rating__gte=LOWEST) & Q(rating__lte=HIGHEST)),
                name="opinion_rated_where_given",
            )
        ]
        indexes = [models.Index(fields=["offer", "answered_on"], name="opinion_to_count")]


class Figures(models.Model):
    """What the counted answers of an offer come to; grows by five answers at a time."""

    offer = models.OneToOneField(Offer, primary_key=True, on_delete=models.CASCADE, related_name="figures")
    answers = models.PositiveIntegerField(default=0)
    given = models.PositiveIntegerField(default=0)
    partly = models.PositiveIntegerField(default=0)
    rated = models.PositiveIntegerField(default=0)
    ratings = models.PositiveIntegerField(default=0)
    counted_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answers__gte=F("given") + F("partly")) & Q(answers__gte=F("rated")),
                name="figures_add_up",
            )
        ]
