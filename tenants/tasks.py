"""Envelopes of the registry's own work; those named `tenants.provisioning.*` run with the owner's role."""

import uuid
from importlib import import_module

from celery import shared_task
from django.conf import settings
from django.core.exceptions import ValidationError

from tenants import isolation, opening, sweep, throttle
from tenants.models import Organization


@shared_task(name="tenants.provisioning.open")
def open_organization(organization_id: str) -> None:
    """Carry one opening on; refuses without an organization, safe to run twice."""
    try:
        found = Organization.objects.filter(pk=uuid.UUID(organization_id)).exists()
    except (ValueError, TypeError, AttributeError, ValidationError) as error:
        raise isolation.NoOrganization("a task needs an organization id") from error
    if not found:
        raise isolation.NoOrganization(f"no organization {organization_id}")
    opening.carry_on(uuid.UUID(organization_id))


@shared_task(name="tenants.provisioning.sweep")
def carry_openings_on() -> None:
    """Take up openings whose message was lost or whose worker died."""
    for organization_id in opening.due():
        opening.carry_on(organization_id)


@shared_task(name="tenants.clean")
def clean() -> None:
    """Delete counters and sessions that are over."""
    throttle.clean()
    sessions = import_module(settings.SESSION_ENGINE).SessionStore
    for organization in sweep.active_organizations():
        with isolation.enter(organization, reason="delete expired sessions"):
            sessions.clear_expired()
