"""What operators change in the registry: suspending an organization and letting it go on."""

from collections.abc import Callable

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.models import Organization, Status

# What else follows in the transaction of a move; apps above this one declare it.
Follower = Callable[[Organization, Status], None]
followers: list[Follower] = []


def when_moved(work: Follower) -> Follower:
    """Declare what to do when an organization is suspended or let go on: called with its new state."""
    followers.append(work)
    return work


class Reason(models.TextChoices):
    """Why an organization is suspended; a code, so that the trail holds no free text."""

    REQUESTED = "requested", _("The organization asked for it")
    CONTRACT = "contract", _("The contract ended or is unpaid")
    SECURITY = "security", _("Security: an account or a device may be in wrong hands")
    CHECK = "check", _("A check is under way")


def suspend(organization: Organization, reason: Reason, *, actor: Actor) -> bool:
    """Close the doors: its people get a plain page, vouchers already issued stay good. False when not active."""
    return _move(organization, Status.ACTIVE, Status.SUSPENDED, actor, f"organization.suspended.{reason.value}")


def resume(organization: Organization, *, actor: Actor) -> bool:
    """Open the doors again; False when it was not suspended."""
    return _move(organization, Status.SUSPENDED, Status.ACTIVE, actor, "organization.resumed")


def _move(organization: Organization, before: Status, after: Status, actor: Actor, action: str) -> bool:
    """Change the state once, and write it to the operator's trail and to the organization's."""
    with transaction.atomic():
        moved = Organization.objects.filter(pk=organization.pk, status=before).update(status=after)
        if not moved:
            return False
        for follow in followers:
            follow(organization, after)
        trail.record(actor, action, subject=organization.key)
        if isolation.current().pk != organization.pk:
            with isolation.enter(organization, reason=action):
                trail.record(actor, action)
    return True
