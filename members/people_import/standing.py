"""What a file may do to accounts with tasks: no more than whoever imports it may do on the pages."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from members.people_import.matching import Decision
from members.people_import.reading import Content
from tenants.identity.mending import accounts_for
from tenants.identity.models import User
from tenants.identity.staff import GIVES
from tenants.isolation import Actor
from welfare.clock import today

# What a row changes of the account; the rest is the record's alone.
OF_THE_ACCOUNT = ("email", "left_on", "number", "family_name", "given_name")
NAMES = ("family_name", "given_name")


def check(decisions: Sequence[Decision], content: Content, actor: Actor) -> None:
    """Note errors on rows that would change an account out of the actor's reach, or leave nobody who gives tasks."""
    barred = barred_for(actor)
    for decision in decisions:
        check_reach(decision, content, barred)
        check_joined_names(decision, content)
    check_last_ones(decisions, content)


def barred_for(actor: Actor) -> set[int]:
    """The accounts that a person who imports may not change, their own aside; the system may change all."""
    if actor.user_id is None:
        return set()
    keeper = User.objects.get(pk=actor.user_id)
    barred = User.objects.exclude(pk__in=accounts_for(keeper).values("pk")).exclude(pk=keeper.pk)
    return set(barred.values_list("pk", flat=True))


def check_reach(decision: Decision, content: Content, barred: set[int]) -> None:
    """An account with tasks above the actor's is neither joined, renamed nor closed."""
    touched = [name for name in OF_THE_ACCOUNT if name in decision.changes]
    if decision.user_id in barred and (touched or decision.loose_user is not None):
        name = "email" if decision.loose_user is not None else touched[0]
        content.error(
            decision.row, name, _("This account has tasks that you do not give: whoever gives them has to change it.")
        )


def check_joined_names(decision: Decision, content: Content) -> None:
    """Names of an account that its person has opened do not change because a list has its e-mail."""
    user = decision.loose_user
    if user is None or decision.row.errors:
        return
    differing = [name for name in NAMES if name in decision.changes and decision.current(name)]
    if differing:
        name = differing[0] if differing[0] in content.titles else "full_name"
        content.error(
            decision.row,
            name,
            _("The account with this e-mail is of %(name)s: check the e-mail, or write the names like that.")
            % {"name": f"{user.family_name} {user.given_name}"},
        )


def check_last_ones(decisions: Sequence[Decision], content: Content) -> None:
    """Of those who give tasks one must stay, whoever of them leaves in the same file."""
    givers = User.objects.filter(roles__overlap=list(GIVES), is_active=True)
    accounts = {user.pk: set(user.roles) for user in givers}
    staying = {role: {pk for pk, roles in accounts.items() if role in roles} for role in GIVES}
    for decision in decisions:
        if decision.user_id not in accounts or not decision.is_good or not sees_leave(decision):
            continue
        held = [others for others in staying.values() if decision.user_id in others]
        if any(len(others) == 1 for others in held):
            content.error(
                decision.row,
                "left_on",
                _("Somebody must be left who can give tasks here: give this task to another person first."),
            )
            continue
        for others in held:
            others.discard(decision.user_id)


def sees_leave(decision: Decision) -> bool:
    """Whether a row notes a last day, or will close the account because one that was noted has come."""
    left = decision.wanted("left_on")
    return "left_on" in decision.changes or bool(decision.changes and left is not None and left <= today())
