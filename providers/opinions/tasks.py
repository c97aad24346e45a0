"""The envelope of counting."""

from celery import shared_task

from providers.opinions import counting


@shared_task(name="providers.opinions.count")  # type: ignore[untyped-decorator, unused-ignore]
def count() -> None:
    """Once a day: count what people said of services; safe to run twice."""
    counting.count_due()
