"""Whom the network, or a territory's municipality, has accredited; and ending it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from providers.accreditation import standing
from providers.accreditation.forms import EndingForm
from providers.accreditation.models import Accreditation
from tenants import isolation
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.clock import today
from welfare.paging import links_of, page_by_key

DECIDING = ("network", "territory")
OFFICE = roles("office")
FORMS = require_http_methods(["GET", "HEAD", "POST"])
NEWEST = ("-since", "pk")


@access(OFFICE, kinds=DECIDING)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The accreditations that stand, the newest first; those whose last day has passed are marked."""
    found = Accreditation.objects.filter(by=isolation.current(), withdrawn_on__isnull=True)
    page = page_by_key(found.select_related("provider", "call"), NEWEST, request.GET.get("dopo", ""))
    return render(request, "office/accredited.html", links_of(page, {}) | {"rows": page.rows, "day": today()})


@access(OFFICE, kinds=DECIDING)
@FORMS
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask for the reason, then end an accreditation; 404 for another's, or one that has ended."""
    standing_ones = Accreditation.objects.filter(by=isolation.current(), withdrawn_on__isnull=True)
    found = standing_ones.select_related("provider").filter(pk=key).first()
    if found is None:
        raise Http404
    form = EndingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        ending = Accreditation.Ending(form.cleaned_data["ending"])
        standing.withdraw(found.provider, ending, actor=actor_of(request))
        standing.refresh(found.provider_id)
        messages.success(request, _("%(name)s is accredited no more.") % {"name": found.provider.name})
        return redirect("office_accredited:list")
    context = {
        "title": _("End the accreditation of %(name)s?") % {"name": found.provider.name},
        "text": consequence(),
        "submit": _("End it"),
        "danger": True,
        "form": form,
        "back_url": reverse("office_accredited:list"),
        "back_label": _("Accredited providers"),
    }
    return render(request, "confirm.html", context)


def consequence() -> str:
    """What ending it does here."""
    if isolation.current().kind == "network":
        return _("Its services leave every shelf at once. Vouchers already given stay good.")
    return _("Its services no longer carry your mark. What the network thinks of it stays as it is.")
