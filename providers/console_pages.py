"""The network's pages about providers; on hosts of kind network alone."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from providers import console_providers
from providers.accreditation import standing
from providers.accreditation.models import Accreditation
from providers.console_forms import ProviderForm
from providers.models import Provider
from tenants.audit import trail
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.paging import links_of

NETWORK = ("network",)
STAFF = roles("operator", "office")
OFFICE = roles("office")


@access(STAFF, kinds=NETWORK)
@require_safe
def list_providers(request: HttpRequest) -> HttpResponse:
    """All providers by name, with search."""
    search = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    only = request.GET.get("mostra", "")
    found = console_providers.answers(search, only)
    page = console_providers.page_of(found, request.GET.get("after", ""))
    shown = links_of(page, {"q": search, "mostra": only}, "after") | {
        "page": page,
        "search": search,
        "count": found.count(),
        "kept": [("mostra", only)] if only else [],
        "is_narrowed": bool(search or only),
        "chips": chips(search, only),
    }
    return render(request, "console/providers.html", shown)


def chips(search: str, only: str) -> list[dict[str, Any]]:
    """Whom the list may be narrowed to."""
    choices = [
        ("", _("All")),
        (console_providers.IDLE, _("Without published services")),
        (console_providers.NOT_ACCREDITED, _("Not accredited")),
        (console_providers.DIRECTORY, _("Directory only")),
    ]
    known = {value for value, _label in choices}
    return [
        {
            "label": label,
            "url": "?" + urlencode({"q": search, "mostra": value}),
            "active": value == (only if only in known else ""),
        }
        for value, label in choices
    ]


@access(STAFF, kinds=NETWORK)
def new_provider(request: HttpRequest) -> HttpResponse:
    """List a provider."""
    return edit(request, Provider(), _("List a provider"))


@access(STAFF, kinds=NETWORK)
def change_provider(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what is known of a provider, or its accreditation."""
    found = Provider.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return edit(request, found, found.name)


def edit(request: HttpRequest, provider: Provider, title: str) -> HttpResponse:
    """The form of one provider; each change is written to the network's trail."""
    is_new = provider._state.adding
    form = ProviderForm(request.POST or None, instance=provider)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save()
            action = "provider.listed" if is_new else "provider.changed"
            trail.record(actor_of(request), action, subject=str(saved.pk), details={"fields": form.changed_data})
            if "is_accredited" in form.changed_data or is_new:
                note_accreditation(request, saved)
        messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
        return redirect("network_providers:list")
    shown = {"form": form, "title": title} | ({} if is_new else links_to(request, provider))
    return render(request, "console/provider.html", shown)


def note_accreditation(request: HttpRequest, provider: Provider) -> None:
    """Write the accreditation that the box speaks of: given, or ended."""
    if provider.is_accredited:
        standing.accredit(provider, actor=actor_of(request))
    elif standing.withdraw(provider, Accreditation.Ending.CONDITIONS, actor=actor_of(request)):
        standing.refresh(provider.pk)


def links_to(request: HttpRequest, provider: Provider) -> dict[str, str]:
    """Where the provider's services are, and, for the office, its documents."""
    papers = reverse("office_papers:dossier", args=[provider.pk]) if OFFICE.allows(request.user) else ""
    return {"offers_url": f"{reverse('network_offers:list')}?fornitore={provider.pk}", "papers_url": papers}
