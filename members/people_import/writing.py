"""Writing a plan: people, accounts and the trail in a few statements, however many rows there are."""

from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress

from members import categories, leaving
from members.models import Member
from members.people import shut
from members.people_import.known import MEMBER_FIELDS, USER_FIELDS
from members.people_import.matching import Decision
from members.people_import.planning import PeoplePlan
from tenants.audit.models import Record
from tenants.audit.trail import record_all
from tenants.identity import accounts, staff
from tenants.identity.models import Role, User, sort_name
from tenants.isolation import Actor
from welfare.clock import today

AT_ONCE = 1000
USER_COLUMNS = ("family_name", "given_name", "sort_name", "email", "member_number", "roles")
MEMBER_COLUMNS = (*MEMBER_FIELDS, "sort_name")


def write(plan: PeoplePlan, *, actor: Actor) -> None:
    """Add, correct and see leave, inside the caller's transaction; rows with errors are left out.

    Whoever's category nobody gave by hand comes to the one whose rule fits.

    Nobody is invited. Raises IntegrityError when somebody else took a number, tax code or e-mail meanwhile,
    LastOne when somebody else who gives tasks left meanwhile.
    """
    changing = [decision for decision in plan.good if decision.changes]
    held = categories.hold()
    hold_givers(changing)
    members = existing(changing)
    users = [user_of(decision, members) for decision in changing]
    put_users(users)
    people = [member_of(decision, user, members) for decision, user in zip(changing, users, strict=True)]
    put_members(people)
    categories.place_these([member.pk for member in people], categories=held)
    settle_leavers(changing, people, actor)
    close_leavers(people, actor)
    end_old_invitations(changing, users)
    pairs = zip(changing, people, strict=True)
    record_all(trace(decision, member, actor) for decision, member in pairs)


def hold_givers(decisions: Sequence[Decision]) -> None:
    """Keep those who give tasks as they are until the end if somebody leaves: first of all, as `staff` does it."""
    if any(decision.wanted("left_on") is not None for decision in decisions):
        givers = User.objects.filter(roles__overlap=list(staff.GIVES))
        list(givers.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def settle_leavers(decisions: Sequence[Decision], people: Sequence[Member], actor: Actor) -> None:
    """Let those whose last day this file notes, or moves, keep what their plans say."""
    pairs = [pair for pair in zip(decisions, people, strict=True) if "left_on" in pair[0].changes]
    leaving.undo([member for decision, member in pairs if decision.changes["left_on"][0] is not None], actor=actor)
    leavers = [member for _, member in pairs if member.left_on is not None]
    Member.objects.filter(pk__in=[member.pk for member in leavers]).update(shut_on=None)
    for member in leavers:
        member.shut_on = None
    leaving.settle(leavers, actor=actor)


def close_leavers(people: Sequence[Member], actor: Actor) -> None:
    """End the access of those whose last day has come, as `people.shut` does. Raises LastOne."""
    left = [member for member in people if member.left_on is not None and member.left_on <= today()]
    still_open = [member for member in left if member.user.is_active and member.shut_on is None]
    givers = [member for member in still_open if set(member.user.roles) & set(staff.GIVES)]
    # One by one: each may be the last who gives a task, once those before are gone.
    for member in givers:
        staff.refuse_last(member.user, losing=set(member.user.roles))
        shut([member], today(), actor=actor)
    shut([member for member in still_open if member not in givers], today(), actor=actor)


def existing(decisions: Sequence[Decision]) -> dict[int, Member]:
    """The records that change, with their accounts, both kept from other changes until the end."""
    keys = [decision.person.pk for decision in decisions if decision.person is not None]
    locked = Member.objects.select_for_update(no_key=True, of=("self", "user")).select_related("user")
    return {member.pk: member for member in locked.filter(pk__in=keys).order_by("pk")}


def user_of(decision: Decision, members: dict[int, Member]) -> User:
    """The account of a row as it will be: one that is there, or a new one without password."""
    if decision.person is not None:
        user = members[decision.person.pk].user
    elif decision.loose_user is not None:
        user = User.objects.select_for_update(no_key=True).get(pk=decision.loose_user.pk)
    else:
        user = User(roles=[Role.MEMBER])
        user.set_unusable_password()
    for name in USER_FIELDS:
        if name in decision.changes:
            setattr(user, name, decision.changes[name][1])
    if "number" in decision.changes:
        user.member_number = decision.changes["number"][1]
    if Role.MEMBER not in user.roles:
        user.roles = [Role.MEMBER, *user.roles]
    user.sort_name = sort_name(user.family_name, user.given_name)
    return user


def member_of(decision: Decision, user: User, members: dict[int, Member]) -> Member:
    """The record of a row as it will be."""
    member = members[decision.person.pk] if decision.person is not None else Member()
    member.user = user
    for name in MEMBER_FIELDS:
        if name in decision.changes:
            setattr(member, name, decision.changes[name][1])
    member.sort_name = user.sort_name
    return member


def put_users(users: Sequence[User]) -> None:
    """Write accounts: the new ones, and the columns of this import of those that are there."""
    fresh = [user for user in users if user.pk is None]
    overwrite(User, [user for user in users if user.pk is not None], USER_COLUMNS)
    User.objects.bulk_create(fresh, batch_size=AT_ONCE)


def put_members(people: Sequence[Member]) -> None:
    """Write records: the new ones, and the columns of this import of those that are there."""
    fresh = [member for member in people if member.pk is None]
    overwrite(Member, [member for member in people if member.pk is not None], MEMBER_COLUMNS)
    Member.objects.bulk_create(fresh, batch_size=AT_ONCE)


def overwrite(model: type[Any], rows: Sequence[Any], columns: Sequence[str]) -> None:
    """Change these columns of rows that are there; much faster than an UPDATE with a case for each row."""
    model.objects.bulk_create(
        rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=list(columns)
    )


def end_old_invitations(decisions: Sequence[Decision], users: Sequence[User]) -> None:
    """An invitation that went to an address that was wrong opens nothing any more."""
    moved = [
        user
        for decision, user in zip(decisions, users, strict=True)
        if decision.person is not None and "email" in decision.changes and decision.changes["email"][0]
    ]
    EmailAddress.objects.filter(user__in=moved).delete()
    accounts.close_invitations_of(moved)


def trace(decision: Decision, member: Member, actor: Actor) -> Record:
    """What the trail says of one person; names of fields, never what stands in them."""
    actions = {"added": "person_added", "left": "person_left", "changed": "person_corrected"}
    details = {} if decision.person is None else {"fields": sorted(decision.changes)}
    return Record(
        actor=actor.code,
        action=actions[decision.kind],
        person_id=member.user_id,
        subject=str(member.uuid),
        details=details,
    )
