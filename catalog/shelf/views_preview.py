"""Before it is published: a provider and the network's office see a service as members will."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.shelf import preview
from providers import drafts, queries, revisions, terms
from providers.access import MANAGERS, provider_of
from providers.console_offer_pages import NETWORK, READERS
from providers.console_reviews import get_revision
from providers.forms import SendForm
from providers.models import Offer, OfferImage, OfferRevision
from tenants import isolation
from welfare.access import access


@access(MANAGERS)
@require_safe
def of_provider(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The version that is being written, what it lacks, and the button that sends it."""
    offer = queries.get_offer_for(provider_of(request), key)
    revision = revisions.open_revision(offer)
    if revision is None:
        raise Http404
    form = drafts.checked_form(offer, revision)
    is_right = form.is_valid()
    fields = {name: form.cleaned_data[name] for name in form.Meta.fields if name in form.cleaned_data}
    shown = preview.previewed(offer, {**fields, "images": photos_of(revision)})
    context = context_of(shown) | {
        "revision": revision,
        "is_right": is_right,
        "missing": [
            (form[name], error) for name, errors in form.errors.items() if name in form.fields for error in errors
        ],
        "is_writable": revision.state in OfferRevision.WRITABLE,
        "is_seen": offer.published_at is not None,
        "needs_review": is_right and terms.needs_review(offer, terms.changed(offer, fields)),
        "form": send_form(revision, offer),
    }
    return render(request, "provider/preview.html", context)


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
