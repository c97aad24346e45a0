"""The office's queue of applications: on the network's host, and on a territory's for its municipality."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from providers.accreditation import presenting
from providers.accreditation.forms import PaperDecisionForm
from providers.accreditation.models import Charter, Criterion
from providers.accreditation.showing import document_page
from providers.applications import applying, awaited, deciding, joining, papers
from providers.applications.deciding import NotReady
from providers.applications.duties import DUE
from providers.applications.forms import WordsForm
from providers.applications.models import Application, Attachment
from providers.taxonomy import KINDS
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.clock import today
from welfare.paging import links_of, page_by_key

# A network's welfare office, a municipality's office.
DECIDING = ("network", "territory")
OFFICE = roles("office")
FORMS = require_http_methods(["GET", "HEAD", "POST"])
State = Application.State


@access(OFFICE, kinds=DECIDING)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The applications in a state, those that people wait for first; to look at unless another is asked for."""
    asked = request.GET.get("stato", "")
    state = asked if asked in (*deciding.SENT, DUE) else State.SUBMITTED
    found = awaited.due(Application.objects.all(), today()) if state == DUE else deciding.listed(state)
    page = page_by_key(found, awaited.AWAITED_FIRST, request.GET.get("dopo", ""))
    context = links_of(page, {"stato": asked}) | {
        "rows": page.rows,
        "chips": chips(state),
        "state": state,
        "today": today(),
    }
    return render(request, "office/applications.html", context)


def chips(listed: str) -> list[dict[str, object]]:
    """The states, and those that are to be answered today."""
    shown = [(State(each).value, State(each).label) for each in deciding.SENT]
    due: list[tuple[str, Any]] = [(DUE, _("People wait, due today"))]
    return [{"label": label, "url": f"?stato={value}", "active": value == listed} for value, label in due + shown]


