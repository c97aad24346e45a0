"""Opening a plan, publishing a base plan, closing one whose days are over, throwing a draft away."""

from django.db import transaction
from django.db.models import ProtectedError, Q

from catalog.plans.models import Plan
from catalog.plans.setup import checks, narrowing
from catalog.plans.setup.answers import lock_draft
from catalog.plans.setup.queries import plan_in_full
from catalog.plans.setup.refusals import NotADraft, Refused
from catalog.plans.setup.steps import Place, Step
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.clock import today


def open_plan(plan: Plan, *, actor: Actor) -> bool:
    """Open a draft: from now its credit can be granted, and its terms stay as they are. A base plan is published.

    False when it was not a draft any more. Raises Refused with every reason that keeps it from being opened.
    """
    with transaction.atomic():
        lock_all()
        found = plan_in_full(plan.pk)
        is_opened = found.state == Plan.State.DRAFT
        if is_opened:
            refusals = checks.refusals(checks.Examination(found))
            if refusals:
                raise Refused(refusals)
            Plan.objects.filter(pk=plan.pk, state=Plan.State.DRAFT).update(state=Plan.State.OPEN)
            trail.record(actor, "plan.publish" if found.is_base else "plan.open", subject=str(plan.pk))
    plan.refresh_from_db(fields=["state"])
    return is_opened


def lock_all() -> None:
    """Hold every plan that is open or may be opened: of two that overlap, the second finds the first one open."""
    alive = Plan.objects.select_for_update(no_key=True).exclude(state=Plan.State.CLOSED)
    list(alive.order_by("pk").values_list("pk", flat=True))


def let_nominate(plan: Plan, is_allowed: bool, *, actor: Actor) -> bool:
    """Let people bring providers with an open plan's credit, or no more; what is held already stays held.

    False when it was so before, or the plan is not open. Raises Refused for what its base plan does not allow.
    """
    with transaction.atomic():
        found = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        if found.state != Plan.State.OPEN or found.takes_nominations == is_allowed:
            return False
        found.takes_nominations = is_allowed
        refusals = tuple(narrowing.widenings(found, Place(Step.NAME, found))) if is_allowed else ()
        if refusals:
            raise Refused(refusals)
        found.save(update_fields=["takes_nominations"])
        trail.record(actor, "plan.nominations", subject=str(plan.pk), details={"allowed": is_allowed})
    return True


def close_plan(plan: Plan, *, actor: Actor) -> bool:
    """Close an open plan whose days are over, or withdraw a base plan. False when it is neither."""
    with transaction.atomic():
        over = Plan.objects.filter(Q(ends_on__lt=today()) | Q(is_base=True), pk=plan.pk, state=Plan.State.OPEN)
        is_closed = bool(over.update(state=Plan.State.CLOSED))
        if is_closed:
            trail.record(actor, "plan.close", subject=str(plan.pk))
    plan.refresh_from_db(fields=["state"])
    return is_closed


def throw_away(plan: Plan, *, actor: Actor) -> bool:
    """Delete a draft with all its answers. False when it was opened meanwhile, or something depends on it."""
    try:
        with transaction.atomic():
            lock_draft(plan)
            plan.budgets.all().delete()
            Plan.objects.filter(pk=plan.pk).delete()
            trail.record(actor, "plan.drop", subject=str(plan.pk))
    except (NotADraft, ProtectedError):
        return False
    return True
