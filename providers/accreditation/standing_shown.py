"""What a provider's manager has to do for its papers and its signature: lines of the provider's home."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.accreditation import charter, dossier, presenting
from providers.models import Provider, Suspension
from welfare.templatetags.kit import day


@dataclass(frozen=True)
class Duty:
    """One line: what, where it is done, how pressing."""

    label: Any
    url: str
    pill: Any = ""
    pill_kind: str = ""


def duties_of(provider: Provider) -> list[Duty]:
    """What waits, the most pressing first; five queries."""
    organization = provider.organization
    if organization is None:
        return []
    version = charter.to_sign(organization)
    found = [*withheld(provider), *of_papers(provider)]
    if version is not None:
        label = _("Sign the charter by %(day)s") % {"day": day(charter.day_for(version, organization), "short")}
        found.append(Duty(label, reverse("charter:charter"), _("To sign"), "warn"))
    n = presenting.count_waiting(organization)
    if n:
        label = ngettext("%(n)d applicant asks you to present them", "%(n)d applicants ask you to present them", n)
        found.append(Duty(label % {"n": n}, reverse("charter:presentations")))
    return found


def withheld(provider: Provider) -> list[Duty]:
    """That the services are off the shelves."""
    if not provider.withheld:
        return []
    page = "charter:charter" if provider.withheld == Suspension.CHARTER else "provider_papers:list"
    return [Duty(_("Your services are off the shelves"), reverse(page), _("To do at once"), "refusal")]


def of_papers(provider: Provider) -> list[Duty]:
    """Papers that have ended, end, or were not accepted; those that are missing, in one line."""
    url = reverse("provider_papers:list")
    lines = dossier.lines_of(provider)
    found = []
    for line in lines:
        if line.has_expired and line.waits is None:
            found.append(Duty(line.kind.label, f"{url}?tipo={line.kind.value}", _("Expired"), "refusal"))
        elif line.expires_soon and line.waits is None:
            found.append(Duty(line.kind.label, f"{url}?tipo={line.kind.value}", _("Expires"), "warn"))
        elif line.refused is not None:
            found.append(Duty(line.kind.label, f"{url}?tipo={line.kind.value}", _("Not accepted"), "refusal"))
    n = sum(line.is_missing and line.waits is None and line.refused is None for line in lines)
    if n:
        words = ngettext("%(n)d document to send", "%(n)d documents to send", n)
        found.append(Duty(words % {"n": n}, url))
    return found
