"""The applicant's own pages, opened by the link of a mail: what is there, what is missing, sending it."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from providers.accreditation import charter, presenting
from providers.accreditation.forms import PaperForm
from providers.accreditation.models import Charter, Criterion, DocumentKind
from providers.accreditation.showing import document_page
from providers.applications import applying, awaited, papers, progress
from providers.applications.applying import WRITABLE, CannotApply
from providers.applications.forms import ApplicationForm, CriteriaForm
from providers.applications.models import Application
from providers.applications.views import HOUR, TAKING
from tenants import throttle
from welfare.access import PUBLIC, access

FORMS = require_http_methods(["GET", "HEAD", "POST"])
UPLOADS, UPLOADS_AN_HOUR = "application-upload", 60


@access(PUBLIC, kinds=TAKING)
@require_safe
def overview(request: HttpRequest, token: str) -> HttpResponse:
    """Where the application stands, and what is still to be done."""
    application = applying.get_by_token(token)
    context = shown(application, token) | {
        "steps": progress.steps_of(application, token),
        "presentation": presenting.of_application(application.pk),
        "answer_by": awaited.answer_by(application),
        "can_withdraw": application.state in (*WRITABLE, Application.State.SUBMITTED),
    }
    return render(request, "applications/overview.html", context)


def shown(application: Application, token: str) -> dict[str, Any]:
    """What each page of an application says of it."""
    return {
        "application": application,
        "token": token,
        "call": applying.call_of(application),
        "can_write": application.state in WRITABLE,
    }


@access(PUBLIC, kinds=TAKING)
@FORMS
def data(request: HttpRequest, token: str) -> HttpResponse:
    """The company's data, to be corrected."""
    application = applying.get_by_token(token)
    call = applying.call_of(application)
    form = ApplicationForm(request.POST if request.method == "POST" else None, instance=application, call=call)
    if request.method == "POST" and form.is_valid():
        try:
            applying.change(application, form.written())
        except CannotApply as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("applications:overview", token)
    return render(request, "applications/data.html", shown(applying.get_by_token(token), token) | {"form": form})


@access(PUBLIC, kinds=TAKING)
@FORMS
def criteria(request: HttpRequest, token: str) -> HttpResponse:
    """The questions of the call."""
    application = applying.get_by_token(token)
    asked = list(Criterion.objects.filter(call=application.call_id)) if application.call_id else []
    answers = {answer.criterion_id: answer for answer in application.answers.all()}
    posted = request.POST if request.method == "POST" else None
    form = CriteriaForm(posted, criteria=asked, answers=answers)
    if request.method == "POST" and form.is_valid():
        try:
            for criterion, is_yes, text in form.answered():
                applying.answer(application, criterion, is_yes=is_yes, text=text)
        except CannotApply as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("applications:overview", token)
    return render(request, "applications/criteria.html", shown(application, token) | {"form": form})


@access(PUBLIC, kinds=TAKING)
@FORMS
def documents(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked for, what was sent, and the form to send another."""
    application = applying.get_by_token(token)
    initial = {"kind": request.GET.get("tipo", "")}
    form = PaperForm(request.POST or None, request.FILES or None, kinds=tuple(DocumentKind), initial=initial)
    if request.method == "POST" and form.is_valid():
        throttle.hit(UPLOADS, str(application.pk), limit=UPLOADS_AN_HOUR, seconds=HOUR)
        try:
            papers.attach(application, form.paper())
        except CannotApply as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The document is there."))
            return redirect("applications:documents", token)
    context = shown(application, token) | {"form": form, "asked": papers.asked_for(application)}
    return render(request, "applications/documents.html", context)


@access(PUBLIC, kinds=TAKING)
@require_safe
def document(request: HttpRequest, token: str, key: uuid.UUID) -> HttpResponse:
    """One of the applicant's own documents."""
    attachment = papers.get_attachment(applying.get_by_token(token), key)
    return document_page(lambda: papers.content_of(attachment), "documento", attachment.extension)


@access(PUBLIC, kinds=TAKING)
@require_POST
def take_away(request: HttpRequest, token: str, key: uuid.UUID) -> HttpResponse:
    """Take a document back; it is erased."""
    try:
        papers.take_away(applying.get_by_token(token), key)
        messages.success(request, _("The document is erased."))
    except CannotApply as refusal:
        messages.error(request, str(refusal))
    return redirect("applications:documents", token)


class PresenterForm(forms.Form):
    """Which of the organizations that were found."""

    organization = forms.UUIDField()


@access(PUBLIC, kinds=TAKING)
@FORMS
def presenter(request: HttpRequest, token: str) -> HttpResponse:
    """Find a member organization by name, and ask it."""
    application = applying.get_by_token(token)
    search = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:80]
    form = PresenterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and asked_presenter(request, application, form):
        return redirect("applications:overview", token)
    context = shown(application, token) | {
        "search": search,
        "found": presenting.find(search),
        "presentation": presenting.of_application(application.pk),
        "form": form,
    }
    return render(request, "applications/presenter.html", context)


