"""The office's pages of what providers send: the queue, one version with what it changes, out or back; the rules."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from providers import console_reviews, images, revision_words, revisions, terms
from providers.console_offer_pages import NETWORK, READERS
from providers.models import Offer, OfferRevision, ReviewPolicy
from providers.models.revision import LONGEST_NOTE
from tenants import isolation
from tenants.audit import trail
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.paging import links_of

OFFICE = roles("office", "operator")
LONGEST_LOOK = 90


class DecisionForm(forms.Form):
    """Which state of the version was looked at, and why it goes back."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class ReturnForm(DecisionForm):
    """Why a version goes back, in words that its provider reads."""

    reason = forms.CharField(
        label=gettext_lazy("What is to be changed"), max_length=LONGEST_NOTE, min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The provider reads these words: say what to do, and where. No names of people."),
    )  # fmt: skip


class PolicyForm(forms.ModelForm[ReviewPolicy]):
    """How the network reviews."""

    look_days = forms.IntegerField(
        label=gettext_lazy("Days that organizations have to look at a raised price"), min_value=0,
        max_value=LONGEST_LOOK, help_text=gettext_lazy("Until then their people pay the price from before."),
    )  # fmt: skip

    class Meta:
        model = ReviewPolicy
        fields = ("reviews_terms", "look_days")
        help_texts = {
            "reviews_terms": gettext_lazy(
                "Without it, providers you trust publish a new price by themselves; organizations look at it anyway."
            )
        }


@access(READERS, kinds=NETWORK)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the office, oldest first."""
    page = console_reviews.page_of(request.GET.get("dopo", ""))
    context = links_of(page, {}) | {"revisions": page.rows, "count": console_reviews.count()}
    return render(request, "console/reviews.html", context)


@access(READERS, kinds=NETWORK)
@require_safe
def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One version: what it changes, what its provider says, the two buttons."""
    return render(request, "console/review.html", shown(console_reviews.get_revision(pk), ReturnForm()))


def shown(revision: OfferRevision, form: ReturnForm) -> dict[str, Any]:
    """What the page of a version prints."""
    offer = revision.offer
    form.fields["edition"].initial = revision.edition
    return {
        "revision": revision,
        "offer": offer,
        "is_new": offer.published_at is None,
        "differences": revision_words.differences(revision),
        "whole": revision_words.whole(revision.fields),
        "photos": [images.shown(image) for image in revision.fields.get("images", [])],
        "is_waiting": revision.state == OfferRevision.State.SUBMITTED,
        "form": form,
    }


@access(OFFICE, kinds=NETWORK)
@require_POST
def publish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let a version out."""
    revision = console_reviews.get_revision(pk)
    form = DecisionForm(request.POST)
    # What was looked at is what goes out.
    if not form.is_valid():
        raise BadRequest
    revision.edition = form.cleaned_data["edition"]
    try:
        revision = revisions.publish(revision, actor=actor_of(request))
    except revisions.NotAccredited:
        messages.error(request, _("Its provider is not accredited (any more): nothing of it can be published."))
        return redirect("network_reviews:review", pk)
    except revisions.PapersMissing:
        messages.error(request, _("Its provider's papers are not in order: it can go out when they are."))
        return redirect("network_reviews:review", pk)
    except revisions.WrongMove:
        messages.info(request, _("It has been decided or taken back meanwhile: look at it again."))
        return redirect("network_reviews:review", pk)
    messages.success(request, words_published(revision))
    return redirect("network_reviews:queue")


def words_published(revision: OfferRevision) -> str:
    """What became of a version that was let out."""
    if revision.state == OfferRevision.State.SCHEDULED:
        return _("Approved: it comes into force on its day. Its provider is told.")
    if Offer.objects.get(pk=revision.offer_id).state == Offer.State.SUSPENDED:
        return _("The new version is in force, and the service stays suspended: let it go on when it may.")
    return _("Published, and its provider is told.")


@access(OFFICE, kinds=NETWORK)
@require_POST
def send_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a version back with a reason."""
    revision = console_reviews.get_revision(pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return render(request, "console/review.html", shown(revision, form))
    revision.edition = form.cleaned_data["edition"]
    try:
        revisions.send_back(revision, form.cleaned_data["reason"], actor=actor_of(request))
        messages.success(request, _("Sent back, and its provider is told why."))
    except revisions.WrongMove:
        messages.info(request, _("It has been decided or taken back meanwhile: look at it again."))
        return redirect("network_reviews:review", pk)
    return redirect("network_reviews:queue")


@access(roles("office", "operator"), kinds=NETWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    """What is looked at before it is published, and how long organizations have for a raised price."""
    network = isolation.current()
    form = PolicyForm(request.POST if request.method == "POST" else None, instance=terms.policy_for(network))
    if request.method == "POST" and form.is_valid():
        form.save()
        details = {name: form.cleaned_data[name] for name in form.Meta.fields}
        trail.record(actor_of(request), "review_policy", subject=network.key, details=details)
        messages.success(request, _("Saved. It holds for what is sent from now on."))
        return redirect("network_reviews:queue")
    return render(request, "console/review_policy.html", {"form": form})
