"""Inviting everybody who was never invited: after an import they are many."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from members.models import Member
from members.queries import employed_on
from members.views_people import EMPLOYERS, FORMS, HR_ONLY
from tenants.identity import first_invitations
from tenants.identity.actors import actor_of
from tenants.identity.models import User
from welfare import clock
from welfare.access import access


@access(HR_ONLY, kinds=EMPLOYERS)
@FORMS
def invite_all(request: HttpRequest) -> HttpResponse:
    """Ask, with the number of mails, then queue them; who has no e-mail gets a letter instead."""
    people = User.objects.filter(member__in=Member.objects.filter(employed_on(clock.today())))
    if request.method == "POST":
        count = first_invitations.invite_all(people, actor=actor_of(request))
        sentence = ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", count)
        messages.success(request, sentence % {"n": count})
        return redirect("people:list")
    waiting = first_invitations.never_invited(people)
    with_email = waiting.filter(email__isnull=False).count()
    context = {
        "with_email": with_email,
        "at_once": min(with_email, first_invitations.MOST_AT_ONCE),
        "without_email": waiting.filter(email__isnull=True).count(),
        "back": reverse("people:list"),
    }
    return render(request, "people/invite_all.html", context)
