"""The envelopes of statements: closing a month, and what silence does."""

import uuid

from celery import shared_task

from catalog.orders import sweeper
from catalog.settlement import clearing, closing, silence
from providers.statements.queries import last_month
from tenants import isolation
from tenants.envelope import organization_task

SOFT_LIMIT, HARD_LIMIT = 240, 270


@organization_task(
    name="catalog.settlement.close_month", even_suspended=True, soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT
)
def close_month(closing_id: str) -> None:
    """Go on with the closing of one month; safe to run twice, the row knows."""
    closing.carry_on(uuid.UUID(closing_id))


@shared_task(name="catalog.settlement.close_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def close_everywhere() -> None:
    """Once a day: ask for last month's closing of each issuer that has something to state."""
    for issuer_id in closing.issuers_due(last_month()):
        ask_closing.delay(str(issuer_id))


@organization_task(name="catalog.settlement.ask_closing", even_suspended=True)
def ask_closing() -> None:
    """Queue last month's closing of one organization and set off what is due, in turn."""
    closing.ask(last_month())
    for key in closing.pending_ids():
        close_month.delay(isolation.current().key, str(key))


@shared_task(name="catalog.settlement.pass_days_everywhere")  # type: ignore[untyped-decorator, unused-ignore]
def pass_days_everywhere() -> None:
    """Once a day: each issuer's own task, and rounds of clearing that nobody agreed to in time."""
    for issuer_id in silence.issuers_due():
        pass_days.delay(str(issuer_id))
    clearing.lapse_due()


@organization_task(
    name="catalog.settlement.pass_days", even_suspended=True, soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT
)
def pass_days() -> None:
    """Take silence for consent in one organization; safe to run twice."""
    silence.pass_days()


@shared_task(name="catalog.settlement.go_through")  # type: ignore[untyped-decorator, unused-ignore]
def go_through() -> None:
    """Once a day: close last month where something is to be stated, then let days pass."""
    close_everywhere.delay()
    pass_days_everywhere.delay()


sweeper.declare(close_month, closing.pending_ids)
