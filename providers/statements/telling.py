"""Mails to who runs a provider; what they say is filled in by catalog/settlement/telling.py when they are sent."""

import uuid

from providers.models import Provider
from tenants import isolation
from tenants.identity.models import Role
from tenants.identity.queries import with_role
from tenants.messages import outbox


def tell_managers(provider: Provider, kind: str, reference: uuid.UUID) -> None:
    """Queue a mail to a provider's managers, or to its staff where there is none, in their own schema."""
    if provider.organization is None:
        return
    with isolation.enter(provider.organization, reason=kind):
        for user in with_role(Role.PROVIDER_MANAGER) or with_role(Role.PROVIDER_STAFF):
            outbox.queue(user, kind, reference=reference)
