"""What a provider's manager has to do for its papers and its signature: lines of the provider's home."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.accreditation import charter, dossier, presenting
from providers.models import Provider, Suspension
from providers.to_do import Asker, Line
from welfare.templatetags.kit import day


def lines(asker: Asker) -> list[Line]:
    """What waits of papers and signature, the most pressing first; five queries."""
    provider = asker.provider
    organization = provider.organization
    if organization is None:
        return []
    version = charter.to_sign(organization)
    found = [*withheld(provider), *of_papers(provider)]
    if version is not None:
        label = _("Sign the charter by %(day)s") % {"day": day(charter.day_for(version, organization), "short")}
        found.append(Line(str(label), reverse("charter:charter"), detail=_("To sign"), is_late=True))
    n = presenting.count_waiting(organization)
    if n:
        label = ngettext("%(n)d applicant asks you to present them", "%(n)d applicants ask you to present them", n)
        found.append(Line(label % {"n": n}, reverse("charter:presentations")))
    return found


def withheld(provider: Provider) -> list[Line]:
    """That the services are off the shelves."""
    if not provider.withheld:
        return []
    page = "charter:charter" if provider.withheld == Suspension.CHARTER else "provider_papers:list"
    return [Line(str(_("Your services are off the shelves")), reverse(page), detail=_("To do at once"), is_late=True)]


def of_papers(provider: Provider) -> list[Line]:
    """Papers that have ended, end, or were not accepted; those that are missing, in one line."""
    url = reverse("provider_papers:list")
    papers = dossier.lines_of(provider)
    found = []
    for paper in papers:
        said = said_of(paper)
        if said:
            address = f"{url}?tipo={paper.kind.value}"
            found.append(Line(str(paper.kind.label), address, detail=said, is_late=True))
    n = sum(paper.is_missing and paper.waits is None and paper.refused is None for paper in papers)
    if n:
        words = ngettext("%(n)d document to send", "%(n)d documents to send", n)
        found.append(Line(words % {"n": n}, url))
    return found


def said_of(paper: dossier.Line) -> str:
    """What is wrong with a paper, in a word; empty when nothing is, or when a newer one waits to be looked at."""
    if paper.waits is None and (paper.has_expired or paper.expires_soon):
        return _("Expired") if paper.has_expired else _("Expires")
    return _("Not accepted") if paper.refused is not None else ""
