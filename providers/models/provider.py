"""Who supplies services: providers, and what an open list said of them."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from providers.models.reach import WHOLE, Reach
from tenants.models import Organization

MOST_CONTACTS = 5


class Form(models.TextChoices):
    """What a provider is in law."""

    SOCIAL_COOPERATIVE_A = "coop_a", _("Social cooperative, type A")
    SOCIAL_COOPERATIVE_B = "coop_b", _("Social cooperative, type B")
    MUTUAL_FUND = "mutual", _("Mutual fund")
    COMPANY = "company", _("Company")
    PUBLIC_BODY = "public", _("Public body")
    OTHER = "other", _("Other body")


class Provider(models.Model):
    """Who supplies services; without organization it is a directory entry, not bookable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.OneToOneField(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="provider"
    )
    name = models.CharField(_("name"), max_length=120)
    form = models.CharField(_("form"), max_length=8, choices=Form)
    legal_name = models.CharField(_("registered name"), max_length=200, blank=True, db_default="")
    vat_number = models.CharField(_("VAT number"), max_length=11, blank=True)
    tax_code = models.CharField(_("tax code"), max_length=16, blank=True, db_default="")
    # Where it is paid; ISO 13616, without spaces.
    iban = models.CharField(_("IBAN"), max_length=34, blank=True, db_default="")
    # How its electronic invoices are addressed: recipient code of the exchange system, or certified mail.
    sdi_code = models.CharField(_("recipient code"), max_length=7, blank=True, db_default="")
    certified_email = models.EmailField(_("certified e-mail"), blank=True, db_default="")
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
    # Given by the network's office once the papers are signed: text and photos go out without being looked at.
    is_trusted = models.BooleanField(default=False, db_default=False)
    # Why the platform keeps all it lists off the shelves (`Suspension`); empty when its papers are in order.
    withheld = models.CharField(max_length=10, blank=True, default="", db_default="")

    # How much of it whoever asked for it reaches: the getters of `providers.queries` give nothing beyond it.
    reach: Reach = WHOLE

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
