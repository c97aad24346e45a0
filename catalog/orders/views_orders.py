"""What a member has asked for: the list, one order, its cancellation."""

import uuid
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from catalog.orders import queries
from catalog.orders.cancel import cancel_order
from catalog.orders.cancellable import can_cancel
from catalog.orders.cancellable import check as check_cancel
from catalog.orders.groups import ShownGroup, groups_among
from catalog.orders.models import Order
from catalog.orders.refusals import CancelRefusal
from catalog.orders.shown import ShownOrder
from catalog.orders.views import ORDERING, REFUSED
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.money import format_euro


@access(roles("member"), kinds=ORDERING)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """The member's orders, newest first."""
    page = queries.orders_page(request.user, request.GET.get("dopo", ""))  # type: ignore[arg-type]
    context = {
        "orders": listed(page.rows),
        "page": page,
        "waiting": queries.waiting_count(request.user),  # type: ignore[arg-type]
    }
    return render(request, "orders/list.html", context)


def listed(rows: Sequence[Order]) -> list[ShownOrder | ShownGroup]:
    """The lines of the list: what was confirmed together is one; one query more where there is any."""
    groups = groups_among(rows)
    return [groups[order.group] if order.group else ShownOrder(order) for order in rows]


@access(roles("member"), kinds=ORDERING)
@require_safe
def detail(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """One order: where it stands, what paid, its voucher."""
    return order_page(request, order_id, "orders/detail.html")


@access(roles("member"), kinds=ORDERING)
@require_safe
def done(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """The result of confirming: the voucher, and what comes next."""
    return order_page(request, order_id, "orders/done.html")


def order_page(request: HttpRequest, order_id: uuid.UUID, template: str) -> HttpResponse:
    """A page about one order of the account's own."""
    order = queries.get_order_for(request.user, order_id)  # type: ignore[arg-type]
    context = {"order": order, "shown": ShownOrder(order), "can_cancel": can_cancel(order)}
    return render(request, template, context)


@access(roles("member"), kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Ask whether to cancel, then cancel; a second time leads to the same page."""
    order = queries.get_order_for(request.user, order_id)  # type: ignore[arg-type]
    shown = ShownOrder(order)
    context = {"order": order, "shown": shown}
    try:
        if request.method == "POST":
            cancel_order(order, actor=actor_of(request))
            return redirect("orders:detail", order.pk)
        if order.state == Order.State.CANCELLED:
            return redirect("orders:detail", order.pk)
        check_cancel(order)
    except CancelRefusal as refusal:
        return render(request, "orders/cancel_refused.html", context | {"refusal": refusal}, status=REFUSED)
    return render(request, "orders/cancel.html", context | {"facts": facts_of(order, shown)})


def facts_of(order: Order, shown: ShownOrder) -> list[tuple[str, str]]:
    """What is about to be cancelled."""
    facts = [
        (_("Service"), shown.title),
        (pgettext("beneficiary", "For"), order.beneficiary_name),
        (_("When"), shown.dates),
        (_("Price"), format_euro(order.price)),
    ]
    return [fact for fact in facts if fact[1]]
