"""`/`: the home of each role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from catalog.home import hr_home, member_home
from catalog.home.navigation import sides_of
from members.models import Member
from tenants import isolation
from welfare.access import SIGNED_IN, access, roles


@access(SIGNED_IN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A member's own home, or the first home of the other roles."""
    organization = isolation.current()
    sides = sides_of(request.user, organization)  # type: ignore[arg-type]
    elsewhere = next((side for side in sides if side.prefix), None)
    member = Member.objects.select_related("user").filter(user_id=request.user.pk or 0).first()
    if member is not None and any(not side.prefix for side in sides):
        return render(request, "home/member.html", member_home.context_of(member))
    if elsewhere is not None:
        return redirect(elsewhere.home().url)
    return render(request, "home/nothing.html")


@access(roles("hr", "welfare_manager"), kinds=("company", "cooperative", "network"))
@require_safe
def hr(request: HttpRequest) -> HttpResponse:
    """HR's home."""
    return render(request, "home/hr.html", hr_home.context_of(request.user))
