"""Agreements with shops and what they grant; whose card a number is. Public schema, no personal data."""

import uuid
from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from providers.search import Folded, vector
from tenants.models import Organization
from welfare.sorting import sort_key

LONGEST_KEY = 300


class Category(models.TextChoices):
    """What a shop sells, as people look for it."""

    FOOD = "food", _("Food and groceries")
    RESTAURANTS = "restaurants", _("Restaurants and bars")
    HEALTH = "health", _("Pharmacies and health")
    SIGHT_HEARING = "sight_hearing", _("Opticians and hearing aids")
    BEAUTY = "beauty", _("Hair, beauty, wellness")
    SPORT = "sport", _("Sport and gyms")
    CHILDREN = "children", _("Children and school")
    CULTURE = "culture", _("Books, cinema, culture")
    TRAVEL = "travel", _("Travel and holidays")
    CLOTHING = "clothing", _("Clothes and shoes")
    HOME = "home", _("House and garden")
    REPAIRS = "repairs", _("Artisans and repairs")
    VEHICLES = "vehicles", _("Cars and bicycles")
    TECHNOLOGY = "technology", _("Phones and computers")
    SERVICES = "services", _("Insurance, tax help, services")
    OTHER = "other", _("Anything else")


class Agreement(models.Model):
    """What somebody grants to card holders: the network's to all organizations, an organization's to its own people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="agreements")
    name = models.CharField(_("with whom"), max_length=120)
    category = models.CharField(_("category"), max_length=14, choices=Category)
    discount = models.CharField(_("the discount in words"), max_length=160)
    percent = models.DecimalField(_("percentage"), max_digits=4, decimal_places=1, null=True, blank=True)
    conditions = models.TextField(_("conditions"), max_length=1000, blank=True)
    website = models.URLField(_("web address"), blank=True)
    # Holds without going to a shop: on the web, by phone, wherever one is.
    is_everywhere = models.BooleanField(_("it holds everywhere, or on the web"), default=False)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    # Ended by hand, before its last day.
    closed_on = models.DateField(null=True, blank=True, editable=False)
    sort_name = models.CharField(max_length=120, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gt=0, percent__lte=100), name="agreement_percent_is_one"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="agreement_days_in_order"
            ),
        ]
        indexes = [models.Index(fields=["owner", "sort_name", "id"], name="agreement_by_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sorting key in step with the name."""
        self.sort_name = sort_key(self.name)[:120]
        super().save(*args, **kwargs)


class Shop(models.Model):
    """A place where an agreement holds; what it leaves empty is the agreement's."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="shops")
    # Name, town and address without case, accents and punctuation: by it a later list knows the shop again.
    key = models.CharField(max_length=LONGEST_KEY, editable=False)
    name = models.CharField(_("name"), max_length=120)
    category = models.CharField(_("category"), max_length=14, choices=Category)
    # Its Italian name, kept so that search finds "ottici".
    category_label = models.CharField(max_length=60, editable=False)
    address = models.CharField(_("address"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    town = models.CharField(_("town"), max_length=60)
    province = models.CharField(_("province"), max_length=2, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    discount = models.CharField(_("the discount in words"), max_length=160, blank=True)
    conditions = models.CharField(_("conditions"), max_length=400, blank=True)
    valid_until = models.DateField(_("last day"), null=True, blank=True)
    # Taken off by a person; a shop that is only missing in a list stays until then.
    closed_on = models.DateField(null=True, blank=True, editable=False)
    sort_name = models.CharField(max_length=120, editable=False)
    town_key = models.CharField(max_length=60, editable=False)
    # Both are GENERATED ALWAYS AS ... STORED: the database keeps them, nobody writes them.
    search = models.GeneratedField(
        expression=vector("name", "A") + vector("category_label", "A") + vector("discount", "B"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )
    folded = models.GeneratedField(
        expression=Folded("name", "category_label"), output_field=models.TextField(), db_persist=True, editable=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "key"], name="shop_once_an_agreement")]
        indexes = [
            models.Index(fields=["sort_name", "id"], condition=Q(closed_on__isnull=True), name="shop_by_name"),
            models.Index(fields=["town_key", "sort_name", "id"], name="shop_in_town"),
            GinIndex(fields=["search"], name="shop_search"),
            GinIndex(OpClass("town_key", name="gin_trgm_ops"), name="shop_town_alike"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sorting keys in step."""
        self.sort_name, self.town_key = sort_key(self.name)[:120], sort_key(self.town)[:60]
        super().save(*args, **kwargs)


class CardSeries(models.Model):
    """The first figures of the numbers of an organization's cards: by them any host knows whose a card is."""

    organization = models.OneToOneField(
        Organization, primary_key=True, on_delete=models.PROTECT, related_name="card_series"
    )
    prefix = models.CharField(max_length=4, unique=True, validators=[RegexValidator(r"^\d{4}$")])
