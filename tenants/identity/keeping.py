"""Accounts as HR, the office and a provider's manager keep them: who is in, who was invited, what can be mended."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants import isolation
from tenants.audit import trail
from tenants.identity import accounts, invitations, letters, mending, staff
from tenants.identity.actors import actor_of
from tenants.identity.forms_mending import MendForm
from tenants.identity.mending import MENDERS, get_account_for
from tenants.identity.models import User
from tenants.models import Kind
from welfare.access import access, roles
from welfare.paging import page_by_key

KEEPERS = roles(*MENDERS)


@access(KEEPERS)
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """Everybody's account, with the state of the newest invitation."""
    keeper: Any = request.user
    page = page_by_key(mending.accounts_for(keeper), ("sort_name", "pk"), request.GET.get("dopo", ""))
    newest = invitations.latest_of(page.rows)
    lines = [(user, invitations.situation(user, newest.get(user.pk))) for user in page.rows]
    keeps_all = keeper.has_role(*mending.KEEPERS_OF_ALL)
    context = {
        "page": page,
        "lines": lines,
        "may_add": bool(staff.given_by(keeper)),
        "prints_letters": keeps_all,
        "hr_keeps_others": not keeps_all and isolation.current().kind != Kind.SUPPLIER,
    }
    return render(request, "identity/accounts.html", context)


@access(KEEPERS)
@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: how the person gets in, and what can be done about it."""
    keeper: Any = request.user
    user = kept(request, pk)
    trail.record(actor_of(request), "account.read", person_id=user.pk)
    newest = invitations.latest_of([user]).get(user.pk)
    context = {
        "person": user,
        "invitation": newest,
        "situation": invitations.situation(user, newest),
        "can_be_invited": invitations.can_be_invited(user),
        "may_give": bool(staff.given_by(keeper)),
        "prints_letters": keeper.has_role(*mending.KEEPERS_OF_ALL),
        "checks": user.identity_checks.select_related("checked_by").order_by("-at")[:10],
    }
    return render(request, "identity/account.html", context)


@access(KEEPERS)
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail an invitation, or another one."""
    user = kept(request, pk)
    try:
        invitations.invite_by_mail(user, actor=actor_of(request))
    except invitations.CannotInvite as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation is on its way."))
    return back_to(user)


@access(KEEPERS)
@require_POST
def print_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter with an activation code, as a PDF."""
    return letters_or_refusal(request, [kept(request, pk)], lambda: back_to(kept(request, pk)))


@access(KEEPERS)
@require_POST
def print_letters(request: HttpRequest) -> HttpResponse:
    """The letters of everybody without e-mail who has no way in yet, at most 200 at a time."""
    keeper: Any = request.user
    by_hand = mending.accounts_for(keeper).filter(email=None)
    people = invitations.without_way_in(by_hand).order_by("sort_name", "pk")[: letters.MOST_AT_ONCE]
    return letters_or_refusal(request, list(people), lambda: redirect("identity:accounts"))


def letters_or_refusal(request: HttpRequest, people: list[User], otherwise: Callable[[], HttpResponse]) -> HttpResponse:
    """The PDF as a download, or the reason why not on the page."""
    try:
        content = letters.invite_by_letter(people, actor=actor_of(request))
    except invitations.CannotInvite as refusal:
        messages.error(request, str(refusal))
        return otherwise()
    disposition = {"Content-Disposition": 'attachment; filename="lettere.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=disposition)


@access(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Record how the person was recognised, and mend the account."""
    user = kept(request, pk)
    form = MendForm(request.POST or None, person=user)
    if request.method == "POST" and form.is_valid() and mended(request, user, form):
        messages.success(request, _("Done: the person has been told, and every device is signed out."))
        return back_to(user)
    return render(request, "identity/mend.html", {"form": form, "person": user})


def mended(request: HttpRequest, user: User, form: MendForm) -> bool:
    """Mend, unless somebody took the new address meanwhile or too many invitations went out."""
    keeper: Any = request.user
    try:
        with transaction.atomic():
            mending.mend(user, form.check_made(), keeper=keeper, actor=actor_of(request))
    except IntegrityError:
        form.add_error("new_email", _("Another account has this address."))
        return False
    except invitations.CannotInvite as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@access(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then close the account."""
    keeper: Any = request.user
    user = kept(request, pk)
    if request.method != "POST":
        return render(request, "identity/close.html", {"person": user})
    try:
        staff.close(user, keeper=keeper, actor=actor_of(request))
    except staff.LastOne as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The account is closed: nothing of this person works any more."))
    return back_to(user)


@access(KEEPERS)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    user = kept(request, pk)
    accounts.reactivate(user, actor_of(request))
    messages.success(request, _("The account is open again."))
    return back_to(user)


def kept(request: HttpRequest, pk: int) -> User:
    """The account, if the person signed in may keep it; 404 otherwise."""
    keeper: Any = request.user
    return get_account_for(keeper, pk)


def back_to(user: User) -> HttpResponse:
    """Back to the account's page."""
    return redirect("identity:account", user.pk)
