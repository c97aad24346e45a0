"""The network's pages about providers; on hosts of kind network alone."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from providers.console_forms import ProviderForm
from providers.models import Provider
from tenants.audit import trail
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.paging import Page, page_by_key

NETWORK = ("network",)
STAFF = roles("operator", "office")
BY_NAME = ("name", "pk")


@access(STAFF, kinds=NETWORK)
@require_safe
def list_providers(request: HttpRequest) -> HttpResponse:
    """All providers by name, with search."""
    search = request.GET.get("q", "").replace("\0", "").strip()[:100]
    page = providers_page(search, request.GET.get("after", ""))
    shown = {
        "page": page,
        "search": search,
        "first_url": "" if page.is_first else "?" + urlencode({"q": search}),
        "next_url": "?" + urlencode({"q": search, "after": page.next_cursor}) if page.next_cursor else "",
    }
    return render(request, "console/providers.html", shown)


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
        messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
        return redirect("network_providers:list")
    return render(request, "console/provider.html", {"form": form, "title": title})


def providers_page(search: str, cursor: str) -> Page[Provider]:
    """One page of providers by name, with their organizations."""
    found = Provider.objects.select_related("organization")
    if search:
        found = found.filter(name__icontains=search) | found.filter(town__icontains=search)
    return page_by_key(found, BY_NAME, cursor)
