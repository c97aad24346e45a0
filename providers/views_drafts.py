"""A provider writes: new services and next versions, kept word for word, sent to the network, taken back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from providers import drafts, queries, revisions
from providers.access import MANAGERS, provider_of
from providers.forms import OfferForm, SendForm
from providers.models import Offer, OfferRevision
from tenants.identity.actors import actor_of
from welfare.access import access

READ_OR_WRITE = ("GET", "HEAD", "POST")
CHECK, PREVIEW = "controlla", "anteprima"
State = OfferRevision.State


@access(MANAGERS)
@require_http_methods(READ_OR_WRITE)
def offer_new(request: HttpRequest) -> HttpResponse:
    """Write a service; a title is enough to keep it as a draft."""
    provider = provider_of(request)
    if request.method != "POST":
        form = OfferForm(initial={"town": provider.town, "address": provider.address})
        return render(request, "provider/offer_form.html", {"form": form, "offer": None})
    form = OfferForm(request.POST)
    fields = written(form)
    if "title" in form.errors:
        return render(request, "provider/offer_form.html", {"form": form, "offer": None})
    revision = revisions.begin(provider, drafts.typed_in(request.POST), fields, actor=actor_of(request))
    messages.success(request, _("Saved as a draft. Nobody sees it until the network has published it."))
    return redirect(following(request, revision.offer_id))


def written(form: OfferForm) -> dict[str, Any] | None:
    """The fields, if all of them are right."""
    return form.written() if form.is_valid() else None


def following(request: HttpRequest, key: uuid.UUID) -> str:
    """Where a form leads that was saved: to the preview when that was the button, else to the service."""
    name = "provider_preview:offer" if PREVIEW in request.POST else "provider:offer"
    return reverse(name, args=[key])


@access(MANAGERS)
@require_http_methods(READ_OR_WRITE)
def offer_edit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Write the next version of a service; what is published goes on being sold as it is."""
    offer = queries.get_offer_for(provider_of(request), key)
    revision = revisions.open_revision(offer)
    if revision is not None and revision.state not in OfferRevision.WRITABLE:
        messages.info(request, _("The network is looking at this version: take it back if you want to change it."))
        return redirect("provider:offer", offer.pk)
    form = OfferForm(request.POST, instance=offer) if request.method == "POST" else shown_form(request, offer, revision)
    if request.method == "POST" and saved(request, offer, form):
        return redirect(following(request, offer.pk))
    context = {"form": form, "offer": offer, "revision": revision, "is_seen": offer.published_at is not None}
    return render(request, "provider/offer_form.html", context)


def shown_form(request: HttpRequest, offer: Offer, revision: OfferRevision | None) -> OfferForm:
    """The form with what is kept; with its errors, when somebody has asked for a check."""
    if revision is not None and CHECK in request.GET:
        return drafts.checked_form(offer, revision)
    return drafts.form_of(offer, revision)


def saved(request: HttpRequest, offer: Offer, form: OfferForm) -> bool:
    """Keep what was typed, or say why it cannot be kept."""
    fields = written(form)
    if "title" in form.errors or "edition" in form.errors:
        return False
    edition = form.cleaned_data.get("edition") or 0
    try:
        revisions.save(offer, drafts.typed_in(request.POST), fields, edition=edition, actor=actor_of(request))
    except revisions.StaleOffer:
        form.add_error(None, _("Somebody changed this service meanwhile. Open it again and repeat your changes."))
        return False
    except revisions.WrongMove:
        form.add_error(None, _("This version has been sent meanwhile: take it back before you change it."))
        return False
    messages.success(request, _("Saved. Nothing changes for anybody until you send it."))
    return True


def propose(request: HttpRequest, offer: Offer, form: OfferForm, sent: SendForm) -> HttpResponse:
    """Send what was checked, and say what becomes of it."""
    fields = form.written() if form.is_valid() else {}
    given = sent.cleaned_data
    try:
        revision = revisions.propose(
            offer,
            fields,
            edition=given["edition"],
            actor=actor_of(request),
            note=given["note"],
            starts_on=given["starts_on"] if offer.published_at else None,
        )
    except REFUSALS as refusal:
        messages.error(request, words_of(refusal))
        name = "provider:offer_photos" if isinstance(refusal, revisions.PhotoWithoutWords) else "provider:offer"
        return redirect(name, offer.pk)
    messages.success(request, words_sent(revision))
    return redirect("provider:offer", offer.pk)


REFUSALS = (
    revisions.StaleOffer,
    revisions.WrongMove,
    revisions.NotAccredited,
    revisions.PapersMissing,
    revisions.PhotoWithoutWords,
    revisions.NothingNew,
)


def words_of(refusal: Exception) -> str:
    """Why a draft was not sent, and what to do."""
    if isinstance(refusal, revisions.StaleOffer):
        return _("Somebody changed this service meanwhile: look at it again, then send it.")
    if isinstance(refusal, revisions.NotAccredited):
        return _("The network has not accredited you yet: ask its welfare office, then send it. Your draft is kept.")
    if isinstance(refusal, revisions.PapersMissing):
        return _("Your papers are not in order: look at Documents and Charter, then send it. Your draft is kept.")
    if isinstance(refusal, revisions.PhotoWithoutWords):
        return _("Say in a few words what each photo shows: who cannot see it hears them.")
    if isinstance(refusal, revisions.NothingNew):
        return _("Nothing differs from what is published: change something first.")
    return _("This version has been sent already, or there is nothing to send.")


def words_sent(revision: OfferRevision) -> str:
    """What becomes of a version that was sent."""
    if revision.state == State.SUBMITTED:
        return _("Sent. The network's office looks at it and writes to you; you can take it back until then.")
    if revision.state == State.SCHEDULED:
        return _("Approved: it comes into force on its day.")
    return _("Published.")


@access(MANAGERS)
@require_POST
def offer_take_back(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take a version back that the network has not looked at yet."""
    offer = queries.get_offer_for(provider_of(request), key)
    if revisions.take_back(offer, actor=actor_of(request)):
        messages.success(request, _("Taken back: go on writing, then send it again."))
        return redirect("provider:offer_edit", offer.pk)
    messages.info(request, _("The network has decided meanwhile: read its answer here."))
    return redirect("provider:offer", offer.pk)


@access(MANAGERS)
@require_http_methods(READ_OR_WRITE)
def offer_discard(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Throw a draft away, after asking."""
    offer = queries.get_offer_for(provider_of(request), key)
    back = reverse("provider:offer", args=[offer.pk])
    if request.method == "POST":
        done = revisions.discard(offer, actor=actor_of(request))
        messages.info(request, _("The draft is gone.") if done else _("There is no draft any more."))
        return redirect(back if offer.published_at else "provider:offers")
    context = {
        "title": _("Throw the draft of “%(title)s” away?") % {"title": offer.title},
        "text": _("What is published stays as it is.") if offer.published_at else _("The service leaves your list."),
        "submit": _("Throw it away"),
        "danger": True,
        "back_url": back,
        "back_label": offer.title,
    }
    return render(request, "confirm.html", context)
