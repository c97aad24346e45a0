"""What /healthz says of the organizations."""

from tenants.known_migrations import known
from tenants.models import Organization, Status


def lacking() -> list[str]:
    """`migrations` when an organization that is served lacks some: its people get a 503 page."""
    served = Organization.objects.filter(status__in=[Status.ACTIVE, Status.SUSPENDED])
    return ["migrations"] if served.filter(migrations_applied__lt=len(known())).exists() else []
