"""Which branches somebody of the staff reaches: rows in the provider's own schema."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from providers.bookings.models import BranchAccess
from providers.models import WHOLE, Branch, Provider, Reach
from tenants.audit import trail
from tenants.identity import accounts
from tenants.identity.models import Role, User
from tenants.isolation import Actor

Level = BranchAccess.Level
# Where an account that was read for one request keeps its reach.
KNOWN = "branch_reach"


def reach_of(user: User) -> Reach:
    """How much of the provider an account reaches; one query a request, none for who manages all of it.

    Who has no row reaches all: nobody has been kept to a branch.
    """
    if user.has_role(Role.PROVIDER_MANAGER):
        return WHOLE
    known = getattr(user, KNOWN, None)
    if isinstance(known, Reach):
        return known
    found = reach_of_rows(dict(BranchAccess.objects.filter(user=user.pk).values_list("branch_id", "level")))
    setattr(user, KNOWN, found)
    return found


def reach_of_key(user_id: int | None) -> Reach:
    """The same by the account's key; the system reaches all."""
    if user_id is None:
        return WHOLE
    user = User.objects.filter(pk=user_id).first()
    return reach_of(user) if user else Reach(frozenset(), frozenset())


def reach_of_rows(levels: Mapping[uuid.UUID, str]) -> Reach:
    """What some rows allow."""
    if not levels:
        return WHOLE
    managed = {branch for branch, level in levels.items() if level == Level.MANAGE}
    return Reach(frozenset(managed), frozenset(levels) - managed)


def levels_of(user: User) -> dict[uuid.UUID, str]:
    """What somebody may do at which branch, as it is written."""
    return dict(BranchAccess.objects.filter(user=user).values_list("branch_id", "level"))


@transaction.atomic
def give(user: User, levels: Mapping[uuid.UUID, str], *, actor: Actor) -> bool:
    """Write what somebody may do at each branch; with none, they reach the whole provider. False: it was so already.

    Their sessions end at once: what was open under the former access is closed.
    """
    # Of two forms at once the second waits, then writes over the first.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if levels_of(user) == dict(levels):
        return False
    BranchAccess.objects.filter(user=user).delete()
    rows = [BranchAccess(user=user, branch_id=branch, level=level) for branch, level in levels.items()]
    BranchAccess.objects.bulk_create(rows)
    accounts.end_sessions(user)
    trail.record(actor, "branches_given", person_id=user.pk, details={"branches": len(rows)})
    return True


def branches_of(provider: Provider) -> list[Branch]:
    """The provider's branches that are open, by name."""
    return list(Branch.objects.filter(provider=provider, closed_on__isnull=True).order_by("name", "pk"))
