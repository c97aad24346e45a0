"""HR's page on which one person's amount of a grant is put right."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from catalog.plans import corrections, queries
from catalog.plans.corrections import CannotCorrect, NotEnoughLeft
from catalog.plans.grant_forms import CorrectionForm
from catalog.plans.granting import FORMS
from catalog.plans.granting_shown import reckoning_of
from catalog.plans.grants import CannotGrant
from catalog.plans.models import GrantLine
from catalog.plans.views import HR
from tenants import isolation, throttle
from tenants.audit import trail
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access

# How often a day it may turn out that too little is left: by more, what somebody spent could be guessed.
TRIES, A_DAY = 3, 24 * 60 * 60
PURPOSE = "grant_correction"


@access(HR, kinds=EMPLOYERS)
@FORMS
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what one person has of a grant, with the reason that the person reads."""
    line = queries.line_for(pk)
    shown, unit = {"before": line.holds, "amount": line.holds}, line.grant.budget.unit
    form = CorrectionForm(request.POST if request.method == "POST" else None, unit=unit, initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            carry_out(request, line, form)
        except CannotGrant as refusal:
            form.add_error(None if is_stale(refusal, line, form) else "amount", str(refusal))
        else:
            messages.success(request, _("Corrected. The person has been told."))
            return redirect("plans:grant_run", line.grant_id)
    context = {"line": line, "form": form, "why": reckoning_of(line, unit), "corrections": queries.corrections_of(line)}
    return render(request, "plans/grant_correct.html", context)


def carry_out(request: HttpRequest, line: GrantLine, form: CorrectionForm) -> None:
    """Correct, or raise CannotGrant; a try that tells how little is left counts, and the person can read of it."""
    cleaned, actor = form.cleaned_data, actor_of(request)
    subject: UUID = cleaned["key"]
    counted = f"{isolation.current().key}:{line.pk}"
    throttle.hit(PURPOSE, counted, limit=TRIES, seconds=A_DAY)
    try:
        corrections.correct(
            line, cleaned["amount"], before=cleaned["before"], reason=cleaned["reason"], key=subject, actor=actor
        )
    except NotEnoughLeft:
        person = line.member.user_id
        trail.record(actor, "grant.correction_refused", person_id=person, subject=str(line.grant_id))
        raise
    except CannotGrant:
        throttle.take_back(PURPOSE, counted)
        raise
    throttle.take_back(PURPOSE, counted)


def is_stale(refusal: CannotGrant, line: GrantLine, form: CorrectionForm) -> bool:
    """Whether the page spoke of an amount that holds no more; from now on it speaks of the one that does."""
    is_old = isinstance(refusal, CannotCorrect) and form.cleaned_data["before"] != line.holds
    if is_old:
        form.data = {**form.data.dict(), "before": str(line.holds)}  # type: ignore[attr-defined]
    return is_old
