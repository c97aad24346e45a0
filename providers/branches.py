"""Writing branches: new, changed, closed; which services and dates are there. One function a move."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from providers.models import Branch, Offer, Provider, Slot
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.clock import today


class SameName(Exception):
    """Another open branch has this name."""


class WrongMove(Exception):
    """The branch is closed."""


@transaction.atomic
def write_branch(provider: Provider, fields: Mapping[str, Any], *, actor: Actor) -> Branch:
    """Open a branch; a form sent twice finds the first one. Raises SameName."""
    Provider.objects.select_for_update(no_key=True, of=("self",)).get(pk=provider.pk)
    namesake = open_branches(provider).filter(name__iexact=fields["name"]).first()
    if namesake is not None:
        if all(getattr(namesake, name) == value for name, value in fields.items()):
            return namesake
        raise SameName
    branch = Branch.objects.create(provider=provider, **fields)
    trail.record(actor, "branch_written", subject=f"branch:{branch.pk}")
    return branch


@transaction.atomic
def change_branch(branch: Branch, fields: Mapping[str, Any], offers: Collection[uuid.UUID], *, actor: Actor) -> None:
    """Change a branch and say which of its provider's services are there. Raises SameName, WrongMove."""
    provider = Provider.objects.select_for_update(no_key=True, of=("self",)).get(pk=branch.provider_id)
    others = open_branches(provider).exclude(pk=branch.pk)
    if others.filter(name__iexact=fields["name"]).exists():
        raise SameName
    if not open_branches(provider).filter(pk=branch.pk).update(**fields):
        raise WrongMove
    mine = Offer.objects.filter(provider=provider)
    mine.filter(branch=branch).exclude(pk__in=list(offers)).update(branch=None)
    mine.filter(pk__in=list(offers)).update(branch=branch)
    trail.record(actor, "branch_written", subject=f"branch:{branch.pk}")


@transaction.atomic
def close_branch(branch: Branch, *, actor: Actor) -> None:
    """Close a branch; its services and dates belong to no branch then. Raises WrongMove.

    Who was kept to it does not reach more than before.
    """
    if not Branch.objects.filter(pk=branch.pk, closed_on__isnull=True).update(closed_on=today()):
        raise WrongMove
    Offer.objects.filter(branch=branch).update(branch=None)
    Slot.objects.filter(branch=branch).update(branch=None)
    trail.record(actor, "branch_closed", subject=f"branch:{branch.pk}")


def place_slot(slot: Slot, branch: Branch | None, *, actor: Actor) -> None:
    """Say at which branch a slot is; None: where its service is."""
    Slot.objects.filter(pk=slot.pk).update(branch=branch)
    trail.record(actor, "slot_changed", subject=f"slot:{slot.pk}", details={"fields": ["branch"]})


def open_branches(provider: Provider) -> QuerySet[Branch]:
    """A provider's branches that are not closed."""
    return Branch.objects.filter(provider=provider, closed_on__isnull=True)
