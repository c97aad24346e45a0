"""What HR does with people: add, correct, see them leave."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Q

from members import categories, leaving
from members.models import Category, Member
from tenants.audit.trail import record
from tenants.identity import accounts
from tenants.identity.models import Role, User
from tenants.isolation import Actor
from welfare import clock

# The network's own tasks are given by the network.
GIVEN_BY_HR = (
    Role.HR,
    Role.WELFARE_MANAGER,
    Role.PAYROLL,
    Role.COMMITTEE,
    Role.PROVIDER_MANAGER,
    Role.PROVIDER_STAFF,
)


@dataclass(frozen=True)
class PersonData:
    """What HR keeps of a person; names and addresses already checked by the form.

    A category is one given by hand; without it the rules of the categories choose.
    """

    number: str
    given_name: str
    family_name: str
    email: str
    tax_code: str
    birth_date: datetime.date | None
    hired_on: datetime.date | None
    site: str
    level: str
    contract_hours: Decimal | None
    category: Category | None


@transaction.atomic
def add_person(data: PersonData, *, actor: Actor) -> Member:
    """Write a person and an account without password; an invitation opens it later."""
    held = categories.hold()
    user = User.objects.create_user(
        email=data.email or None,
        member_number=data.number,
        given_name=data.given_name,
        family_name=data.family_name,
        roles=[Role.MEMBER],
    )
    member = Member(user=user)
    copy_to_member(data, member)
    member.save()
    place(member, held)
    record(actor, "person_added", person_id=user.pk, subject=str(member.uuid))
    return member


@transaction.atomic
def correct_person(member: Member, data: PersonData, *, actor: Actor) -> Member:
    """Save what HR corrected, with the names of the fields that changed in the trail.

    An e-mail that the person signs in with is mended elsewhere, with an identity check.
    """
    held = categories.hold()
    before = {name: getattr(member, name) for name in NOTED_FIELDS}
    user = member.user
    user.given_name, user.family_name = data.given_name, data.family_name
    user.member_number = data.number
    if not user.email:
        user.email = data.email or None
    # No more than what HR corrects: tasks given meanwhile stay.
    user.save(update_fields=["given_name", "family_name", "sort_name", "member_number", "email"])
    copy_to_member(data, member)
    member.save()
    place(member, held)
    changed = sorted(name for name, value in before.items() if getattr(member, name) != value)
    record(actor, "person_corrected", person_id=user.pk, subject=str(member.uuid), details={"fields": changed})
    return member


MEMBER_FIELDS = ("number", "tax_code", "birth_date", "hired_on", "site", "level", "contract_hours")
NOTED_FIELDS = (*MEMBER_FIELDS, "category", "category_by_hand")


def copy_to_member(data: PersonData, member: Member) -> None:
    """Put the fields of a person's record on the row; a category by rule stays until the rules say otherwise."""
    for name in MEMBER_FIELDS:
        setattr(member, name, getattr(data, name))
    if data.category is not None or member.category_by_hand:
        member.category = data.category
    member.category_by_hand = data.category is not None


def place(member: Member, held: Sequence[Category]) -> None:
    """Put a person where the rules say, unless their category was given by hand."""
    if categories.place_these([member.pk], categories=held):
        member.refresh_from_db(fields=["category", "category_by_hand"])


@transaction.atomic
def give_roles(member: Member, roles: Sequence[str], *, actor: Actor) -> None:
    """Set a person's tasks; being a member stays. Raises ValueError for a task that is not HR's to give.

    A task that is taken away works no more from the next request on.
    """
    unknown = set(roles) - set(GIVEN_BY_HR)
    if unknown:
        raise ValueError(f"not HR's to give: {sorted(unknown)}")
    # Read again under a lock: who gives the network's tasks at the same moment loses nothing.
    user = User.objects.select_for_update(no_key=True).get(pk=member.user_id)
    kept = [role for role in user.roles if role not in GIVEN_BY_HR]
    user.roles = member.user.roles = kept + [role for role in GIVEN_BY_HR if role in roles]
    user.save(update_fields=["roles", "sort_name"])
    record(actor, "roles_given", person_id=user.pk, details={"roles": user.roles})


