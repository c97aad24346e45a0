"""What a member has: enrolments, family, next year, certificate, contributions."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.enrolments import certificates, enrolling, family, proposal, queries
from catalog.enrolments.forms import PriceForm, RenewForm
from catalog.enrolments.models import Enrolment
from catalog.enrolments.pages import ORDERING, READ_OR_WRITE, REFUSED, Asked, confirm_page, refused
from catalog.enrolments.refusals import LevelChanged
from catalog.enrolments.shown import ShownEnrolment, contribution_state
from catalog.orders.preview import preview
from catalog.orders.queries import get_member_for, relatives_of
from catalog.orders.refusals import Refusal
from members.ledger.models import AccountKind
from members.models import Member, Relative
from tenants import kept_pdfs
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.money import format_euro
from welfare.templatetags.kit import day


@access(roles("member"), kinds=ORDERING)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Enrolments and contributions, what stands ahead."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    shown = [ShownEnrolment(one) for one in queries.enrolments_of(member)]
    sent = queries.sent_by_closing(member)
    context = {
        "active": [one for one in shown if one.is_active],
        "over": [one for one in shown if not one.is_active],
        "membership": queries.membership_of(member),
        "monthly": queries.monthly_of(member),
        "contributions": [(one, contribution_state(one)) for one in queries.contributions_of(member)],
        "to_pension": sent.get(AccountKind.PENSION.value),
        "to_health": sent.get(AccountKind.HEALTH.value),
    }
    return render(request, "enrolments/mine.html", context)


@access(roles("member"), kinds=ORDERING)
@require_safe
def detail(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One enrolment: who is covered, until when, what comes next year."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    return detail_page(request, member, queries.get_enrolment_for(member, key))


@access(roles("member"), kinds=ORDERING)
@require_safe
def done(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The result of confirming: covered from when, and what comes next."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    shown = ShownEnrolment(queries.get_enrolment_for(member, key))
    return render(request, "enrolments/done.html", {"shown": shown, "enrolment": shown.enrolment})


def detail_page(request: HttpRequest, member: Member, enrolment: Enrolment, error: str = "") -> HttpResponse:
    """The page of one enrolment."""
    shown = ShownEnrolment(enrolment)
    context = {
        "shown": shown,
        "enrolment": enrolment,
        "addable": addable(member, enrolment) if shown.is_active else [],
        "renew_form": RenewForm(initial={"price": shown.renewal.price}),
        "error": error,
    }
    return render(request, "enrolments/detail.html", context, status=REFUSED if error else 200)


def addable(member: Member, enrolment: Enrolment) -> list[Relative]:
    """Who lives with the member and is not covered, where the level covers families."""
    if enrolment.agreed["relative_fee"] is None:
        return []
    covered = {one.relative_id for one in queries.covered_now(enrolment)}
    return [one for one in relatives_of(member) if one.is_cohabiting and one.pk not in covered]


@access(roles("member"), kinds=ORDERING)
@require_safe
def certificate(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The PDF of the enrolment, to its person alone."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    enrolment = queries.get_enrolment_for(member, key)
    name = f"iscrizione-{enrolment.starts_on.year}.pdf"
    return kept_pdfs.attachment(certificates.certificate(enrolment), name)


@access(roles("member"), kinds=ORDERING)
@require_POST
def renew(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Agree to another year at the price that was shown, or let it end."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    enrolment = queries.get_enrolment_for(member, key)
    try:
        if request.POST.get("decision") == "no":
            enrolling.do_not_renew(enrolment, actor_of(request))
            messages.success(request, _("It ends on %(day)s.") % {"day": day(enrolment.ends_on)})
        else:
            form = RenewForm(request.POST)
            if not form.is_valid() or request.POST.get("decision"):
                return detail_page(request, member, enrolment, _("Look at the price again, then say yes."))
            enrolling.agree_to_renew(enrolment, form.cleaned_data["price"], actor_of(request))
            messages.success(request, _("It goes on next year, at no more than this price."))
    except Refusal as refusal:
        return detail_page(request, member, enrolment, f"{refusal.heading}. {refusal.advice}")
    return redirect("enrolments:detail", enrolment.pk)


@access(roles("member"), kinds=ORDERING)
@require_http_methods(READ_OR_WRITE)
def add(request: HttpRequest, key: uuid.UUID, relative_id: uuid.UUID) -> HttpResponse:
    """Ask whether to add a relative, at which price, then add them; once."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    enrolment = queries.get_enrolment_for(member, key)
    try:
        if request.method != "POST":
            return ask_to_add(request, member, enrolment, relative_id)
        form = PriceForm(request.POST)
        if not form.is_valid():
            raise LevelChanged
        nonce, fee = form.cleaned_data["nonce"], form.cleaned_data["price"]
        made = family.add(member, key, relative_id, fee=fee, key=nonce, actor=actor_of(request))
    except Refusal as refusal:
        offer = proposal.offer_of(enrolment.offer_id)
        return refused(request, refusal, offer, reverse("enrolments:detail", args=(key,)), None)
    words = {"name": made.relative.given_name, "day": day(made.starts_on)}
    messages.success(request, _("%(name)s is covered from %(day)s.") % words)
    return redirect("enrolments:detail", key)


def ask_to_add(request: HttpRequest, member: Member, enrolment: Enrolment, relative_id: uuid.UUID) -> HttpResponse:
    """Whom, from when, at which price; raises a Refusal."""
    new = family.addition(member, enrolment, relative_id)
    back = reverse("enrolments:detail", args=(enrolment.pk,))
    facts = [
        (_("Who"), new.relative.full_name),
        (_("Covered"), _("from %(first)s to %(last)s") % {"first": day(new.starts_on), "last": day(enrolment.ends_on)}),
        (_("Price"), format_euro(new.fee)),
    ]
    form = PriceForm(initial={"nonce": uuid.uuid4().hex, "price": new.fee})
    if not new.fee:
        context = {
            "title": _("Add %(name)s?") % {"name": new.relative.given_name},
            "text": _("The fund is told the name, tax code and birth date."),
            "submit": _("Add"), "facts": facts, "form": form, "back_url": back, "back_label": enrolment.agreed["fund"],
        }  # fmt: skip
        return render(request, "confirm.html", context)
    offer = proposal.offer_of(enrolment.offer_id)
    action = reverse("enrolments:add", args=(enrolment.pk, relative_id))
    seen = preview(member, new.choice, new.agreed)
    return confirm_page(request, Asked(offer=offer, form=form, action=action, back=back, facts=facts), seen)


@access(roles("member"), kinds=ORDERING)
@require_http_methods(READ_OR_WRITE)
def take_out(request: HttpRequest, key: uuid.UUID, covered: int) -> HttpResponse:
    """Ask whether to take a relative out, then do it; once."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    enrolment = queries.get_enrolment_for(member, key)
    one = next((one for one in enrolment.covered.all() if one.pk == covered), None)
    if request.method == "POST" or one is None:
        found = family.take_out(member, key, covered, actor=actor_of(request))
        words = {"name": found.relative.given_name, "day": day(found.until)}
        messages.success(request, _("%(name)s is covered until %(day)s.") % words)
        return redirect("enrolments:detail", key)
    context = {
        "title": _("Take %(name)s out?") % {"name": one.relative.given_name},
        "text": _(
            "The cover ends with this month. What was paid for this year does not come back; next year costs less."
        ),
        "submit": _("Take out"),
        "back_url": reverse("enrolments:detail", args=(key,)),
        "back_label": enrolment.agreed["fund"],
    }
    return render(request, "confirm.html", context)
