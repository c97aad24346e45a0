"""What providers list."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from providers.models.branch import Branch
from providers.models.provider import Provider
from providers.search import SEARCHED, Folded, sort_key
from welfare.money import MoneyField

MOST_TOWNS = 40


class Delivery(models.TextChoices):
    """How a service reaches a person (design: the table of deliveries)."""

    VOUCHER = "voucher", _("Voucher")
    PLACES = "places", _("Place in a slot")
    SUBSCRIPTION = "subscription", _("Subscription, paid month by month")
    QUOTE = "quote", _("Quote on request")
    ENROLMENT = "enrolment", _("Enrolment in a fund")
    CARD = "card", _("Discount with the member card")
    PUBLIC = "public", _("Contacts and how to apply")


class Origin(models.TextChoices):
    """Whose service it is."""

    PUBLIC = "public", _("Public")
    ACCREDITED = "accredited", _("Accredited")
    PRIVATE = "private", _("Private")


class Unit(models.TextChoices):
    """What the price buys."""

    ONCE = "once", _("once")
    ENTRY = "entry", _("an entry")
    HOUR = "hour", _("an hour")
    DAY = "day", _("a day")
    WEEK = "week", _("a week")
    MONTH = "month", _("a month")
    COURSE = "course", _("a course")


class Question(models.TextChoices):
    """What a provider may ask for a booking; fixed kinds, so that nothing else is collected."""

    ALLERGIES = "allergies", _("Allergies or intolerances")
    MEDICINES = "medicines", _("Medicines to take")
    PICK_UP = "pick_up", _("Who may collect")
    PHONE = "phone", _("Phone for the day")
    PHOTOS = "photos", _("Consent to photos")
    NOTES = "notes", _("Anything the staff should know")


class Suspension(models.TextChoices):
    """Why the network suspends a service; a code, so that the trail holds no free text. Its provider reads it."""

    CHECK = "check", _("A check is under way")
    CONTENT = "content", _("Text or price are not right: correct them and tell the network")
    PAPERS = "papers", _("The provider's papers are missing or expired")
    COMPLAINT = "complaint", _("Somebody complained: the network is looking into it")
    CHARTER = "charter", _("The provider has not signed the charter of shared values")


class DiscountKind(models.TextChoices):
    """What the figure of a discount is."""

    PERCENT = "percent", _("% of the price")
    AMOUNT = "amount", _("euro")


class Offer(models.Model):
    """A service that a provider lists."""

    class State(models.TextChoices):
        """Life of an offer."""

        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        PUBLISHED = "published", _("Published")
        SUSPENDED = "suspended", _("Suspended")
        ARCHIVED = "archived", _("Archived")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="offers")
    # Where it is supplied; None: at no branch in particular.
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Codes of service_types.yaml; the area follows from the type and is kept for filters.
    service_type = models.CharField(max_length=40)
    area = models.CharField(max_length=40)
    # The type's Italian label, kept so that search finds "centro estivo".
    type_label = models.CharField(max_length=80)
    delivery = models.CharField(_("delivery"), max_length=12, choices=Delivery)
    title = models.CharField(_("title"), max_length=90)
    summary = models.CharField(_("in one sentence"), max_length=160)
    text = models.TextField(_("description"), max_length=4000, blank=True)
    # None where no credit moves (`public` is information alone, `card` a discount), and where the amount is agreed with
    # each person (`quote`, `enrolment`).
    price = MoneyField(_("price"), null=True, validators=[MinValueValidator(1)])
    unit = models.CharField(_("what the price buys"), max_length=8, choices=Unit)
    # What `card` gives to who shows the member card, in words: "10% on everything".
    discount = models.CharField(_("the discount in words"), max_length=160, blank=True, default="", db_default="")
    vat_rate = models.DecimalField(_("VAT rate"), max_digits=4, decimal_places=2, default=5)
    # Directive 2016/1065: a single-purpose voucher when provider and rate are known at issue.
    is_single_purpose = models.BooleanField(_("single-purpose voucher"), default=True)
    age_min = models.PositiveSmallIntegerField(_("age from"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("age to"), null=True, blank=True)
    town = models.CharField(_("town"), max_length=60)
    address = models.CharField(_("address"), max_length=120, blank=True)
    # Where else its people go to work, besides `town`: who asks for quotes nearby is matched with these.
    towns_served = ArrayField(
        models.CharField(max_length=60), default=list, db_default=[], blank=True, size=MOST_TOWNS,
        verbose_name=_("other towns where you work"),
    )  # fmt: skip
    how_to_apply = models.TextField(_("how to apply"), max_length=1000, blank=True, db_default="")
    beds = models.PositiveIntegerField(_("beds"), null=True, blank=True)
    alzheimer_beds = models.PositiveIntegerField(_("beds for people with Alzheimer's"), null=True, blank=True)
    # Days before the slot (places) or after the order (voucher) in which one may cancel.
    cancellation_days = models.PositiveSmallIntegerField(_("days to cancel"), default=14)
    validity_days = models.PositiveSmallIntegerField(_("days of validity"), default=180)
    # Subscriptions: the day of each month on which the credit is taken; how many days before it one says to stop; how
    # many months one stays at least.
    draw_day = models.PositiveSmallIntegerField(_("day of the month"), default=1, db_default=1)
    notice_days = models.PositiveSmallIntegerField(_("days of notice"), default=15, db_default=15)
    minimum_months = models.PositiveSmallIntegerField(_("months at least"), default=1, db_default=1)
    questions = ArrayField(models.CharField(max_length=10, choices=Question), default=list, blank=True, size=6)
    # What a further child of the family pays less in the same series; None: nothing.
    second_child = models.DecimalField(_("second child"), max_digits=8, decimal_places=2, null=True, blank=True)
    second_child_kind = models.CharField(
        max_length=7, choices=DiscountKind, default=DiscountKind.PERCENT, db_default=DiscountKind.PERCENT.value
    )
    # What one person pays less from the n-th week of a series on; None: nothing.
    many_weeks = models.DecimalField(_("several weeks"), max_digits=8, decimal_places=2, null=True, blank=True)
    many_weeks_kind = models.CharField(
        max_length=7, choices=DiscountKind, default=DiscountKind.PERCENT, db_default=DiscountKind.PERCENT.value
    )
    many_weeks_from = models.PositiveSmallIntegerField(_("from which week"), default=3, db_default=3)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.PRIVATE)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # Why the network has suspended it; empty when it has not, whatever the state.
    suspension = models.CharField(max_length=10, choices=Suspension, blank=True, default="", db_default="")
    # Grows with each change that a buyer must see; the order form carries it.
    revision = models.PositiveIntegerField(default=1)
    # Photos in their order: hashes, size and words; what `providers.images.images_of` reads.
    images = models.JSONField(default=list, db_default=[], blank=True)
    # The published version that last changed price or conditions: who shows the offer looks at it again.
    terms_number = models.PositiveIntegerField(default=0, db_default=0)
    # A raised price waits for each organization's look: the version that raised it, the price before, the last day.
    raised_number = models.PositiveIntegerField(default=0, db_default=0)
    price_before = MoneyField(null=True)
    price_until = models.DateField(null=True)
    sort_title = models.CharField(max_length=90, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # Both are GENERATED ALWAYS AS ... STORED: the database keeps them, nobody writes them.
    search = models.GeneratedField(
        expression=SEARCHED, output_field=SearchVectorField(), db_persist=True, editable=False
    )
    # Title, type and town in lower case without accents, for searches with typing errors.
    folded = models.GeneratedField(
        expression=Folded("title", "type_label", "town"),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="offer_price_positive"),
            models.CheckConstraint(
                condition=Q(delivery__in=["quote", "enrolment"])
                | Q(delivery__in=["public", "card"], price__isnull=True)
                | Q(delivery__in=["voucher", "places", "subscription"], price__isnull=False)
                | Q(state__in=["draft", "submitted"]),
                name="offer_price_where_paid",
            ),
            models.CheckConstraint(
                condition=Q(age_min__isnull=True) | Q(age_max__isnull=True) | Q(age_min__lte=F("age_max")),
                name="offer_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(suspension="") | Q(state="suspended"), name="offer_suspension_when_suspended"
            ),
            models.CheckConstraint(condition=Q(second_child__gt=0), name="offer_second_child_positive"),
            models.CheckConstraint(condition=Q(many_weeks__gt=0), name="offer_many_weeks_positive"),
            # Every month has 28 days.
            models.CheckConstraint(
                condition=Q(draw_day__gte=1) & Q(draw_day__lte=28), name="offer_draw_day_in_every_month"
            ),
            # The shelf pages by this moment; a published offer without it could not be reached.
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="offer_published_when"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at", "id"], name="offer_newest"),
            models.Index(fields=["state", "price", "id"], name="offer_by_price"),
            models.Index(fields=["state", "sort_title", "id"], name="offer_by_title"),
            models.Index(fields=["provider", "state"], name="offer_of_provider"),
            GinIndex(fields=["search"], name="offer_search"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sorting key in step with the title."""
        self.sort_title = sort_key(self.title)
        super().save(*args, **kwargs)