@transaction.atomic
def see_leave(member: Member, left_on: datetime.date, *, actor: Actor) -> None:
    """Note the last day; from the day after, all sessions, links and tasks are dead.

    The account opens again only while a plan lets the person keep credit, as a plain member's. Vouchers already
    issued stay good: they are the person's.
    """
    # As it is now: somebody else may have noted a last day since the caller read the record.
    member.left_on = Member.objects.select_for_update(no_key=True).values_list("left_on", flat=True).get(pk=member.pk)
    if member.left_on is not None and member.left_on != left_on:
        leaving.undo([member], actor=actor)
    Member.objects.filter(pk=member.pk).update(left_on=left_on, shut_on=None)
    member.left_on, member.shut_on = left_on, None
    record(actor, "person_left", person_id=member.user_id, subject=str(member.uuid))
    leaving.settle([member], actor=actor)
    if left_on <= clock.today():
        shut([member], clock.today(), actor=actor)


@transaction.atomic
def take_back(member: Member, *, actor: Actor) -> None:
    """Undo a leaving noted by mistake: credit and account are as before; tasks that ended are given anew."""
    held = categories.hold()
    leaving.undo([member], actor=actor)
    Member.objects.filter(pk=member.pk).update(left_on=None, credit_until=None, shut_on=None)
    member.left_on = member.credit_until = member.shut_on = None
    place(member, held)
    record(actor, "person_taken_back", person_id=member.user_id, subject=str(member.uuid))
    accounts.reactivate(member.user, actor=actor)


def close_leavers(day: datetime.date, *, actor: Actor) -> int:
    """End the access of those whose last day was before `day`, and close the accounts whose credit has ended.

    The daily task calls it; credit that came to somebody since their leaving was noted follows their plans first.
    Returns how many accounts were closed. Where somebody's credit cannot be dealt with, that of the others is and all
    accounts are seen to; then the error is raised.
    """
    errors = settle_leavers(list(Member.objects.select_related("user").filter(left_on__isnull=False)), actor=actor)
    closed = shut_leavers(day, actor=actor)
    if errors:
        raise ExceptionGroup("the credit of some who left is not settled", errors)
    return closed


def settle_leavers(people: Sequence[Member], *, actor: Actor) -> list[Exception]:
    """Settle the credit of who left, all together or, where that fails, each alone; what kept some from it."""
    try:
        with transaction.atomic():
            leaving.settle(people, actor=actor)
    except Exception as error:
        # What took too long together would do so one by one.
        if len(people) == 1 or isinstance(error, SoftTimeLimitExceeded):
            return [error]
        return [found for member in people for found in settle_leavers([member], actor=actor)]
    return []


def shut_leavers(day: datetime.date, *, actor: Actor) -> int:
    """End the access of those whose last day was before `day`; how many accounts were closed."""
    leavers = Member.objects.select_related("user").filter(left_on__lt=day, user__is_active=True)
    ending = leavers.filter(Q(shut_on__isnull=True) | Q(credit_until__isnull=True) | Q(credit_until__lt=day))
    return sum(shut([member], day, actor=actor) for member in ending)


@transaction.atomic
def shut(people: Sequence[Member], day: datetime.date, *, actor: Actor) -> int:
    """End every session, link and task of people who have left; close the accounts of those who keep no credit.

    Returns how many were closed. Who keeps some may sign in anew, as a plain member.
    """
    kept = [member for member in people if member.credit_until is not None and member.credit_until >= day]
    closed = [member.user for member in people if member not in kept]
    accounts.narrow_all([member.user for member in kept if member.shut_on is None], actor=actor)
    accounts.deactivate_all(closed, actor=actor)
    Member.objects.filter(pk__in=[member.pk for member in people], shut_on__isnull=True).update(shut_on=day)
    return len(closed)
