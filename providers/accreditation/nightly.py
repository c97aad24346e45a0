"""Once a night, provider by provider: remind, hold services against papers, go on. One that fails stops no other.

All is read from rows, so that nights without a worker are made up for, and a second run changes nothing.
"""

import logging
import uuid
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded

from providers.accreditation import charter, dossier, reminding, standing
from providers.models import Provider
from tenants import failures, isolation, sweep
from tenants.models import FailedTask, Organization
from welfare.clock import now

log = logging.getLogger(__name__)
KIND = "papers"


def go_through() -> int:
    """Do all that is due over the network; returns how many organizations were looked at."""
    organizations = [each for each in sweep.active_organizations() if each.kind in charter.SIGNING]
    for organization in organizations:
        guarded(organization, look_at)
    return len(organizations)


def look_at(organization: Organization) -> None:
    """Remind one organization, then hold what it supplies, if it does, against its papers."""
    provider = Provider.objects.select_related("organization").filter(organization=organization).first()
    with isolation.enter(organization, reason="remind of papers"):
        reminding.remind_of_charter(organization)
        if provider is not None:
            reminding.remind_of_papers(provider)
    if provider is not None:
        standing.refresh(provider.pk)
        dossier.erase_replaced(provider)


def guarded(organization: Organization, work: Callable[[Organization], None]) -> bool:
    """Do the work for one; what fails is shown to operators, and closed again once it goes well."""
    try:
        work(organization)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        log.exception("papers of %s were not looked at", organization.pk)
        failures.give_up(organization, KIND, organization.pk, error)
        return False
    stopped = FailedTask.objects.filter(organization=organization, kind=KIND, resolved_at__isnull=True)
    stopped.update(resolved_at=now())
    return True


@failures.retrier(KIND, inside=False)
def try_again(organization_id: uuid.UUID) -> None:
    """Look at one organization again at once."""
    guarded(Organization.objects.get(pk=organization_id), look_at)
