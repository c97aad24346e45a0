"""A person's own subscriptions: the list, one of them, stopping it, agreeing to a higher price."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.orders.views import ORDERING
from catalog.subscriptions import prices, queries
from catalog.subscriptions.ahead import covers_of
from catalog.subscriptions.forms import PriceForm
from catalog.subscriptions.models import Subscription
from catalog.subscriptions.rule import month_of
from catalog.subscriptions.shown import ShownSubscription, price_a_month, rule_shown, shown_cover
from catalog.subscriptions.stop import last_if_stopped, stop
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.clock import today
from welfare.templatetags.kit import month as month_name

MEMBER = roles("member")


@access(MEMBER, kinds=ORDERING)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All of the member's subscriptions, also those that have ended."""
    rows = queries.subscriptions_of(request.user)  # type: ignore[arg-type]
    shown = [ShownSubscription(each, each.paid) for each in rows]  # type: ignore[attr-defined]
    return render(request, "subscriptions/list.html", {"shown": sorted(shown, key=lambda each: each.is_over)})


@access(MEMBER, kinds=ORDERING)
@require_safe
def detail(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One subscription: what comes next, how long the credit lasts, every month so far, the way to stop."""
    found = queries.get_subscription_for(request.user, key)  # type: ignore[arg-type]
    months = queries.months_of(found)
    shown = ShownSubscription(found, months)
    cover = None if shown.is_over else covers_of(found.member).get(found.pk)
    context = {
        "subscription": found,
        "shown": shown,
        "months": months,
        "cover": shown_cover(cover) if cover and (cover.periods or cover.gap) else None,
        "rules": rule_shown(found) if can_stop(found) else [],
        "price_form": PriceForm(initial={"price": found.new_price}) if asks_price(found) else None,
        "can_stop": can_stop(found),
        "is_new": not months and found.state == Subscription.State.ACTIVE,
    }
    return render(request, "subscriptions/detail.html", context)


def asks_price(found: Subscription) -> bool:
    """Whether a higher price waits for the person's word."""
    return found.new_price is not None and found.new_price_agreed_at is None


def can_stop(found: Subscription) -> bool:
    """Whether stopping today would end it earlier."""
    if found.state == Subscription.State.ENDED:
        return False
    return found.last_period is None or last_if_stopped(found) < found.last_period


@access(MEMBER, kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_stop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say which month would be the last and why, then stop; a second time leads to the same page."""
    found = queries.get_subscription_for(request.user, key)  # type: ignore[arg-type]
    if request.method == "POST":
        stopped = stop(found, actor=actor_of(request))
        messages.success(request, words_of_stop(stopped))
        return redirect("subscriptions:detail", found.pk)
    if not can_stop(found):
        return redirect("subscriptions:detail", found.pk)
    shown, last = ShownSubscription(found), last_if_stopped(found)
    context = {
        "title": _("Stop “%(title)s”?") % {"title": shown.title},
        "text": last_month_words(found),
        "facts": [
            (_("Service"), shown.title),
            (pgettext("beneficiary", "For"), found.beneficiary_name),
            (_("Price"), price_a_month(shown.next_price)),
            (_("Last month"), month_name(last) if last >= found.first_period else _("none: it does not begin")),
        ],
        "submit": _("Stop the subscription"),
        "danger": True,
        "back_url": reverse("subscriptions:detail", args=[found.pk]),
        "back_label": shown.title,
    }
    return render(request, "confirm.html", context)


def last_month_words(found: Subscription) -> str:
    """Which month would be the last of what is stopped today, and why that one."""
    last = last_if_stopped(found)
    if last < found.first_period:
        return _("It has not begun yet: nothing is taken, and your credit stays as it is.")
    words = {"month": month_name(last), "n": found.notice_days, "least": found.minimum_months}
    if found.next_period > last or last < month_of(today()):
        return _("Nothing more is taken: %(month)s is the last month.") % words
    if found.minimum_months > 1 and not found.last_period:
        why = _("The last month is %(month)s: it takes %(n)s days of notice, and %(least)s months at least.")
        return why % words
    return _("The last month is %(month)s: you say so at least %(n)s days before a month is drawn.") % words


def words_of_stop(stopped: Subscription) -> str:
    """What stopping has done."""
    last = stopped.last_period
    if stopped.state == Subscription.State.ENDED or last is None:
        return _("Stopped: nothing more is taken from your credit.")
    return _("Stopped: the last month is %(month)s.") % {"month": month_name(last)}


@access(MEMBER, kinds=ORDERING)
@require_POST
def agree_price(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Agree to the higher price that the page showed."""
    found = queries.get_subscription_for(request.user, key)  # type: ignore[arg-type]
    form = PriceForm(request.POST)
    if form.is_valid() and prices.agree(found, form.cleaned_data["price"], actor=actor_of(request)):
        messages.success(request, _("Noted: you agree to the new price."))
    else:
        messages.error(request, _("The price has changed in the meantime: look at it again."))
    return redirect("subscriptions:detail", found.pk)