def asked_presenter(request: HttpRequest, application: Application, form: PresenterForm) -> bool:
    """Ask the organization that was chosen, or say why not."""
    if form.is_valid():
        try:
            throttle.hit(UPLOADS, str(application.pk), limit=UPLOADS_AN_HOUR, seconds=HOUR)
            applying.present_by(application, form.cleaned_data["organization"])
        except CannotApply as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Asked: its people get a mail, and you read the answer here."))
            return True
    return False


@access(PUBLIC, kinds=TAKING)
@FORMS
def send(request: HttpRequest, token: str) -> HttpResponse:
    """Read the charter, accept it, and send."""
    application = applying.get_by_token(token)
    present = charter.in_force()
    missing = progress.missing_in(application)
    form = SendForm(request.POST if request.method == "POST" else None, charter=present)
    if request.method == "POST" and form.is_valid() and was_sent(form, application, missing, present):
        messages.success(request, _("Sent. You get a mail as soon as somebody has looked at it."))
        return redirect("applications:overview", token)
    context = shown(application, token) | {"form": form, "charter": present, "missing": missing}
    return render(request, "applications/send.html", context)


def was_sent(form: forms.Form, application: Application, missing: list[str], present: Charter | None) -> bool:
    """Send it, or say beside the form what keeps it from being sent."""
    if missing:
        form.add_error(None, _("Before you send it: %(missing)s.") % {"missing": ", ".join(missing)})
        return False
    try:
        applying.submit(application, present)
    except CannotApply as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


class SendForm(forms.Form):
    """The charter is accepted, and the data are true."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    accepts = forms.BooleanField()
    is_true = forms.BooleanField()

    def __init__(self, *args: Any, charter: Charter | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.charter = charter
        needed = _("Tick here: without it the application cannot be sent.")
        self.fields["is_true"].label = _("What I have written is true, and I may speak for this body.")
        self.fields["accepts"].label = _("We have read the charter of shared values, and keep to it.")
        for name in ("accepts", "is_true"):
            self.fields[name].error_messages["required"] = needed
        if charter is None:
            del self.fields["accepts"]
        else:
            self.fields["version"].initial = charter.version

    def clean_version(self) -> int | None:
        """The version that was on screen is the one in force."""
        version: int | None = self.cleaned_data["version"]
        if self.charter is not None and version != self.charter.version:
            raise forms.ValidationError(_("A new version of the charter is out: read it, then send."), code="version")
        return version


@access(PUBLIC, kinds=TAKING)
@FORMS
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then give the application up."""
    application = applying.get_by_token(token)
    if request.method == "POST":
        if applying.withdraw(application):
            messages.success(request, _("Withdrawn: nobody looks at it any more."))
        else:
            messages.error(request, _("This application has ended already."))
        return redirect("applications:overview", token)
    context = {
        "title": _("Withdraw the application?"),
        "text": _("Nobody will look at it any more; its documents are erased after six months. You can apply again."),
        "submit": _("Withdraw it"),
        "danger": True,
        "back_url": reverse("applications:overview", args=[token]),
        "back_label": application.name,
    }
    return render(request, "confirm.html", context)
