"""The welfare office's pages of certificates: what waits, one of them with its document, what was found."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members import office
from members.certificate_forms import DecisionForm
from members.certificates import KIND
from members.office import Officer, OwnFamily
from members.views_certificates import document_page
from tenants import reviews
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.paging import links_of, page_by_key

NETWORK = ("network",)
OFFICE = roles("office")


def officer_of(request: HttpRequest) -> Officer:
    """The signed-in officer."""
    return office.officer(request.user, actor_of(request))  # type: ignore[arg-type]


@access(OFFICE, kinds=NETWORK)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first: no more than the organization and since when."""
    page = page_by_key(reviews.waiting(KIND), reviews.OLDEST, request.GET.get("dopo", ""))
    return render(request, "office/certificates.html", links_of(page, {}) | {"rows": page.rows})


@access(OFFICE, kinds=NETWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One certificate: what it says, its document, and what the office found."""
    review, officer = reviews.get_waiting(KIND, key), officer_of(request)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    try:
        if request.method == "POST" and form.is_valid():
            return decided(request, key, form)
        shown = office.look_at(review, officer)
    except OwnFamily:
        return render(request, "office/own_family.html", status=OwnFamily.status)
    context = {"review": review, "shown": shown, "form": form, "is_photo": shown.certificate.extension != "pdf"}
    return render(request, "office/certificate.html", context)


def decided(request: HttpRequest, key: uuid.UUID, form: DecisionForm) -> HttpResponse:
    """Write what was found. Raises OwnFamily."""
    review = reviews.get_waiting(KIND, key)
    reason = form.cleaned_data["reason"]
    if office.decide(review, officer_of(request), is_accepted=form.is_accepted, reason=reason):
        messages.success(request, _("Noted. The member is told."))
    else:
        messages.error(request, _("A colleague was quicker, or the member has withdrawn it."))
    return redirect("office_certificates:list")


@access(OFFICE, kinds=NETWORK)
@require_safe
def document(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The document of a certificate that waits."""
    review, officer = reviews.get_waiting(KIND, key), officer_of(request)
    try:
        with office.opened(review, officer) as found:
            office.note_reading(found, officer)
            return document_page(found)
    except OwnFamily:
        return render(request, "office/own_family.html", status=OwnFamily.status)
