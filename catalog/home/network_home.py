"""The network's home: what needs an act first, each line with the page where it is done; then how large it is."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from catalog.feedback import office as feedback
from members.office import count_waiting
from members.views_office import OFFICE
from providers import console_offers, console_providers, console_reviews
from providers.accreditation import dossier
from providers.applications import deciding
from providers.console_offers import OLD_DRAFT
from providers.nominating.queries import promise_kept
from providers.quoting import queries as quoting
from providers.statements import queries as statements
from tenants.console import duties, queries
from tenants.console.duties import Duty, line
from tenants.console.pages import NETWORK, READERS, is_operator
from tenants.console.queries import Trouble
from tenants.console.works import words_of
from tenants.models import Status
from welfare.access import access
from welfare.clock import today


@access(READERS, kinds=NETWORK)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs an act first, then how large the network is."""
    may_act = is_operator(request)
    of_office = (
        [*certificates(), *complaints(), *disputes(), *contested(), *joining()] if OFFICE.allows(request.user) else []
    )
    lines = [*of_office, *organizations(), *(works() if may_act else ()), *services(), *duties.for_user(request.user)]
    shown = {
        "to_do": lines,
        "counts": queries.count_by_kind(),
        "promise": promise_kept(),
        "is_operator": may_act,
    }
    return render(request, "console/home.html", shown)


def certificates() -> Iterator[Duty]:
    """Relatives' certificates that members sent to the office."""
    n = count_waiting()
    words = ngettext("certificate to look at", "certificates to look at", n)
    yield from line(n, words, reverse("office_certificates:list"), _("A member waits for your answer."))


def complaints() -> Iterator[Duty]:
    """What members wrote of services that went wrong."""
    n = feedback.count_waiting()
    words = ngettext("complaint to answer", "complaints to answer", n)
    yield from line(n, words, reverse("office_complaints:list"), _("The first is due first."))


def contested() -> Iterator[Duty]:
    """Lines of statements that providers contest."""
    n = statements.waiting_for_office().count()
    words = ngettext("contested line of a statement", "contested lines of statements", n)
    yield from line(n, words, reverse("network_statements:overview"), _("A provider waits for your answer."))


def disputes() -> Iterator[Duty]:
    """Work agreed by a quote that somebody is not content with."""
    late = quoting.disputes().filter(due_on__lt=today()).count()
    n = quoting.disputes().count()
    words = ngettext("dispute about a quote", "disputes about quotes", n)
    detail = _("At least one is past its day.") if late else _("Both sides wait for your outcome.")
    yield from line(n, words, reverse("office_disputes:list"), detail)


def joining() -> Iterator[Duty]:
    """Who wants to supply, and papers of who does."""
    n = deciding.count_waiting()
    words = ngettext("application to look at", "applications to look at", n)
    yield from line(n, words, reverse("office_applications:list"), _("A cooperative waits for your answer."))
    n = dossier.waiting().count()
    words = ngettext("provider's document to look at", "providers' documents to look at", n)
    yield from line(n, words, reverse("office_papers:list"), _("Its services may be waiting for it."))
    n = dossier.ending().count()
    words = ngettext("document that expires or has expired", "documents that expire or have expired", n)
    yield from line(n, words, reverse("office_papers:ending"), _("Providers are reminded; call who does not answer."))


def organizations() -> Iterator[Duty]:
    """Organizations that stopped, that nobody has entered, that lack an update, that are closed."""
    counts = queries.waiting()
    listed = reverse("console:organizations")
    n = counts["stopped"]
    yield from line(
        n,
        ngettext("opening that stopped", "openings that stopped", n),
        f"{listed}?status={Trouble.STOPPED}",
        _("See what happened and try again."),
    )
    n = counts["behind"]
    yield from line(
        n,
        ngettext("organization that lacks an update", "organizations that lack an update", n),
        f"{listed}?status={Trouble.BEHIND}",
        _("It is not served until it is migrated."),
    )
    n = counts["silent"]
    yield from line(
        n,
        ngettext("organization that nobody has entered", "organizations that nobody has entered", n),
        f"{listed}?status={Trouble.SILENT}",
        _("Open for a week: send another invitation."),
    )
    n = counts["opening"]
    words = ngettext("organization being opened", "organizations being opened", n)
    yield from line(n, words, f"{listed}?status={Status.DRAFT}")
    n = counts["suspended"]
    words = ngettext("suspended organization", "suspended organizations", n)
    yield from line(n, words, f"{listed}?status={Status.SUSPENDED}")


def works() -> Iterator[Duty]:
    """Work that was given up, by kind; openings stand among the organizations."""
    for kind, count in queries.open_kinds().items():
        if kind != "provisioning":
            words = words_of(kind)
            label = _("Stopped: %(kind)s") % {"kind": words.label}
            yield Duty(label, f"{reverse('console:failures')}?{urlencode({'tipo': kind})}", count, str(words.missing))


def services() -> Iterator[Duty]:
    """Services that wait, and providers that offer nothing."""
    n = console_reviews.count()
    words = ngettext("service to look at", "services to look at", n)
    yield from line(n, words, reverse("network_reviews:queue"), _("Its provider waits for your answer."))
    counts = console_offers.waiting()
    listed = reverse("network_offers:list")
    n = counts["held"]
    yield from line(
        n,
        ngettext("service that the network suspended", "services that the network suspended", n),
        f"{listed}?stato={console_offers.HELD}",
        _("Look at it again: it goes on when the reason is gone."),
    )
    n = console_providers.without_services().count()
    yield from line(
        n,
        ngettext("provider without any published service", "providers without any published service", n),
        f"{reverse('network_providers:list')}?mostra={console_providers.IDLE}",
        _("Call them: they may need a hand."),
    )
    n = counts["old_drafts"]
    words = ngettext("draft older than a month", "drafts older than a month", n)
    yield from line(n, words, f"{listed}?stato={OLD_DRAFT}")