@access(OFFICE, kinds=DECIDING)
@require_safe
def application(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One application: company, contact, answers, documents, who presents it; what can be done with it."""
    found = deciding.look_at(key, actor=actor_of(request))
    known = joining.known_as(found) if found.state in applying.OPEN else None
    context = {
        "application": found,
        "awaited": awaited.with_people(Application.objects.filter(pk=key)).get(),
        "today": today(),
        "call": applying.call_of(found),
        "answers": answers_of(found),
        "asked": papers.asked_for(found),
        "kinds": [KINDS[code].label for code in found.kinds if code in KINDS],
        "presentation": presenting.of_application(key),
        "charter": Charter.objects.filter(pk=found.charter_id).first() if found.charter_id else None,
        "known": known,
        "member": joining.member_of_same_number(found) if known is None else None,
        "is_waiting": found.state == State.SUBMITTED,
        "is_open": found.state in applying.OPEN,
    }
    return render(request, "office/application.html", context)


def answers_of(found: Application) -> list[tuple[Criterion, Any]]:
    """Each question of the call with its answer, if there is one."""
    criteria = Criterion.objects.filter(call=found.call_id) if found.call_id else Criterion.objects.none()
    given = {answer.criterion_id: answer for answer in found.answers.all()}
    return [(criterion, given.get(criterion.pk)) for criterion in criteria]


@access(OFFICE, kinds=DECIDING)
@FORMS
def paper(request: HttpRequest, key: uuid.UUID, paper_key: uuid.UUID) -> HttpResponse:
    """One document of an application, and what the office finds of it."""
    found = deciding.look_at(key, actor=actor_of(request))
    attachment = papers.get_attachment(found, paper_key)
    form = PaperDecisionForm(
        request.POST if request.method == "POST" else None,
        kind=attachment.kind,
        initial={"expires_on": attachment.expires_on},
    )
    if request.method == "POST" and form.is_valid():
        note_paper(request, attachment, form)
        return redirect("office_applications:application", key)
    context = {
        "application": found,
        "attachment": attachment,
        "form": form,
        "is_photo": attachment.extension != "pdf",
        "is_open": found.state in applying.OPEN,
    }
    return render(request, "office/application_paper.html", context)


def note_paper(request: HttpRequest, attachment: Attachment, form: PaperDecisionForm) -> None:
    """Write what was found of a document."""
    data = form.cleaned_data
    done = deciding.check_paper(
        attachment, is_accepted=form.is_accepted, expires_on=data["expires_on"], reason=data["reason"],
        actor=actor_of(request),
    )  # fmt: skip
    if done:
        messages.success(request, _("Noted."))
    else:
        messages.error(request, _("This application has ended: its documents stay as they are."))


@access(OFFICE, kinds=DECIDING)
@require_safe
def paper_file(request: HttpRequest, key: uuid.UUID, paper_key: uuid.UUID) -> HttpResponse:
    """The file of a document."""
    attachment = papers.get_attachment(deciding.get(key), paper_key)
    read = lambda: deciding.open_paper(attachment, actor=actor_of(request))  # noqa: E731
    return document_page(read, "documento", attachment.extension)


@access(OFFICE, kinds=DECIDING)
@FORMS
def ask(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask the applicant for what is missing."""
    help_text = _("The contact gets it by mail, with the link to complete the application.")
    form = WordsForm(request.POST or None, label=_("What is missing"), help_text=help_text)
    found = deciding.look_at(key, actor=actor_of(request))
    if request.method == "POST" and form.is_valid():
        told(request, deciding.ask(found, form.cleaned_data["words"], actor=actor_of(request)))
        return redirect("office_applications:application", key)
    words = {"title": _("Ask %(name)s for what is missing") % {"name": found.name}, "submit": _("Ask for it")}
    return render(request, "confirm.html", words | back_to(found) | {"form": form})


@access(OFFICE, kinds=DECIDING)
@FORMS
def refuse(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Refuse, with reasons."""
    help_text = _("The contact gets it by mail: say what would have to be different.")
    form = WordsForm(request.POST or None, label=_("Reasons"), help_text=help_text)
    found = deciding.look_at(key, actor=actor_of(request))
    if request.method == "POST" and form.is_valid():
        told(request, deciding.refuse(found, form.cleaned_data["words"], actor=actor_of(request)))
        return redirect("office_applications:list")
    words = {"title": _("Refuse %(name)s?") % {"name": found.name}, "submit": _("Refuse"), "danger": True}
    return render(request, "confirm.html", words | back_to(found) | {"form": form})


def told(request: HttpRequest, is_done: bool) -> None:
    """Say whether the applicant is told."""
    if is_done:
        messages.success(request, _("Done: the contact is told by mail."))
    else:
        messages.error(request, _("A colleague has moved this application meanwhile: look at it again."))


def back_to(found: Application) -> dict[str, Any]:
    """The way back from a question about an application."""
    back = reverse("office_applications:application", args=[found.pk])
    return {"back_url": back, "back_label": found.name}


@access(OFFICE, kinds=DECIDING)
@FORMS
def accept(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say what accepting does, then do it."""
    found = deciding.look_at(key, actor=actor_of(request))
    if request.method == "POST":
        try:
            deciding.accept(found, actor=actor_of(request))
        except NotReady as refusal:
            messages.error(request, str(refusal))
            return redirect("office_applications:application", key)
        messages.success(request, _("%(name)s is accredited; the contact is told by mail.") % {"name": found.name})
        return redirect("office_applications:list")
    words = {
        "title": _("Accept %(name)s?") % {"name": found.name},
        "text": consequence(found),
        "submit": _("Accept"),
    }
    return render(request, "confirm.html", words | back_to(found))


def consequence(found: Application) -> str:
    """What accepting this applicant does."""
    known = joining.known_as(found)
    if not joining.opens_organizations():
        return _("It becomes a provider accredited by you: its services carry that mark here.")
    if known is not None and known.organization is not None:
        return _("It is in the network already: it is accredited, and what it wrote of itself stays as it is.")
    member = joining.member_of_same_number(found)
    if member is not None:
        words = _("%(name)s has the same VAT number: it becomes a provider. Its own people decide who works with it.")
        return words % {"name": member.name}
    return _("An organization is opened for it, and its contact is invited as the manager.")
