"""What the console's pages say of organizations: facts, filters, links between pages, acts in words."""

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants import links
from tenants.audit.models import Record
from tenants.models import Organization, Status
from tenants.registry import Reason
from welfare.paging import Page

ACTS = {
    "requested": gettext_lazy("Opening asked for"),
    "suspended": gettext_lazy("Suspended"),
    "resumed": gettext_lazy("Opened again"),
}


@dataclass(frozen=True)
class Act:
    """One act of an operator, in words."""

    label: str
    reason: str
    at: datetime.datetime


def act(record: Record) -> Act:
    """A record `organization.<what>[.<reason>]` of the trail, in words."""
    what, _dot, reason = record.action.partition(".")[2].partition(".")
    known_reason = str(Reason(reason).label) if reason in Reason.values else ""
    return Act(str(ACTS.get(what, what)), known_reason, record.at)


def facts_of(organization: Organization) -> list[tuple[str, str]]:
    """What there is to know of an organization; what is empty is left out."""
    facts = [
        (_("Address"), links.base(organization)),
        (_("Kind"), str(organization.get_kind_display())),
        (_("Name in law"), organization.legal_name),
        (_("VAT number"), organization.vat_number),
        (_("Help phone"), " ".join(filter(None, [organization.help_phone, organization.help_hours]))),
    ]
    return [(label, value) for label, value in facts if value]


def status_chips(search: str, status: str) -> list[dict[str, Any]]:
    """The filter by state."""
    choices = [("", _("All")), *((value, str(label)) for value, label in Status.choices)]
    return [
        {"label": label, "url": query(q=search, status=value), "active": value == status} for value, label in choices
    ]


def links_of(page: Page[Any], **kept: str) -> dict[str, str]:
    """The links below a page of a list: to its beginning and to the next page, with the filters kept."""
    return {
        "first_url": "" if page.is_first else query(**kept),
        "next_url": query(**kept, after=page.next_cursor) if page.next_cursor else "",
    }


def query(**values: str) -> str:
    """The query of a link, without what is empty."""
    return "?" + urlencode({name: value for name, value in values.items() if value})
