"""Staff of a supplier and of the network: who gives which task, adds accounts and closes them.

Employers' people are HR's (`members/people.py`). Nobody has a say over their own account: it is not among
those that `mending.accounts_for` shows them. One who gives tasks always remains.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.audit import trail
from tenants.identity import accounts, invitations
from tenants.identity.mending import get_account_for
from tenants.identity.models import Role, User
from tenants.isolation import Actor
from welfare.errors import PlainError

# Who has the task on the left gives and takes those on the right.
GIVES = {
    Role.PROVIDER_MANAGER: (Role.PROVIDER_STAFF, Role.PROVIDER_MANAGER),
    Role.OPERATOR: (Role.OFFICE, Role.OPERATOR),
}


class LastOne(PlainError):
    """Nobody would be left who gives tasks here; nothing was changed."""


@dataclass(frozen=True)
class NewStaff:
    """Somebody who begins to work here; the e-mail is checked by the form."""

    given_name: str
    family_name: str
    email: str
    roles: Sequence[str]


def given_by(keeper: User) -> list[Role]:
    """The tasks that somebody gives to others."""
    return [role for giver, given in GIVES.items() if keeper.has_role(giver) for role in given]


@transaction.atomic
def add(person: NewStaff, *, keeper: User, actor: Actor) -> User:
    """Write an account without password and mail its invitation.

    Raises ValueError for tasks that are not the keeper's to give, IntegrityError when the e-mail has been taken.
    """
    user = User.objects.create_user(
        email=person.email,
        given_name=person.given_name,
        family_name=person.family_name,
        roles=ordered(person.roles, keeper),
    )
    trail.record(actor, "account.added", person_id=user.pk, details={"roles": user.roles})
    invitations.invite_by_mail(user, actor=actor)
    return user


@transaction.atomic
def give_roles(user: User, roles: Sequence[str], *, keeper: User, actor: Actor) -> None:
    """Set the tasks of an account as far as the keeper gives them; others stay. From the next request on.

    Raises ValueError for tasks that are not theirs to give, LastOne.
    """
    chosen = ordered(roles, keeper)
    locked = locked_for(keeper, user)
    refuse_last(locked, losing=set(locked.roles) - set(chosen))
    locked.roles = [role for role in locked.roles if role not in given_by(keeper)] + chosen
    locked.save(update_fields=["roles", "sort_name"])
    trail.record(actor, "roles_given", person_id=locked.pk, details={"roles": locked.roles})


@transaction.atomic
def close(user: User, *, keeper: User, actor: Actor) -> None:
    """Close an account at once; raises LastOne. HR, who can give the tasks anew, is never kept from it."""
    if not keeper.has_role(Role.HR):
        refuse_last(locked_for(keeper, user), losing=set(user.roles))
    accounts.deactivate(user, actor)


def ordered(roles: Sequence[str], keeper: User) -> list[str]:
    """The tasks in their own order; raises ValueError when one is not the keeper's to give."""
    given = given_by(keeper)
    if not set(roles) <= set(given):
        raise ValueError(f"not theirs to give: {sorted(set(roles) - set(given))}")
    return [role.value for role in given if role in roles]


def locked_for(keeper: User, user: User) -> User:
    """The account, read again under a lock together with all who give tasks, in the order of their keys.

    Two who close each other at the same moment come here one after the other.
    """
    givers = User.objects.filter(roles__overlap=list(GIVES)) | User.objects.filter(pk=user.pk)
    list(givers.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return get_account_for(keeper, user.pk)


def refuse_last(user: User, *, losing: set[str]) -> None:
    """Raise LastOne when an open account is the last with a task by which tasks are given."""
    if not user.is_active:
        return
    for role in losing & set(GIVES) & set(user.roles):
        others = User.objects.filter(roles__contains=[role], is_active=True).exclude(pk=user.pk)
        if not others.exists():
            raise LastOne(_("Somebody must be left who can give tasks here: give this task to another person first."))
