"""What each organization of the network does for it: signs the charter, says whom it presents."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from providers.accreditation import charter, presenting, standing
from providers.accreditation.charter import OtherVersion
from providers.accreditation.models import Charter, Presentation
from providers.models import Provider
from tenants import isolation
from tenants.identity.actors import actor_of
from tenants.identity.readings import names_of
from welfare.access import access, roles
from welfare.paging import links_of, page_by_key

SIGNERS = roles("hr", "provider_manager")
MEMBERS = ("company", "cooperative", "supplier")
FORMS = require_http_methods(["GET", "HEAD", "POST"])
NEWEST = ("-asked_at", "pk")


class SignForm(forms.Form):
    """The version that was read, and the word for it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    agrees = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agrees = self.fields["agrees"]
        agrees.label = _("I have read it, and sign it for my organization.")
        agrees.error_messages["required"] = _("Tick here to sign.")


@access(SIGNERS, kinds=MEMBERS)
@FORMS
def charter_page(request: HttpRequest) -> HttpResponse:
    """The charter in force, who signed it here, and the form that signs it."""
    here, present = isolation.current(), charter.in_force()
    form = SignForm(request.POST if request.method == "POST" else None, initial=version_of(present))
    if request.method == "POST" and present is not None and form.is_valid() and was_signed(request, present, form):
        return redirect("charter:charter")
    history = charter.history()
    names = names_of({signed.actor for _charter, signed in history if signed})
    context = {
        "charter": present,
        "to_sign": charter.to_sign(here),
        "last_day": charter.day_for(present, here) if present else None,
        "history": [(each, signed, names.get(signed.actor, "") if signed else "") for each, signed in history],
        "form": form,
    }
    return render(request, "charter/charter.html", context)


def version_of(present: Charter | None) -> dict[str, Any]:
    """What the form carries."""
    return {"version": present.version} if present else {}


def was_signed(request: HttpRequest, present: Charter, form: SignForm) -> bool:
    """Sign the version that was on screen, or say that another one is out."""
    try:
        if form.cleaned_data["version"] != present.version:
            raise OtherVersion
        user: Any = request.user
        is_new = charter.sign(present, person_id=user.pk, actor=actor_of(request))
    except OtherVersion:
        form.add_error(None, _("A new version is out: read it, then sign."))
        return False
    if is_new:
        put_back(request)
        messages.success(request, _("Signed: thank you."))
    else:
        messages.info(request, _("Your organization had signed this version already."))
    return True


def put_back(request: HttpRequest) -> None:
    """Put the services back that waited for the signature."""
    provider = Provider.objects.filter(organization=isolation.current()).first()
    if provider is not None:
        standing.refresh(provider.pk)


@access(SIGNERS, kinds=MEMBERS)
@require_safe
def presentations(request: HttpRequest) -> HttpResponse:
    """Who asked to be presented, the newest first."""
    page = page_by_key(presenting.asked_of(isolation.current()), NEWEST, request.GET.get("dopo", ""))
    return render(request, "charter/presentations.html", links_of(page, {}) | {"rows": page.rows})


@access(SIGNERS, kinds=MEMBERS)
@FORMS
def presentation(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One of them, and the answer."""
    found = presenting.get_asked(isolation.current(), key)
    if request.method == "POST":
        is_confirmed = "confirm" in request.POST
        if not is_confirmed and "decline" not in request.POST:
            messages.error(request, _("Choose one of the two answers."))
            return redirect("charter:presentation", key)
        if presenting.answer(found, is_confirmed=is_confirmed, actor=actor_of(request)):
            messages.success(request, _("Noted: the office and the applicant read your answer."))
        else:
            messages.error(request, _("This was answered already."))
        return redirect("charter:presentations")
    context = {"found": found, "is_waiting": found.state == Presentation.State.ASKED}
    return render(request, "charter/presentation.html", context)
