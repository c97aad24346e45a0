"""What people looked for and did not find, added up; nobody's searches. Public schema."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Gap(models.Model):
    """How often a term was searched in vain in a month: of an organization and a day it counts once.

    No person, no organization, no hour: who asked cannot be told from it (docs/decisions/0032).
    """

    class Where(models.TextChoices):
        """What was searched."""

        SHELF = "shelf", _("Shelf")
        SHOPS = "shops", _("Agreements")

    # Lower case, without accents, figures and names (`terms.py`).
    term = models.CharField(max_length=60)
    town = models.CharField(max_length=60, blank=True)
    where = models.CharField(max_length=5, choices=Where)
    # First day of the month.
    month = models.DateField()
    count = models.PositiveIntegerField(default=0)
    # One bit of 16 an organization, chosen by a keyed hash of term, month and organization: how many organizations
    # asked, at least, and never which.
    buckets = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "town", "where", "month"], name="gap_once_a_month")]
        indexes = [models.Index(fields=["month"], name="gap_by_month")]
