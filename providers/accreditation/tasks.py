"""The envelope of the nightly look at papers and signatures."""

from celery import shared_task

from providers.accreditation import nightly


@shared_task(name="providers.accreditation.go_through")  # type: ignore[untyped-decorator, unused-ignore]
def go_through() -> None:
    """Remind, take off the shelves, put back; the rows know what was done."""
    nightly.go_through()
