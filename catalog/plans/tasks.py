"""The daily expiry: one task for each active organization, so that none waits for another."""

from celery import shared_task

from catalog.plans import expiry
from tenants.envelope import organization_task
from tenants.sweep import active_organizations
from welfare.clock import today


@shared_task(name="catalog.plans.expire_everywhere")
def expire_everywhere() -> None:
    """Send the expiry of lots to every active organization."""
    for organization in active_organizations():
        expire_lots.delay(organization.key)


@organization_task(name="catalog.plans.expire_lots")
def expire_lots() -> None:
    """Empty the lots of one organization that are past their day; safe to run twice."""
    expiry.expire_lots(today())
