"""Providers, offers, slots and fulfilments: shared by all organizations. Public schema.

No personal data: who comes is in `providers.bookings`, in the provider's own schema.
"""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from providers.search import SEARCHED, Folded, sort_key
from tenants.models import Organization
from welfare.money import MoneyField

MOST_CONTACTS = 5


class Form(models.TextChoices):
    """What a provider is in law."""

    SOCIAL_COOPERATIVE_A = "coop_a", _("Social cooperative, type A")
    SOCIAL_COOPERATIVE_B = "coop_b", _("Social cooperative, type B")
    MUTUAL_FUND = "mutual", _("Mutual fund")
    COMPANY = "company", _("Company")
    PUBLIC_BODY = "public", _("Public body")
    OTHER = "other", _("Other body")


class Delivery(models.TextChoices):
    """How a service reaches a person (design: the table of deliveries)."""

    VOUCHER = "voucher", _("Voucher")
    PLACES = "places", _("Place in a slot")
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


class Provider(models.Model):
    """Who supplies services; without organization it is a directory entry, not bookable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.OneToOneField(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="provider"
    )
    name = models.CharField(_("name"), max_length=120)
    form = models.CharField(_("form"), max_length=8, choices=Form)
    vat_number = models.CharField(_("VAT number"), max_length=11, blank=True)
    about = models.TextField(_("about"), max_length=1000, blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True, db_default="")
    town = models.CharField(_("town"), max_length=60)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    # Beyond the first, as open lists of institutions give them.
    other_phones = ArrayField(
        models.CharField(max_length=30), default=list, db_default=[], blank=True, size=MOST_CONTACTS
    )
    other_emails = ArrayField(models.EmailField(), default=list, db_default=[], blank=True, size=MOST_CONTACTS)
    is_accredited = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name

    @property
    def phones(self) -> list[str]:
        """Every number, the first one ahead."""
        return [number for number in (self.phone, *self.other_phones) if number]

    @property
    def emails(self) -> list[str]:
        """Every address, the first one ahead."""
        return [address for address in (self.email, *self.other_emails) if address]


class DirectoryEntry(models.Model):
    """What an open list said of a provider when it was last read: a later list is held against it."""

    provider = models.OneToOneField(
        Provider, primary_key=True, on_delete=models.CASCADE, related_name="directory_entry"
    )
    # Name, town and address without case, accents and punctuation; and the first two of them alone.
    key = models.CharField(max_length=300, unique=True)
    name_key = models.CharField(max_length=200, db_index=True)
    # The fields of `providers.directory.rows.Home`, as the list gave them after mending.
    values = models.JSONField(default=dict)


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
    # Codes of service_types.yaml; the area follows from the type and is kept for filters.
    service_type = models.CharField(max_length=40)
    area = models.CharField(max_length=40)
    # The type's Italian label, kept so that search finds "centro estivo".
    type_label = models.CharField(max_length=80)
    delivery = models.CharField(_("delivery"), max_length=12, choices=Delivery)
    title = models.CharField(_("title"), max_length=90)
    summary = models.CharField(_("in one sentence"), max_length=160)
    text = models.TextField(_("description"), max_length=4000, blank=True)
    # None exactly where no credit moves: `public` is information alone.
    price = MoneyField(_("price"), null=True, validators=[MinValueValidator(1)])
    unit = models.CharField(_("what the price buys"), max_length=8, choices=Unit)
    vat_rate = models.DecimalField(_("VAT rate"), max_digits=4, decimal_places=2, default=5)
    # Directive 2016/1065: a single-purpose voucher when provider and rate are known at issue.
    is_single_purpose = models.BooleanField(_("single-purpose voucher"), default=True)
    age_min = models.PositiveSmallIntegerField(_("age from"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("age to"), null=True, blank=True)
    town = models.CharField(_("town"), max_length=60)
    address = models.CharField(_("address"), max_length=120, blank=True)
    how_to_apply = models.TextField(_("how to apply"), max_length=1000, blank=True, db_default="")
    beds = models.PositiveIntegerField(_("beds"), null=True, blank=True)
    alzheimer_beds = models.PositiveIntegerField(_("beds for people with Alzheimer's"), null=True, blank=True)
    # Days before the slot (places) or after the order (voucher) in which one may cancel.
    cancellation_days = models.PositiveSmallIntegerField(_("days to cancel"), default=14)
    validity_days = models.PositiveSmallIntegerField(_("days of validity"), default=180)
    questions = ArrayField(models.CharField(max_length=10, choices=Question), default=list, blank=True, size=6)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.PRIVATE)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # Why the network has suspended it; empty when it has not, whatever the state.
    suspension = models.CharField(max_length=10, choices=Suspension, blank=True, default="", db_default="")
    # Grows with each change that a buyer must see; the order form carries it.
    revision = models.PositiveIntegerField(default=1)
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
                condition=Q(delivery="public", price__isnull=True) | (~Q(delivery="public") & Q(price__isnull=False)),
                name="offer_price_where_paid",
            ),
            models.CheckConstraint(
                condition=Q(age_min__isnull=True) | Q(age_max__isnull=True) | Q(age_min__lte=F("age_max")),
                name="offer_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(suspension="") | Q(state="suspended"), name="offer_suspension_when_suspended"
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


class Slot(models.Model):
    """Dated places of an offer (*turno*), shared by every organization that shows it."""

    class State(models.TextChoices):
        """Whether places can be taken."""

        OPEN = "open", pgettext_lazy("dates", "Open")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="slots")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hours = models.CharField(_("hours"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    capacity = models.PositiveIntegerField(_("places"))
    taken = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__gte=0) & Q(taken__lte=F("capacity")),
                name="slot_never_overbooked",
            ),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="slot_dates_in_order"),
        ]
        indexes = [models.Index(fields=["offer", "starts_on"])]

    @property
    def left(self) -> int:
        """Places still free."""
        return self.capacity - self.taken


class Fulfilment(models.Model):
    """What a provider owes for one order: the shared, nameless half of a voucher."""

    class State(models.TextChoices):
        """Moves once out of `issued`."""

        ISSUED = "issued", _("To be accepted")
        ACCEPTED = "accepted", _("Accepted")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, null=True, on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    # HMAC-SHA256 of the voucher's code; the code itself is only in the issuer's schema, sealed.
    code_hash = models.BinaryField(max_length=32, unique=True)
    last_four = models.CharField(max_length=4)
    amount = MoneyField()
    state = models.CharField(max_length=10, choices=State, default=State.ISSUED)
    valid_until = models.DateField()
    issued_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="fulfilment_amount_positive")]
        indexes = [
            models.Index(fields=["provider", "accepted_at"]),
            models.Index(fields=["valid_until"], condition=Q(state="issued"), name="fulfilment_overdue"),
        ]


class Waiting(models.Model):
    """One person who waits for a place of a slot: the shared, nameless half.

    Who it is, and for whom, is in the organization's schema (`orders.WaitingRequest`) under the same
    reference. An offered place is counted in the slot's `taken` until it is answered.
    """

    class State(models.TextChoices):
        """Open while `waiting` or `offered`; every other state is an end."""

        WAITING = "waiting"
        OFFERED = "offered"
        TAKEN = "taken"
        LEFT = "left"
        LAPSED = "lapsed"
        ENDED = "ended"

    class Reason(models.TextChoices):
        """Why a list ended for somebody without their doing."""

        CANCELLED = "cancelled"
        BEGUN = "begun"
        UNABLE = "unable"

    reference = models.UUIDField(primary_key=True, editable=False)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="waiting")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=9, choices=Reason, blank=True)
    offered_until = models.DateTimeField(null=True)
    # The outbox: the person has not been told of the last move yet.
    is_news = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offered_until__isnull=False), name="waiting_offered_until_when"
            )
        ]
        indexes = [
            models.Index(fields=["slot", "since"], condition=Q(state="waiting"), name="waiting_in_line"),
            models.Index(fields=["offered_until"], condition=Q(state="offered"), name="waiting_offered"),
            models.Index(fields=["organization"], condition=Q(is_news=True), name="waiting_to_tell"),
        ]


class SlotCancellation(models.Model):
    """A slot that its provider cancelled: what people are told, and how far the work has come.

    The row is the outbox: each booking ends in a transaction of its own, and a killed worker's successor
    goes on with those that are left.
    """

    class Work(models.TextChoices):
        """Where the work stands."""

        QUEUED = "queued"
        STARTED = "started"
        DONE = "done"
        FAILED = "failed"

    slot = models.OneToOneField(Slot, primary_key=True, on_delete=models.PROTECT, related_name="cancellation")
    # Written for everybody who had booked; the form says to name nobody.
    reason = models.CharField(max_length=300)
    people = models.PositiveIntegerField()
    asked_at = models.DateTimeField(auto_now_add=True)
    work = models.CharField(max_length=8, choices=Work, default=Work.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["since"], condition=Q(work__in=["queued", "started"]), name="slot_cancellation_to_do")
        ]
