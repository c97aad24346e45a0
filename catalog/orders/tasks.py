"""The envelopes of the work on orders and vouchers."""

import uuid

from celery import shared_task

from catalog.orders import documents, expiry
from tenants import sweep
from tenants.envelope import organization_task
from welfare.clock import today

SOFT_LIMIT, HARD_LIMIT = 20, 30


@organization_task(name="catalog.orders.render_voucher", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def render_voucher(voucher_id: str) -> None:
    """Make one voucher's document; safe to run twice, the row knows."""
    documents.make_document(uuid.UUID(voucher_id))


@organization_task(name="catalog.orders.expire")
def expire_orders() -> None:
    """Expire what is overdue in one organization."""
    expiry.expire_overdue(today())


@shared_task(name="catalog.orders.expire_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def expire_everywhere() -> None:
    """Once a day: send each active organization its own task."""
    for organization in sweep.active_organizations():
        expire_orders.delay(organization.key)
