"""The pages on which it is written what invoices to an organization must carry."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from providers import invoice_data
from providers.invoice_data import InvoiceDataForm
from tenants import isolation
from tenants.console import queries
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS, Organization
from welfare.access import access, roles

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@access(roles("payroll"), kinds=EMPLOYERS)
@FORMS
def own(request: HttpRequest) -> HttpResponse:
    """Payroll writes where the organization is, and how invoices reach it."""
    here = Organization.objects.get(pk=isolation.current().pk)
    return data_page(request, here, reverse("payables:list"), whole=False)


@access(roles("operator"), kinds=("network",))
@FORMS
def of_member(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An operator writes it for an organization of the network, with who it is in law."""
    found = queries.get_organization(pk)
    return data_page(request, found, reverse("console:organization", args=[pk]), whole=True)


def data_page(request: HttpRequest, found: Organization, back: str, *, whole: bool) -> HttpResponse:
    """The form, or what was written in it kept."""
    form = InvoiceDataForm(request.POST if request.method == "POST" else None, instance=found, whole=whole)
    if request.method == "POST" and form.is_valid():
        written = {name: form.cleaned_data[name] for name in form.fields}
        invoice_data.write(Organization.objects.get(pk=found.pk), written, actor=actor_of(request))
        messages.success(request, _("Saved: providers read it on what they invoice by."))
        return redirect(back)
    name = Organization.objects.values_list("name", flat=True).get(pk=found.pk)
    context = {"form": form, "shown": found, "name": name, "back": back, "whole": whole}
    return render(request, "office/invoice_data.html", context)
