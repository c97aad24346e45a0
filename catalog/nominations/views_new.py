"""Naming a provider: write, check, confirm, at one address. What is typed travels in the body of posts."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.nominations import checking, holding
from catalog.nominations.forms import NamingForm, NonceForm
from catalog.nominations.holding import Naming
from catalog.nominations.refused import refused
from catalog.orders import law
from catalog.orders.limit_words import shown_limit
from catalog.orders.queries import get_member_for
from catalog.orders.refusals import Refusal
from catalog.orders.shown import grounds
from catalog.orders.views import CHANGE, ORDERING, REFUSED
from catalog.plans.models import Budget
from members.models import Member
from providers.applications.inviting import NoNetwork
from tenants import isolation, throttle
from tenants.identity.actors import actor_of
from tenants.identity.detours import detour
from welfare.access import access, roles

CONFIRM = "confirm"
# Each mails a stranger.
NAMED, MOST_A_DAY, DAY = "provider-named", 5, 24 * 3600


@access(roles("member"), kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; a POST checks what was typed, changes it, or confirms it."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    budgets = holding.budgets_that_wait()
    if not budgets:
        return redirect("nominations:list")
    if request.method != "POST":
        return first_page(request, member, budgets)
    step = request.POST.get("step")
    if step == CHANGE:
        return form_page(request, form_of(member, budgets, initial=typed(request)))
    return carry_out(request, member, budgets, confirmed=step == CONFIRM)


def first_page(request: HttpRequest, member: Member, budgets: Sequence[Budget]) -> HttpResponse:
    """The empty form; or first the rules, or why no provider can be named now."""
    if checking.has_unread(member, budgets):
        return detour(request, reverse("regulations:unread"))
    try:
        checking.can_begin(member)
    except (Refusal, NoNetwork) as refusal:
        return refused(request, refusal)
    form = form_of(member, budgets)
    people = form.fields["who"].widget.choices
    form.initial["who"] = people[0][0] if len(people) == 1 else ""
    return form_page(request, form)


def form_of(member: Member, budgets: Sequence[Budget], **options: Any) -> NamingForm:
    """The form with the kinds that these budgets pay and the member's family."""
    return NamingForm(**options, kinds=holding.kinds_for(budgets), people=checking.people_of(member))


def typed(request: HttpRequest) -> dict[str, str]:
    """What was posted, as text for the same fields."""
    return {name: str(request.POST.get(name, "")) for name in NamingForm.base_fields}


def form_page(request: HttpRequest, form: NamingForm, status: int = 200) -> HttpResponse:
    """The page of the form."""
    return render(request, "nominations/new.html", {"form": form}, status=status)


def carry_out(request: HttpRequest, member: Member, budgets: Sequence[Budget], *, confirmed: bool) -> HttpResponse:
    """Check what was typed, or confirm it; what is not right comes back with all of it."""
    form = form_of(member, budgets, data=request.POST)
    nonce = NonceForm(request.POST) if confirmed else None
    if not form.is_valid() or (nonce is not None and not nonce.is_valid()):
        return form_page(request, form, REFUSED if confirmed else 200)
    naming = naming_of(member, form, nonce.cleaned_data["nonce"] if nonce else "")
    try:
        return confirm(request, naming) if confirmed else check_page(request, naming, form)
    except (Refusal, NoNetwork) as refusal:
        return refused(request, refusal, hidden(request, form))


def naming_of(member: Member, form: NamingForm, key: str) -> Naming:
    """What was typed, as the service takes it."""
    data = form.cleaned_data
    return Naming(key, member, form.written(), data["kind"], data["amount"], data["who"])


def hidden(request: HttpRequest, form: NamingForm) -> NamingForm:
    """The same fields unbound, for the forms of the next pages."""
    return NamingForm(initial=typed(request), auto_id=False, kinds=(), people=())


def check_page(request: HttpRequest, naming: Naming, form: NamingForm) -> HttpResponse:
    """What will happen, where the credit comes from, what the provider reads: and one button."""
    check = checking.check(naming)
    purchase = check.seen.purchase
    context = {
        "form": hidden(request, form),
        "nonce": NonceForm(initial={"nonce": uuid.uuid4().hex}),
        "check": check,
        "purchase": purchase,
        "written": naming.written,
        "ground": grounds(check.seen.verdict.reasons)[0],
        "category": law.category_name(purchase, get_language() or "it"),
        "limits": [shown_limit(step) for step in check.limits],
    }
    return render(request, "nominations/check.html", context)


def confirm(request: HttpRequest, naming: Naming) -> HttpResponse:
    """Hold the credit and invite it; the same form again leads to the same page."""
    throttle.hit(NAMED, f"{isolation.current().key}:{naming.member.user_id}", limit=MOST_A_DAY, seconds=DAY)
    nominee = holding.name(naming, actor=actor_of(request))
    words = {"provider": naming.written.name}
    messages.success(
        request, _("Done: we have asked %(provider)s. You get a mail as soon as something happens.") % words
    )
    return redirect("nominations:one", nominee.pk)
