"""Mending an account after making sure who the person is: lost phone, wrong e-mail, lost password.

HR does it for its people, the office for the network's, a provider's manager for its staff. Nobody mends
their own account, nor one with more rights than theirs. Whoever held the account before is out at once,
and both addresses are told.
"""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from tenants import isolation
from tenants.audit import trail
from tenants.identity import accounts, invitations, mails
from tenants.identity.models import IdentityCheck, Role, User
from tenants.isolation import Actor
from tenants.models import Organization

KEEPERS_OF_ALL = (Role.HR, Role.OFFICE, Role.OPERATOR)
MENDERS = (*KEEPERS_OF_ALL, Role.PROVIDER_MANAGER)
OF_A_PROVIDER = [Role.PROVIDER_STAFF, Role.PROVIDER_MANAGER]
# Who has the first role is mended only by who has one of the others.
ABOVE = {Role.OPERATOR: {Role.OPERATOR}, Role.OFFICE: {Role.OFFICE, Role.OPERATOR}}
Act = IdentityCheck.Act


@dataclass(frozen=True)
class Check:
    """What is to be mended, and how the person was recognised."""

    act: str
    means: str
    note: str = ""
    new_email: str = ""


def accounts_for(keeper: User) -> QuerySet[User]:
    """The accounts that somebody may see and mend: all here but their own and those above them.

    A provider's manager sees the provider's staff, and nobody who is here for anything else, too.
    """
    visible = User.objects.exclude(pk=keeper.pk)
    if keeper.has_role(*KEEPERS_OF_ALL):
        for role, allowed in ABOVE.items():
            if not keeper.has_role(*allowed):
                visible = visible.exclude(roles__contains=[role])
        return visible
    if keeper.has_role(Role.PROVIDER_MANAGER):
        return visible.filter(roles__contained_by=OF_A_PROVIDER, roles__len__gt=0)
    return visible.none()


def get_account_for(keeper: User, pk: int) -> User:
    """One of these accounts; Http404 for any other, absent or not theirs."""
    user = accounts_for(keeper).filter(pk=pk).first()
    if user is None:
        raise Http404
    return user


@transaction.atomic
def mend(user: User, check: Check, *, keeper: User, actor: Actor) -> IdentityCheck:
    """Record the identity check and mend; ends all sessions, codes and invitations of the person.

    A wrong e-mail may have let a stranger in: password and second factors go too, and the new address
    gets an invitation. Raises IntegrityError when the new address is another account's.
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=get_account_for(keeper, user.pk).pk)
    told = {locked.email, check.new_email.lower() if check.act == Act.WRONG_EMAIL else None}
    record = IdentityCheck.objects.create(
        user=locked, checked_by=keeper, act=check.act, means=check.means, note=check.note
    )
    take_away(locked, check)
    accounts.secret_changed(locked)
    trail.record(actor, "account.mended", person_id=locked.pk, details={"act": check.act, "means": check.means})
    here = isolation.current()
    transaction.on_commit(lambda: tell(here, sorted(filter(None, told)), check.act))
    if check.act == Act.WRONG_EMAIL and invitations.can_be_invited(locked):
        invitations.invite_by_mail(locked, actor=actor)
    return record


def take_away(user: User, check: Check) -> None:
    """Remove what may be in other hands."""
    if check.act != Act.FORGOTTEN:
        Authenticator.objects.filter(user=user).delete()
    if check.act != Act.LOST_FACTOR:
        user.set_unusable_password()
        user.save(update_fields=["password", "sort_name"])
    if check.act == Act.WRONG_EMAIL:
        accounts.replace_email(user, check.new_email)


def tell(organization: Organization, addresses: list[str], act: str) -> None:
    """Write to the old and the new address that the account has been mended."""
    with isolation.enter(organization, reason="tell of a mended account"):
        for address in addresses:
            mails.send("account/email/mended", address, {"act": Act(act).label})
