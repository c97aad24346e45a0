"""The envelope of the nightly look at papers and signatures."""

from celery import shared_task

from providers.accreditation import checking, nightly, presenting  # noqa: F401 - declare what their mails say


@shared_task(name="providers.accreditation.go_through")  # type: ignore[untyped-decorator, unused-ignore]
def go_through() -> None:
    """Remind, take off the shelves, put back; the rows know what was done."""
    nightly.go_through()
