"""`{% feedback_of order %}`: on the page of a request, the ways to say how it went and to complain."""

from typing import Any

from django import template

from catalog.feedback import answering, asking
from catalog.feedback.models import Complaint
from catalog.orders.models import Order
from welfare.clock import today

register = template.Library()


@register.inclusion_tag("feedback/of_order.html")
def feedback_of(order: Order) -> dict[str, Any]:
    """What can be said of a request: whether it is over and may be answered, and its complaints, the newest first."""
    is_over = asking.over(today()).filter(pk=order.pk).exists()
    known = asking.answer_of(order) if is_over else None
    return {
        "order": order,
        "may_answer": is_over and (known is None or answering.said_in(known) is not None),
        "has_answered": known is not None and known.reference is not None,
        "complaints": list(Complaint.objects.filter(order=order).order_by("-sent_at")[:5]),
    }
