"""The daily erasure of bookings that are done."""

from celery import shared_task

from providers.bookings import services
from tenants import isolation
from tenants.models import Organization
from welfare.clock import today


@shared_task
def erase_bookings_due() -> None:
    """Erase in every provider's schema; suspension does not make us keep people's data longer.

    One that cannot be visited keeps none of the others waiting; its error is raised in the end.
    """
    errors = []
    for organization in Organization.objects.filter(provider__isnull=False).order_by("pk"):
        try:
            if isolation.schema_exists(organization.schema_name):
                with isolation.enter(organization, reason="erase bookings"):
                    services.erase_due(today())
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("some providers' bookings could not be erased", errors)
