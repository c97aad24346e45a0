"""The envelopes of the work on orders and vouchers."""

import uuid

from celery import shared_task

from catalog.orders import calling_off, documents, expiry, sheets, slot_changes, waiting_news
from tenants import isolation, sweep
from tenants.envelope import hint_after_commit, organization_task
from welfare.clock import today

SOFT_LIMIT, HARD_LIMIT = 20, 30


@organization_task(name="catalog.orders.render_voucher", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def render_voucher(voucher_id: str) -> None:
    """Make one voucher's document; safe to run twice, the row knows."""
    documents.make_document(uuid.UUID(voucher_id))


@organization_task(name="catalog.orders.render_sheet", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def render_sheet(group: str) -> None:
    """Make the document of what was ordered together; safe to run twice, the row knows."""
    sheets.make_sheet(uuid.UUID(group))


@organization_task(name="catalog.orders.tell_waiting", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def tell_waiting(reference: str) -> None:
    """Tell one person what became of their waiting, and whoever has the place instead; the rows know."""
    for passed_on in waiting_news.tell(uuid.UUID(reference)):
        hint_after_commit(tell_waiting, passed_on.organization_id, passed_on.reference)


@organization_task(name="catalog.orders.call_off", even_suspended=True)
def call_off_bookings(slot_id: str) -> None:
    """End the bookings of a slot that the organization cancelled; what time does not allow is sent again."""
    if calling_off.carry_on(uuid.UUID(slot_id)):
        call_off_bookings.delay(isolation.current().key, slot_id)


@organization_task(name="catalog.orders.tell_of_change", even_suspended=True)
def tell_of_change(change_id: str) -> None:
    """Tell who booked of new hours or a new place; what time does not allow is sent again."""
    if slot_changes.carry_on(uuid.UUID(change_id)):
        tell_of_change.delay(isolation.current().key, change_id)


@organization_task(name="catalog.orders.expire")
def expire_orders() -> None:
    """Expire what is overdue in one organization."""
    expiry.expire_overdue(today())


@shared_task(name="catalog.orders.expire_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def expire_everywhere() -> None:
    """Once a day: send each active organization its own task."""
    for organization in sweep.active_organizations():
        expire_orders.delay(organization.key)
