"""The network's welfare office: papers to check, papers that end, the charter and who has signed it."""

import datetime
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from providers.accreditation import charter, checking, dossier
from providers.accreditation.forms import CharterForm, PaperDecisionForm, SignByForm
from providers.accreditation.models import DossierDocument
from providers.accreditation.showing import document_page
from providers.models import Provider
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.clock import today
from welfare.paging import links_of, page_by_key

NETWORK = ("network",)
OFFICE = roles("office")
FORMS = require_http_methods(["GET", "HEAD", "POST"])
OLDEST, SOONEST, BY_NAME = ("sent_at", "pk"), ("expires_on", "pk"), ("sort_name", "pk")
UNSIGNED = "da-firmare"


@access(OFFICE, kinds=NETWORK)
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Papers that wait, the oldest first."""
    page = page_by_key(dossier.waiting(), OLDEST, request.GET.get("dopo", ""))
    return render(request, "office/papers.html", links_of(page, {}) | {"rows": page.rows})


@access(OFFICE, kinds=NETWORK)
@require_safe
def ending(request: HttpRequest) -> HttpResponse:
    """Papers that end in the next sixty days, or have ended, with no newer one: who is to be called."""
    page = page_by_key(dossier.ending(), SOONEST, request.GET.get("dopo", ""))
    return render(request, "office/papers_ending.html", links_of(page, {}) | {"rows": page.rows, "day": today()})


@access(OFFICE, kinds=NETWORK)
@FORMS
def paper(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One paper that waits, and what the office finds of it."""
    document = checking.get_waiting(key)
    posted = request.POST if request.method == "POST" else None
    form = PaperDecisionForm(posted, kind=document.kind, initial={"expires_on": document.expires_on})
    if request.method == "POST" and form.is_valid():
        decide(request, document, form)
        return redirect("office_papers:list")
    context = {"document": document, "form": form, "is_photo": document.extension != "pdf"}
    return render(request, "office/paper.html", context)


def decide(request: HttpRequest, document: DossierDocument, form: PaperDecisionForm) -> None:
    """Write what was found."""
    data = form.cleaned_data
    done = checking.decide(
        document, is_accepted=form.is_accepted, expires_on=data["expires_on"], reason=data["reason"],
        actor=actor_of(request),
    )  # fmt: skip
    if done:
        messages.success(request, _("Noted. The provider is told."))
    else:
        messages.error(request, _("A colleague was quicker, or the provider has withdrawn it."))


@access(OFFICE, kinds=NETWORK)
@require_safe
def paper_file(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The file of any paper of a dossier."""
    document = DossierDocument.objects.select_related("provider__organization").filter(pk=key).first()
    if document is None or document.state == dossier.State.WITHDRAWN:
        raise Http404
    read = lambda: checking.read(document, actor=actor_of(request))  # noqa: E731
    return document_page(read, "documento", document.extension)


@access(OFFICE, kinds=NETWORK)
@require_safe
def dossier_of(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The dossier of one provider."""
    provider = Provider.objects.select_related("organization").filter(pk=pk).first()
    if provider is None:
        raise Http404
    unsigned = charter.to_sign(provider.organization) if provider.organization else None
    context = {"provider": provider, "lines": dossier.lines_of(provider), "unsigned": unsigned}
    return render(request, "office/dossier.html", context)


@access(OFFICE, kinds=NETWORK)
@FORMS
def charter_page(request: HttpRequest) -> HttpResponse:
    """The version in force with who has signed it, and the next one as a draft."""
    draft, present = charter.draft(), charter.in_force()
    base = draft or present
    initial = {"title": base.title, "text": base.text} if base else {}
    form = CharterForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        charter.write(data["title"], data["text"], actor=actor_of(request))
        messages.success(request, _("The draft is saved: nobody sees it until you publish it."))
        return redirect("office_charter:charter")
    context = {"draft": draft, "present": present, "form": form, "counts": charter.counts(present) if present else None}
    return render(request, "office/charter.html", context)


@access(OFFICE, kinds=NETWORK)
@FORMS
def charter_publish(request: HttpRequest) -> HttpResponse:
    """Publish the draft, to be signed by a day."""
    draft = charter.draft()
    if draft is None:
        raise Http404
    initial = {"sign_by": today() + datetime.timedelta(days=45)}
    form = SignByForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if charter.publish(draft, form.cleaned_data["sign_by"], actor=actor_of(request)):
            messages.success(request, _("Published: every organization is told tonight, and signs online."))
        else:
            messages.info(request, _("A colleague has published it already."))
        return redirect("office_charter:charter")
    return render(request, "office/charter_publish.html", {"form": form, "draft": draft})


@access(OFFICE, kinds=NETWORK)
@require_safe
def signers(request: HttpRequest) -> HttpResponse:
    """Who has signed the version in force, by name; or only who has not."""
    present = charter.in_force()
    if present is None:
        messages.info(request, _("Nobody can sign yet: publish the charter first."))
        return redirect("office_charter:charter")
    only = request.GET.get("mostra", "") == UNSIGNED
    found = charter.signers(present)
    page = page_by_key(found.filter(has_signed=False) if only else found, BY_NAME, request.GET.get("dopo", ""))
    chips = [
        {"label": _("All"), "url": "?", "active": not only},
        {"label": _("Still to sign"), "url": f"?mostra={UNSIGNED}", "active": only},
    ]
    kept = {"mostra": UNSIGNED} if only else {}
    context = links_of(page, kept) | {"rows": page.rows, "chips": chips, "charter": present}
    return render(request, "office/charter_signers.html", context)
