"""The envelopes of the work on orders."""

from celery import shared_task

from catalog.orders import expiry
from tenants import sweep
from tenants.envelope import organization_task
from welfare.clock import today


@organization_task(name="catalog.orders.expire")
def expire_orders() -> None:
    """Expire what is overdue in one organization."""
    expiry.expire_overdue(today())


@shared_task(name="catalog.orders.expire_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def expire_everywhere() -> None:
    """Once a day: send each active organization its own task."""
    for organization in sweep.active_organizations():
        expire_orders.delay(organization.key)
