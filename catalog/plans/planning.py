"""The words of a plan's regulation."""

from django.db import transaction

from catalog.plans.models import Plan
from tenants.audit import trail
from tenants.isolation import Actor


def write_regulation(plan: Plan, text: str, *, actor: Actor) -> None:
    """Change the text that members read."""
    with transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(regulation=text)
        trail.record(actor, "plan.regulation", subject=str(plan.pk))
    plan.regulation = text
