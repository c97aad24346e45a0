"""Closing and opening accounts, and ending what a change of secret must end.

A leaver is out at once: no session, no begun sign-in, no link or code of theirs works any more.
"""

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.db import transaction

from tenants.audit import trail
from tenants.audit.models import Record
from tenants.identity.models import Invitation, Role, Session, User
from tenants.isolation import Actor
from tenants.messages.models import Message

OPEN = (Invitation.State.QUEUED, Invitation.State.SENT, Invitation.State.OPENED)


@transaction.atomic
def deactivate(user: User, actor: Actor) -> None:
    """Close the account: nothing of the person's works from now on; what they did stays."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    end_sessions(user)
    close_invitations(user)
    trail.record(actor, "account.closed", person_id=user.pk)


@transaction.atomic
def deactivate_all(users: Sequence[User], actor: Actor) -> None:
    """Close many accounts as `deactivate` closes one, in as many statements."""
    keys = [user.pk for user in users]
    User.objects.filter(pk__in=keys).update(is_active=False)
    for user in users:
        user.is_active = False
    Session.objects.filter(user_id__in=keys).delete()
    close_invitations_of(users)
    trail.record_all(Record(actor=actor.code, action="account.closed", person_id=key) for key in keys)


@transaction.atomic
def narrow_all(users: Sequence[User], actor: Actor) -> None:
    """End everything of many accounts as `deactivate_all` does, tasks too; they may sign in anew, as plain members."""
    keys = [user.pk for user in users]
    User.objects.filter(pk__in=keys).update(roles=[Role.MEMBER])
    for user in users:
        user.roles = [Role.MEMBER]
    Session.objects.filter(user_id__in=keys).delete()
    close_invitations_of(users)
    trail.record_all(Record(actor=actor.code, action="account.narrowed", person_id=key) for key in keys)


@transaction.atomic
def reactivate(user: User, actor: Actor) -> None:
    """Open a closed account again; old sessions and links stay dead."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    trail.record(actor, "account.opened", person_id=user.pk)


def end_sessions(user: User, *, keep: str | None = None) -> int:
    """End the person's sessions and begun sign-ins, but for the session `keep`; returns how many."""
    ended, _ = Session.objects.filter(user_id=user.pk).exclude(session_key=keep or "").delete()
    return ended


def close_invitations(user: User) -> int:
    """Make the person's open invitations void; returns how many."""
    still_open = list(user.invitations.filter(state__in=OPEN).values_list("pk", flat=True))
    Message.objects.filter(reference__in=still_open, state=Message.State.QUEUED).delete()
    closed = user.invitations.filter(pk__in=still_open, state__in=OPEN)
    return closed.update(state=Invitation.State.REPLACED, sealed_token=b"")


def close_invitations_of(users: Sequence[User]) -> int:
    """Make the open invitations of many people void; returns how many."""
    opened = Invitation.objects.filter(user__in=[user.pk for user in users], state__in=OPEN)
    still_open = list(opened.values_list("pk", flat=True))
    Message.objects.filter(reference__in=still_open, state=Message.State.QUEUED).delete()
    closed = Invitation.objects.filter(pk__in=still_open, state__in=OPEN)
    return closed.update(state=Invitation.State.REPLACED, sealed_token=b"")


@transaction.atomic
def secret_changed(user: User, *, keep: str | None = None) -> None:
    """After a new password or e-mail: end all other sessions, begun sign-ins, codes and invitations."""
    end_sessions(user, keep=keep)
    close_invitations(user)


@transaction.atomic
def replace_email(user: User, email: str | None) -> None:
    """Give the account another address (None for none), proved by whoever calls this."""
    EmailAddress.objects.filter(user=user).delete()
    user.email = email.strip().lower() if email else None
    user.save(update_fields=["email", "sort_name"])
    secret_changed(user)
