"""What the console's pages say of organizations: facts, filters."""

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tenants import links
from tenants.console.queries import Trouble
from tenants.models import Organization, Status


def facts_of(organization: Organization) -> list[tuple[str, str]]:
    """What there is to know of an organization; what is empty is left out."""
    facts = [
        (_("Address"), links.base(organization)),
        (_("Kind"), str(organization.get_kind_display())),
        (_("Name in law"), organization.legal_name),
        (_("VAT number"), organization.vat_number),
        (_("Tax code"), organization.tax_code),
        (_("Invoices to"), " ".join(filter(None, where_of(organization)))),
        (_("Help phone"), " ".join(filter(None, [organization.help_phone, organization.help_hours]))),
    ]
    return [(label, value) for label, value in facts if value]


def where_of(organization: Organization) -> list[str]:
    """Where it is, and how electronic invoices reach it."""
    place = [organization.address, organization.postcode, organization.town]
    return [*place, organization.sdi_code, organization.certified_email]


def status_chips(search: str, status: str) -> list[dict[str, Any]]:
    """The filter by state."""
    choices = [("", _("All")), *((value, str(label)) for value, label in [*Status.choices, *Trouble.choices])]
    return [
        {"label": label, "url": query(q=search, status=value), "active": value == status} for value, label in choices
    ]


def query(**values: str) -> str:
    """The query of a link, without what is empty."""
    return "?" + urlencode({name: value for name, value in values.items() if value})
