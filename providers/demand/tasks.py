"""The envelope of the work on searches in vain: nothing of it lives longer than thirteen months."""

from celery import shared_task

from providers.demand import gaps
from tenants import isolation


@shared_task(name="providers.demand.erase")  # type: ignore[untyped-decorator, unused-ignore]
def erase_gaps() -> None:
    """Once a day."""
    with isolation.leave(reason="erase searches in vain"):
        gaps.erase_due()
