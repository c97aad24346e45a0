"""A provider's dossier on its own host: what is needed, what holds until when, sending a new one."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from providers.access import MANAGERS, provider_of
from providers.accreditation import charter, dossier
from providers.accreditation.forms import PaperForm
from providers.accreditation.showing import document_page
from providers.models import Suspension
from tenants import isolation, throttle
from tenants.identity.actors import actor_of
from welfare.access import access

FORMS = require_http_methods(["GET", "HEAD", "POST"])
UPLOADS, UPLOADS_AN_HOUR, HOUR = "dossier-upload", 60, 3600


@access(MANAGERS)
@FORMS
def papers(request: HttpRequest) -> HttpResponse:
    """The dossier, and the form that sends a document."""
    provider = provider_of(request)
    initial = {"kind": request.GET.get("tipo", "")}
    form = PaperForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        throttle.hit(UPLOADS, str(provider.pk), limit=UPLOADS_AN_HOUR, seconds=HOUR)
        dossier.send(provider, form.paper(), actor=actor_of(request))
        messages.success(request, _("Sent. The welfare office looks at it, then you are told."))
        return redirect("provider_papers:list")
    withheld = Suspension(provider.withheld).label if provider.withheld else ""
    context = {
        "provider": provider,
        "lines": dossier.lines_of(provider),
        "form": form,
        "withheld": withheld,
        "unsigned": charter.to_sign(isolation.current()),
    }
    return render(request, "provider/papers.html", context)


@access(MANAGERS)
@require_safe
def paper_file(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The file of one of the provider's own documents."""
    document = dossier.get_document_for(provider_of(request), key)
    if document.state == dossier.State.WITHDRAWN:
        raise Http404
    return document_page(lambda: dossier.content_of(document), "documento", document.extension)


@access(MANAGERS)
@require_POST
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take back a document that nobody has looked at."""
    document = dossier.get_document_for(provider_of(request), key)
    if dossier.withdraw(document, actor=actor_of(request)):
        messages.success(request, _("Withdrawn and erased."))
    else:
        messages.error(request, _("The office has looked at it already."))
    return redirect("provider_papers:list")
