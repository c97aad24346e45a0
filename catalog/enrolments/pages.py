"""Pages that a cover and a pension contribution share: asking to confirm, and what stands against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.enrolments import refusals
from catalog.orders import law, limit_words
from catalog.orders.conditions import check_offer
from catalog.orders.limit_words import shown_limit
from catalog.orders.preview import Preview
from catalog.orders.purchase import Agreed, Choice, purchase_of
from catalog.orders.refusals import AnswersMissing, OverLimit, Refusal, RulesUnread
from catalog.orders.refused import RefusedPage, notices_of, title_of
from catalog.orders.shown import grounds
from catalog.orders.ways import WayOut
from members.models import Member
from providers.models import Offer
from tenants.identity.detours import detour
from tenants.models import Kind
from welfare.money import amount

ORDERING = (Kind.COMPANY, Kind.COOPERATIVE)
READ_OR_WRITE = ("GET", "HEAD", "POST")
CHANGE = "change"
REFUSED = 409
# What is about the choice itself stands on its form.
OF_THE_FORM = (
    AnswersMissing,
    refusals.LevelGone,
    refusals.NoRelatives,
    refusals.NotCohabiting,
    refusals.RelativeClosed,
    refusals.AgeOutside,
    refusals.FundGone,
    refusals.MonthlyRunning,
)


@dataclass(frozen=True)
class Asked:
    """What is about to be confirmed."""

    offer: Offer
    form: forms.Form
    action: str
    back: str
    facts: Sequence[tuple[str, ...]]


def is_of_form(refusal: Refusal) -> bool:
    """Whether a refusal is answered on the form."""
    return isinstance(refusal, OF_THE_FORM)


def hindered_page(request: HttpRequest, member: Member, offer: Offer) -> HttpResponse | None:
    """What stands against the offer before anything is chosen; None when nothing does."""
    purchase = purchase_of(member, Choice(offer.pk), agreed=Agreed(amount(1)))
    try:
        check_offer(purchase)
    except RulesUnread:
        return detour(request, reverse("regulations:unread"))
    except Refusal as refusal:
        return refused(request, refusal, offer, reverse("shelf:offer", args=(offer.pk,)), None)
    return None


def confirm_page(request: HttpRequest, asked: Asked, seen: Preview, changed: Refusal | None = None) -> HttpResponse:
    """What will happen, where the credit comes from, what the law says: and one button."""
    context: Mapping[str, Any] = {
        "asked": asked,
        "form": asked.form,
        "offer": asked.offer,
        "seen": seen,
        "purchase": seen.purchase,
        "ground": grounds(seen.verdict.reasons)[0],
        "category": law.category_name(seen.purchase, get_language() or "it"),
        "limits": [shown_limit(step) for step in seen.limits],
        "changed": changed,
    }
    return render(request, "enrolments/confirm.html", context, status=REFUSED if changed else 200)


def refused(request: HttpRequest, refusal: Refusal, offer: Offer, back: str, form: forms.Form | None) -> HttpResponse:
    """The page of a refusal; the way back carries all that was typed."""
    context = {"page": page_of(refusal), "offer": offer, "back": back, "form": form}
    return render(request, "enrolments/refused.html", context, status=REFUSED)


def page_of(refusal: Refusal) -> RefusedPage:
    """A refusal in words; of a cap its figures and what still fits."""
    if isinstance(refusal, OverLimit):
        crossing = refusal.crossing
        facts = limit_words.facts_of_limit(crossing)
        return RefusedPage(
            limit_words.title_of_limit(crossing), limit_words.notices_of_limit(crossing), ways(refusal), facts
        )
    return RefusedPage(title_of(refusal), notices_of(refusal), ways(refusal))


def ways(refusal: Refusal) -> list[WayOut]:
    """What to do next, besides changing what was chosen."""
    found = [
        WayOut(_("See what you have"), _("Your account"), "home:account"),
        WayOut(_("Look for another service"), _("Open the shelf"), "shelf:list"),
    ]
    if isinstance(refusal, refusals.AlreadyEnrolled | refusals.NotActive | refusals.CoveredAlready):
        found.insert(0, WayOut(_("Look at what you have"), _("Your enrolments"), "enrolments:mine"))
    return found
