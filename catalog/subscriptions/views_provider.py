"""A provider's subscribers: the month to confirm, in one go or line by line; one subscriber; ending with notice."""

import datetime
import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.orders import accept
from catalog.subscriptions import queries
from catalog.subscriptions.forms_provider import EndForm
from catalog.subscriptions.month_page import MONTH, month_from, month_page, open_months
from catalog.subscriptions.not_given import AlreadySettled, not_given
from catalog.subscriptions.rule import StopRule
from catalog.subscriptions.stop import OutOfReach, end_by_provider
from providers.access import MANAGERS, STAFF, provider_within
from providers.bookings.queries import guests_of_subscriptions
from providers.models import Fulfilment, SubscriptionState
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.clock import today
from welfare.templatetags.kit import month as month_name

# What one press confirms: each is a transaction of its own, and a request must end.
MOST_AT_ONCE = 100


@access(STAFF)
@require_safe
def months(request: HttpRequest) -> HttpResponse:
    """Everybody whose month has been drawn, service by service, with what became of it."""
    period = month_from(request.GET.get("mese", ""))
    cursor = request.GET.get("dopo", "")
    page = month_page(provider_within(request), period, cursor, actor=actor_of(request))
    return render(request, "subscriptions/provider_months.html", {"page": page})


def back_to(period: datetime.date | None) -> str:
    """The page of a month."""
    here = reverse("subscribers:months")
    return f"{here}?mese={period:%Y-%m}" if period else here


@access(STAFF)
@require_POST
def confirm_all(request: HttpRequest) -> HttpResponse:
    """Confirm all that waits in a month, of one service or of all; each once, whatever else happens to it."""
    text = request.POST.get("mese", "")
    if not MONTH.fullmatch(text):
        raise BadRequest("no month")
    period = month_from(text)
    waiting = open_months(provider_within(request), period).order_by("pk").values_list("pk", flat=True)
    keys = list(waiting[: MOST_AT_ONCE + 1])
    done = sum(confirmed(request, key) for key in keys[:MOST_AT_ONCE])
    if done:
        text = ngettext("Confirmed: %(n)s month.", "Confirmed: %(n)s months.", done) % {"n": done}
        messages.success(request, text)
    if len(keys) > MOST_AT_ONCE:
        messages.info(request, _("There are more: press again to go on."))
    return redirect(back_to(period))


def confirmed(request: HttpRequest, key: uuid.UUID) -> bool:
    """Confirm one month; False, with a word on the page, where it cannot be."""
    try:
        return accept.confirm(key, actor=actor_of(request)).is_new
    except accept.Over as over:
        messages.error(request, _("One month could not be confirmed: it is %(state)s.") % {"state": state_words(over)})
    except accept.Refused:
        messages.error(request, _("One month could not be confirmed just now: try again later."))
    return False


def state_words(over: accept.Over) -> str:
    """Where a month that is over stands, within a sentence."""
    return str(Fulfilment.State(over.state).label).lower()


@access(STAFF)
@require_POST
def confirm_one(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Confirm one subscriber's month."""
    month = queries.get_month_for(provider_within(request), key)
    if confirmed(request, month.pk):
        messages.success(request, _("Confirmed."))
    return redirect(back_to(month.period))


@access(STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def decline_one(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say of one subscriber's month that it was not given, after asking; the credit goes back at once."""
    month = queries.get_month_for(provider_within(request), key)
    back = back_to(month.period)
    if request.method == "POST":
        declined(request, month)
        return redirect(back)
    if month.state != Fulfilment.State.ISSUED:
        return redirect(back)
    found = queries.get_subscriber_for(provider_within(request), month.subscription_id)  # type: ignore[arg-type]
    name = name_of(request, found.pk)
    words = {"month": month_name(month.period) if month.period else "", "name": name}
    context = {
        "title": _("%(month)s was not given to %(name)s?") % words,
        "text": _("The credit goes back to the person at once, and a mail says so. You are not paid for this month."),
        "submit": _("It was not given"),
        "danger": True,
        "back_url": back,
        "back_label": _("Subscribers"),
    }
    return render(request, "confirm.html", context)


def declined(request: HttpRequest, month: Fulfilment) -> None:
    """Give the credit back, or say why not."""
    try:
        not_given(month, actor=actor_of(request))
        messages.success(request, _("Noted: the credit has gone back to the person."))
    except AlreadySettled:
        messages.error(request, _("This month has been settled already: nothing was changed."))
    except OutOfReach:
        messages.error(request, _("The organization cannot be reached just now: try again later."))


def name_of(request: HttpRequest, key: uuid.UUID) -> str:
    """Who has a subscription, as the provider's own bookings say it."""
    guests = guests_of_subscriptions([key], actor=actor_of(request), subject=f"subscription:{key}")
    return guests[key].name if key in guests else ""


@access(STAFF)
@require_safe
def subscriber(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One subscriber: name, age, answers, what was agreed, the months so far."""
    found = queries.get_subscriber_for(provider_within(request), key)
    guests = guests_of_subscriptions([key], actor=actor_of(request), subject=f"subscription:{key}")
    context = {
        "subscription": found,
        "guest": guests.get(key),
        "months": found.months.order_by("-period"),
        "is_manager": request.user.has_role("provider_manager"),  # type: ignore[union-attr]
        "is_over": found.state == SubscriptionState.ENDED,
    }
    return render(request, "subscriptions/provider_subscriber.html", context)


@access(MANAGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_one(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """End a subscription with notice: the person is told when and why."""
    found = queries.get_subscriber_for(provider_within(request), key)
    back = reverse("subscribers:one", args=[found.pk])
    if found.state == SubscriptionState.ENDED:
        return redirect(back)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        end_and_say(request, key, form.cleaned_data["reason"])
        return redirect(back)
    rule = StopRule(found.next_draw.day, found.notice_days, minimum_months=1)
    last = rule.last_with_notice(found.next_draw.replace(day=1), today())
    context = {
        "title": _("End the subscription of %(name)s?") % {"name": name_of(request, key)},
        "text": _("By the notice agreed, the last month is %(month)s. The person is told at once.")
        % {"month": month_name(last)},
        "form": form,
        "submit": _("End it with notice"),
        "danger": True,
        "back_url": back,
        "back_label": found.offer.title,
    }
    return render(request, "confirm.html", context)


def end_and_say(request: HttpRequest, key: uuid.UUID, reason: str) -> None:
    """End it, and say from when."""
    provider = provider_within(request)
    try:
        is_new = end_by_provider(queries.get_subscriber_for(provider, key), reason, actor=actor_of(request))
    except OutOfReach:
        messages.error(request, _("The organization cannot be reached just now: try again later."))
        return
    last = queries.get_subscriber_for(provider, key).last_period
    words = {"month": month_name(last) if last else ""}
    text = _("It ends after %(month)s. The person has been told.") if is_new else _("It ends after %(month)s already.")
    messages.success(request, text % words)
