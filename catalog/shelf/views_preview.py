"""Before it is published: a provider and the network's office see a service as members will."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from catalog.shelf import preview
from providers import drafts, queries, revisions, terms
from providers.access import MANAGERS, provider_of
from providers.console_offer_pages import NETWORK, READERS
from providers.console_reviews import get_revision
from providers.forms import OfferForm, SendForm
from providers.models import Offer, OfferImage, OfferRevision
from providers.views_drafts import CHECK, propose
from tenants import isolation
from welfare.access import access


@access(MANAGERS)
@require_safe
def of_provider(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The version that is being written, what it lacks, and the button that sends it."""
    offer, revision = open_version(request, key)
    return shown(request, offer, revision, send_form(revision, offer))


def open_version(request: HttpRequest, key: uuid.UUID) -> tuple[Offer, OfferRevision]:
    """One of the provider's own offers with its open version; 404 when there is none."""
    offer = queries.get_offer_for(provider_of(request), key)
    revision = revisions.open_revision(offer)
    if revision is None:
        raise Http404
    return offer, revision


@access(MANAGERS)
@require_POST
def send(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Send the draft: what is not right in it is told on the form, beside what was typed."""
    offer, revision = open_version(request, key)
    sent = SendForm(request.POST)
    if not sent.is_valid():
        return shown(request, offer, revision, sent)
    form = drafts.checked_form(offer, revision)
    if not form.is_valid() and revision.state in OfferRevision.WRITABLE:
        return redirect(f"{reverse('provider:offer_edit', args=[offer.pk])}?{CHECK}=1")
    return propose(request, offer, form, sent)


def shown(request: HttpRequest, offer: Offer, revision: OfferRevision, send: SendForm) -> HttpResponse:
    """The page of a preview."""
    form = drafts.checked_form(offer, revision)
    is_right = form.is_valid()
    fields = {name: form.cleaned_data[name] for name in form.Meta.fields if name in form.cleaned_data}
    previewed = preview.previewed(offer, {**fields, "images": photos_of(revision)})
    context = context_of(previewed) | {
        "revision": revision,
        "is_right": is_right,
        "missing": missing_in(form),
        "is_writable": revision.state in OfferRevision.WRITABLE,
        "is_seen": offer.published_at is not None,
        "needs_review": is_right and terms.needs_review(offer, terms.changed(offer, fields)),
        "form": send,
    }
    return render(request, "provider/preview.html", context)


def missing_in(form: OfferForm) -> list[tuple[Any, Any]]:
    """What keeps a version from being sent: the field and what is said of it."""
    return [(form[name], error) for name, errors in form.errors.items() if name in form.fields for error in errors]


def send_form(revision: OfferRevision, offer: Offer) -> SendForm:
    """The form that sends a version; what was never published begins when it is."""
    form = SendForm(initial={"edition": revision.edition, "note": revision.note, "starts_on": revision.starts_on})
    if offer.published_at is None:
        del form.fields["starts_on"]
    return form


def photos_of(revision: OfferRevision) -> list[dict[str, Any]]:
    """The photos of a version, as an offer keeps them; one query."""
    photos = OfferImage.objects.filter(offer=revision.offer_id)
    shown = {
        str(photo.pk): {"small": photo.small, "large": photo.large, "width": photo.width, "height": photo.height}
        for photo in photos
    }
    return preview.images_in(revision, shown)


@access(READERS, kinds=NETWORK)
@require_safe
def of_network(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A version that was sent, for who decides on it."""
    revision = get_revision(pk)
    context = context_of(preview.previewed(revision.offer, revision.fields)) | {"revision": revision}
    return render(request, "console/review_preview.html", context)


def context_of(offer: Offer) -> dict[str, Any]:
    """Card and page."""
    return {
        "offer": offer,
        "cards": [preview.card(offer)],
        "page": preview.page(offer, isolation.current()),
    }
