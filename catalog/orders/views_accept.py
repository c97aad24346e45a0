"""Accepting vouchers on the provider's host, in two steps. A GET changes nothing; a code is never in an address.

A photo of the QR is another way to type the code: the same two steps, the same limit on guessing.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.orders import accept, guesses
from catalog.orders.forms_accept import CodeForm, PhotoForm
from catalog.orders.presented import ShownVisit, time_of
from providers.bookings.reach import reach_of
from tenants import throttle
from tenants.identity.actors import actor_of
from tenants.identity.models import Role
from welfare.access import access, roles
from welfare.headers import PERMISSIONS_WITH_CAMERA
from welfare.templatetags.kit import day

STAFF = roles(Role.PROVIDER_STAFF, Role.PROVIDER_MANAGER)
# Reading a photo is work: nobody at a door takes more.
PHOTOS, PHOTOS_A_MINUTE = "voucher-photo", 60


@dataclass(frozen=True)
class Notice:
    """What came of a code."""

    kind: str
    title: str
    text: str


@access(STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The code field and today's list; a POST looks at one voucher and asks for the second step."""
    if request.method != "POST":
        return desk(request, CodeForm())
    form = CodeForm(request.POST)
    return look_at(request, form) if form.is_valid() else desk(request, form)


@access(STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest) -> HttpResponse:
    """Look at the one voucher in a photo, as if its code had been typed."""
    if request.method != "POST":
        return redirect("accept:start")
    throttle.hit(PHOTOS, actor_of(request).code, limit=PHOTOS_A_MINUTE, seconds=60)
    photo_form = PhotoForm(request.POST, request.FILES)
    if not photo_form.is_valid():
        return desk(request, CodeForm(), photo_form=photo_form)
    form = CodeForm({"code": photo_form.cleaned_data["code"]})
    return look_at(request, form) if form.is_valid() else desk(request, form)


def look_at(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """Show the voucher of a code, and ask for the second step."""
    try:
        with guesses.counted(actor_of(request), throttle.client_address(request)):
            found = accept.check(form.cleaned_data["code"], actor=actor_of(request))
    except accept.Refused as refusal:
        return refused(request, form, refusal)
    if found.is_accepted:
        return desk(request, CodeForm(), accepted_before(found))
    return render(request, "accept/check.html", {"visit": ShownVisit(found), "code": form.cleaned_data["code"]})


@access(STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Accept the voucher that was looked at; sent twice, it answers as it did the first time."""
    if request.method != "POST":
        # Whoever changes the language on the answer's page comes back here.
        return redirect("accept:start")
    form = CodeForm(request.POST)
    if not form.is_valid():
        return desk(request, form)
    try:
        with guesses.counted(actor_of(request), throttle.client_address(request)):
            done = accept.accept(form.cleaned_data["code"], actor=actor_of(request))
    except accept.Refused as refusal:
        return refused(request, form, refusal)
    return desk(request, CodeForm(), accepted_now(done.presented) if done.is_new else accepted_before(done.presented))


def desk(
    request: HttpRequest, form: CodeForm, notice: Notice | None = None, photo_form: PhotoForm | None = None
) -> HttpResponse:
    """The page where codes are typed and photographed, ready for the next one; it alone may use the camera."""
    photo_form = PhotoForm() if photo_form is None else photo_form
    reach = reach_of(request.user)  # type: ignore[arg-type]
    context = {
        "form": form,
        "photo_form": photo_form,
        "forms": [photo_form, form],
        "notice": notice,
        "visits": [ShownVisit(visit) for visit in accept.accepted_today(reach)],
    }
    answer = render(request, "accept/start.html", context)
    answer.headers["Permissions-Policy"] = PERMISSIONS_WITH_CAMERA
    return answer


def refused(request: HttpRequest, form: CodeForm, refusal: accept.Refused) -> HttpResponse:
    """The reason, to this provider about its own voucher; to anybody else one answer for all."""
    if isinstance(refusal, accept.Over):
        return desk(request, form, reason(refusal))
    if isinstance(refusal, accept.OtherBranch):
        text = _("It is accepted at the branch “%(branch)s”. Nothing was accepted here.") % {"branch": refusal.branch}
        return desk(request, form, Notice("refusal", _("This voucher is for another branch of yours"), text))
    if isinstance(refusal, accept.OutOfReach):
        form.add_error(None, _("We cannot reach the voucher's data just now. Try again in a few minutes."))
    else:
        form.add_error("code", _("No voucher of yours has this code. Check it, and ask to see the voucher."))
    return desk(request, form)


def reason(refusal: accept.Over) -> Notice:
    """Why a voucher of this provider cannot be accepted any more."""
    fulfilment = refusal.fulfilment
    text = _("%(title)s, %(amount)s. Nothing was accepted and nothing will be paid for it.") % {
        "title": fulfilment.offer.title,
        "amount": ShownVisit(accept.with_booking(fulfilment, None)).amount,
    }
    if refusal.state == fulfilment.State.CANCELLED:
        return Notice("refusal", _("This voucher was cancelled"), text)
    title = _("This voucher expired: it was valid until %(day)s") % {"day": day(fulfilment.valid_until)}
    return Notice("refusal", title, text)


def accepted_now(found: accept.Presented) -> Notice:
    """Done."""
    visit = ShownVisit(found)
    title = _("Accepted: %(name)s, %(amount)s") % {"name": visit.name, "amount": visit.amount}
    return Notice("success", title, visit.service)


def accepted_before(found: accept.Presented) -> Notice:
    """Done already: nothing is counted twice."""
    words = {"day": day(found.fulfilment.accepted_at), "time": time_of(found.fulfilment)}
    title = _("Already accepted by you on %(day)s at %(time)s") % words
    visit = ShownVisit(found)
    return Notice("success", title, f"{visit.name} · {visit.service} · {visit.amount}")
