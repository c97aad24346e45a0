"""How a service went, and complaints, as the member writes them."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.feedback import answering, asking, complaints
from catalog.feedback.forms import AnswerForm, ComplaintForm
from catalog.feedback.models import Complaint
from catalog.orders import queries
from catalog.orders.models import Order
from catalog.orders.shown import ShownOrder
from catalog.orders.views import ORDERING
from providers.opinions.models import Given, Opinion
from tenants.identity.actors import actor_of
from welfare.access import access, roles

MEMBER = roles("member")
# At or under this many of five, the way to a complaint is shown.
UNHAPPY = 2


@access(MEMBER, kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """The two questions about a service that is over."""
    order = asking.get_order_over(request.user, order_id)  # type: ignore[arg-type]
    known = asking.answer_of(order)
    said = answering.said_in(known)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial_of(said))
    if request.method == "POST" and form.is_valid():
        return answered(request, order, form)
    context = {"shown": ShownOrder(order), "form": form, "is_counted": known is not None and said is None}
    return render(request, "feedback/answer.html", context)


def initial_of(said: Opinion | None) -> dict[str, object]:
    """What the form begins with."""
    return {"given": said.given, "rating": said.rating} if said else {}


def answered(request: HttpRequest, order: Order, form: AnswerForm) -> HttpResponse:
    """Write the answer and say thank you; who was not content is shown the way on."""
    given, rating = Given(form.cleaned_data["given"]), form.cleaned_data["rating"]
    try:
        answering.say(order, given, rating)
    except answering.TooLate:
        messages.error(request, _("A week has passed: your answer is counted and cannot be changed any more."))
        return redirect("orders:detail", order.pk)
    messages.success(request, _("Thank you: it helps those who choose after you."))
    if given != Given.YES or (rating or 0) <= UNHAPPY:
        return redirect("feedback:unhappy", order.pk)
    return redirect("orders:detail", order.pk)


@access(MEMBER, kinds=ORDERING)
@require_safe
def unhappy(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Something went wrong: what can be done about it."""
    order = asking.get_order_over(request.user, order_id)  # type: ignore[arg-type]
    return render(request, "feedback/unhappy.html", {"order": order, "shown": ShownOrder(order)})


@access(MEMBER, kinds=ORDERING)
@require_POST
def no_answer(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Do not ask about this one any more."""
    order = asking.get_order_over(request.user, order_id)  # type: ignore[arg-type]
    answering.say_nothing(order)
    messages.success(request, _("We will not ask about this any more."))
    return redirect("home:home")


@access(MEMBER, kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Write a complaint about a request of one's own; a second while one is open leads to the first."""
    order = queries.get_order_for(request.user, order_id)  # type: ignore[arg-type]
    open_one = Complaint.objects.filter(order=order, state=Complaint.State.OPEN).first()
    if open_one is not None:
        return redirect("feedback:complaint", open_one.pk)
    form = ComplaintForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        complaint = complaints.send(
            order, Complaint.Kind(said["kind"]), said["text"], may_name=said["may_name"], actor=actor_of(request)
        )
        messages.success(request, _("Sent. The welfare office answers you here."))
        return redirect("feedback:complaint", complaint.pk)
    context = {"order": order, "shown": ShownOrder(order), "form": form, "days": complaints.DAYS_TO_ANSWER}
    return render(request, "feedback/complain.html", context)


@access(MEMBER, kinds=ORDERING)
@require_safe
def complaint(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What one has written, where it stands, what the office answered."""
    found = complaints.get_complaint_for(request.user, key)  # type: ignore[arg-type]
    context = {
        "complaint": found,
        "shown": ShownOrder(found.order),
        "text": complaints.unsealed(found.sealed_text),
        "answer": complaints.unsealed(found.sealed_answer),
    }
    return render(request, "feedback/complaint.html", context)


@access(MEMBER, kinds=ORDERING)
@require_POST
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take a complaint back."""
    found = complaints.get_complaint_for(request.user, key)  # type: ignore[arg-type]
    if complaints.withdraw(found, actor=actor_of(request)):
        messages.success(request, _("Withdrawn: nobody looks into it any more."))
    else:
        messages.error(request, _("It is closed already: read what was answered."))
    return redirect("feedback:complaint", key)
