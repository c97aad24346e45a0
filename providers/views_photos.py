"""Photos of a service: added one by one, described, put in order, taken away; and shown to everybody."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from providers import images, queries, revisions
from providers.access import MANAGERS, provider_of
from providers.forms import PhotoForm
from providers.models import Offer, OfferRevision
from providers.models.revision import MOST_IMAGES
from providers.offers import WrongMove
from tenants.identity.actors import actor_of
from welfare import pictures
from welfare.access import PUBLIC, access

FOR_EVER = "public, max-age=31536000, immutable"
# How the words of a photo are called in the form.
WORDS = "alt-"
ARRANGING = {"salva", "prima", "togli"}


@access(PUBLIC)
@require_safe
def image(request: HttpRequest, digest: str) -> HttpResponse:
    """A photo under the hash of its content: for anybody, without cookie, for ever."""
    content = pictures.read(digest)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/webp", headers={"Cache-Control": FOR_EVER})


@access(MANAGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_photos(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The photos of the version that is being written; one form adds, the other describes and arranges."""
    offer = queries.get_offer_for(provider_of(request), key)
    form = PhotoForm()
    if request.method == "POST":
        form = PhotoForm(request.POST, request.FILES)
        try:
            done = arranged(request, offer) if ARRANGING & set(request.POST) else added(request, offer, form)
        except WrongMove:
            messages.info(request, _("The network is looking at this version: take it back if you want to change it."))
            return redirect("provider:offer", offer.pk)
        if done:
            return redirect("provider:offer_photos", offer.pk)
    return render(request, "provider/photos.html", context_of(offer, form))


def context_of(offer: Offer, form: PhotoForm) -> dict[str, Any]:
    """What the page shows: the photos of the next version, or of what is published."""
    revision = revisions.open_revision(offer)
    shown = images.shown_in(revision) if revision else [(each["image"], images.shown(each)) for each in offer.images]
    is_locked = revision is not None and revision.state not in OfferRevision.WRITABLE
    return {"offer": offer, "form": form, "photos": shown, "most": MOST_IMAGES, "is_full": len(shown) >= MOST_IMAGES,
            "is_locked": is_locked}  # fmt: skip


def added(request: HttpRequest, offer: Offer, form: PhotoForm) -> bool:
    """Add what was sent, or say on the form why not."""
    if not form.is_valid():
        return False
    try:
        images.add(offer, form.cleaned_data["photo"], form.cleaned_data["alt"], actor=actor_of(request))
    except images.TooMany:
        form.add_error("photo", _("A service has at most %(n)d photos: take one away first.") % {"n": MOST_IMAGES})
        return False
    messages.success(request, _("Added. People see it once this version is published."))
    return True


def arranged(request: HttpRequest, offer: Offer) -> bool:
    """Keep words and order, take away what was asked."""
    sent = request.POST
    words = {name[len(WORDS) :]: sent[name].replace("\0", "").strip() for name in sent if name.startswith(WORDS)}
    images.arrange(offer, words, first=sent.get("prima", ""), gone=sent.get("togli", ""), actor=actor_of(request))
    messages.success(request, _("Saved."))
    return True
