"""A relative's certificates, as the member keeps them. No page of the employer shows that there is one."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members import certificates
from members.certificate_forms import CertificateForm
from members.certificates import State
from members.models import Certificate, Relative
from members.queries import get_relative_for, member_of
from members.views_family import FORMS, MEMBERS
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare import documents
from welfare.access import access

PILLS = {State.SENT: "warn", State.SEEN: "", State.DECLINED: "refusal", State.WITHDRAWN: "neutral"}
# A document of somebody's is nothing a browser may run.
SANDBOX = "sandbox; default-src 'none'"


def relative_of(request: HttpRequest, key: uuid.UUID) -> Relative:
    """A relative of the signed-in member; 404 for anybody else's."""
    return get_relative_for(member_of(request.user), key)  # type: ignore[arg-type]


def get_certificate_for(relative: Relative, pk: uuid.UUID) -> Certificate:
    """A certificate of a relative; 404 for anybody else's."""
    found = relative.certificates.select_related("relative__member").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@access(MEMBERS, kinds=EMPLOYERS)
@FORMS
def listing(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What was sent for a relative and where it stands; and the form to send another."""
    relative = relative_of(request, key)
    form = CertificateForm(request.POST or None, request.FILES or None, relative=relative)
    if request.method == "POST" and form.is_valid():
        try:
            certificates.send(relative, form.paper(), actor=actor_of(request))
        except certificates.CannotSend as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sent. The welfare office looks at it, then you are told."))
            return redirect("family:certificates", relative.pk)
    kept = list(relative.certificates.order_by("-sent_at", "pk"))
    context = {
        "relative": relative,
        "rows": [(each, PILLS[State(each.state)]) for each in kept],
        "is_waiting": any(each.state == State.SENT for each in kept),
        "form": form,
    }
    return render(request, "family/certificates.html", context)


@access(MEMBERS, kinds=EMPLOYERS)
@FORMS
def withdraw(request: HttpRequest, key: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Ask, then let a certificate count no more."""
    relative = relative_of(request, key)
    certificate = get_certificate_for(relative, pk)
    if request.method == "POST":
        if certificates.withdraw(certificate, actor=actor_of(request)):
            messages.success(request, _("Withdrawn: it does not count from now on."))
        else:
            messages.error(request, _("This certificate did not count any more."))
        return redirect("family:certificates", relative.pk)
    if certificate.state not in certificates.STANDING:
        raise Http404
    return render(request, "confirm.html", question(relative, certificate))


def question(relative: Relative, certificate: Certificate) -> dict[str, Any]:
    """What is asked before a certificate is withdrawn."""
    erased = _("The document is erased at once.")
    kept = _(
        "Care that you buy from now on is exempt from 75 years of age only. What you bought before stays as it was: "
        "the document is kept, sealed, as long as the tax office may ask for it."
    )
    return {
        "title": _("Withdraw the certificate of %(name)s?") % {"name": relative.full_name},
        "text": kept if certificate.state == State.SEEN else erased,
        "submit": _("Withdraw it"),
        "danger": True,
        "back_url": reverse("family:certificates", args=[relative.pk]),
        "back_label": relative.full_name,
    }


@access(MEMBERS, kinds=EMPLOYERS)
@require_safe
def document(request: HttpRequest, key: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """The document, to the member who sent it."""
    return document_page(get_certificate_for(relative_of(request, key), pk))


def document_page(certificate: Certificate) -> HttpResponse:
    """A certificate's document as a browser gets it: photos in the page, a PDF to open. 404 once it is erased."""
    try:
        content = certificates.document_of(certificate)
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"certificato.{certificate.extension}"
    where = "attachment" if certificate.extension == "pdf" else "inline"
    headers = {"Content-Disposition": f'{where}; filename="{name}"', "Content-Security-Policy": SANDBOX}
    return HttpResponse(content, content_type=documents.CONTENT_TYPES[certificate.extension], headers=headers)
