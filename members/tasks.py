"""The envelopes of the work on people: imports, and what is erased in time."""

import uuid

from celery import shared_task

from members import categories, certificates, people
from members.imports import carrying, runs
from members.people_import import work  # noqa: F401 - declares itself
from tenants import isolation, sweep
from tenants.envelope import organization_task
from tenants.models import Organization
from welfare.clock import today

SOFT_LIMIT, HARD_LIMIT = 240, 270


@organization_task(name="members.carry_import_on", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def carry_import_on(run_id: str) -> None:
    """Check or write one import; safe to run twice, the row knows."""
    carrying.carry_on(uuid.UUID(run_id))


@organization_task(name="members.close_leavers", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def close_leavers() -> None:
    """Close in one organization the accounts of those whose last day is over."""
    people.close_leavers(today(), actor=isolation.SYSTEM)


@organization_task(name="members.apply_category_rules")
def apply_category_rules() -> None:
    """Move in one organization those whom seniority brings to another category."""
    categories.apply_rules(isolation.SYSTEM)


@shared_task(name="members.apply_category_rules_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def apply_category_rules_everywhere() -> None:
    """Once a day: send each active organization its own task."""
    for organization in sweep.active_organizations():
        apply_category_rules.delay(organization.key)


@shared_task(name="members.close_leavers_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def close_leavers_everywhere() -> None:
    """Once a day: send each active organization its own task."""
    for organization in sweep.active_organizations():
        close_leavers.delay(organization.key)


@shared_task(name="members.erase_imports")  # type: ignore[untyped-decorator, unused-ignore]
def erase_imports() -> None:
    """Once a day, erase files and lines of imports; suspension does not make us keep people's data longer."""
    for organization in Organization.objects.order_by("pk"):
        if isolation.schema_exists(organization.schema_name):
            with isolation.enter(organization, reason="erase imports"):
                runs.erase_due()


@shared_task(name="members.erase_certificates")  # type: ignore[untyped-decorator, unused-ignore]
def erase_certificates() -> None:
    """Once a day, erase the relatives' documents that tax needs no more, in suspended organizations, too."""
    for organization in Organization.objects.order_by("pk"):
        if isolation.schema_exists(organization.schema_name):
            with isolation.enter(organization, reason="erase certificates"):
                certificates.erase_due()
