"""Granting credit: reckoned and shown, confirmed as it was shown, then queued; grant_run.py posts it."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.fiscal import FiscalError, rule_book
from catalog.plans import due, grant_run
from catalog.plans.due import Reckoned, Share
from catalog.plans.models import Budget, Grant, GrantLine, Plan
from members.ledger import locks
from members.ledger import queries as ledger
from members.ledger.errors import KeyReused
from members.ledger.models import Account, Leg
from members.models import Category, Member
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.clock import now, today
from welfare.errors import PlainError
from welfare.money import ZERO, MoneyError
from welfare.money import amount as exact

State = Grant.State
AT_ONCE = 2000
# What nobody confirms is given up after a week.
CONFIRMED_WITHIN = datetime.timedelta(days=7)


class CannotGrant(PlainError):
    """A grant that is refused; the sentence says why and what to do. Nothing was written."""


class NotOpen(CannotGrant):
    """Credit was granted from a plan that is not open, or from a budget past its last day."""


@dataclass(frozen=True)
class Terms:
    """To whom and how much: a flat amount in the budget's unit, or None for the budget's own rule.

    Everybody, one category, or one person alone (fringe benefits only). `follows`: a grant whose people hired since
    are meant.
    """

    amount: Decimal | None = None
    category: Category | None = None
    member: Member | None = None
    follows: Grant | None = None

    @property
    def kept(self) -> dict[str, Any]:
        """As the row keeps them."""
        return {
            "amount": self.amount,
            "category": self.category,
            "member": self.member,
            "follows": self.follows,
            "is_by_rule": self.amount is None,
        }


def prepare(budget: Budget, terms: Terms, *, key: str, actor: Actor) -> Grant:
    """Reckon a grant and keep it, with its lines, to be confirmed; nothing is granted yet.

    The same key gives the same grant, with new terms as long as it is not confirmed. Raises MoneyError for an amount
    not over zero, CannotGrant, NotOpen, KeyReused when the key has granted something else.
    """
    if terms.amount is not None and exact(terms.amount) <= 0:
        raise MoneyError("a grant is over zero")
    check_open(budget)
    check_terms(budget, terms)
    if terms.amount is None:
        terms = replace(terms, follows=root_by_rule(budget, but=key))
    with transaction.atomic():
        given, is_new = kept(budget, terms.kept, key=key, actor=actor)
        if is_new or given.state == State.PREVIEWED:
            reckoned = due.reckon(given)
            refuse_reckoned(budget, reckoned)
            write_lines(given, reckoned)
    return given


def prepare_lines(
    budget: Budget,
    lines: Sequence[tuple[Member, Decimal, Mapping[str, Any]]],
    *,
    key: str,
    actor: Actor,
    granted_from: Account | None = None,
    is_queued: bool = False,
) -> Grant:
    """Keep a grant whose lines the caller has reckoned: (member, amount, facts that made it), each member once.

    `granted_from` is what pays instead of the employer, as the solidarity pool. With `is_queued` it is confirmed at
    once, in the caller's transaction if there is one: the caller has shown its lines and sends `tasks.post_grant`
    (or leaves it to the sweeper). The same key with the same lines gives the same grant. Raises CannotGrant, NotOpen,
    KeyReused.
    """
    check_open(budget)
    shares = [Share(member.pk, exact(amount), dict(reckoning)) for member, amount, reckoning in lines]
    if not shares:
        raise CannotGrant(_("Nobody is due anything, so there is nothing to grant."))
    with transaction.atomic():
        given, is_new = kept(budget, {"taken_from": granted_from}, key=key, actor=actor)
        if not is_new and given.digest != due.digest_of(shares):
            raise KeyReused("the key granted something else")
        if is_new:
            write_lines(given, Reckoned(shares))
        if is_queued:
            confirm(given, digest=given.digest, actor=actor)
    return given


def kept(budget: Budget, terms: Mapping[str, Any], *, key: str, actor: Actor) -> tuple[Grant, bool]:
    """The grant of a key, to be confirmed, and whether it is new. Raises KeyReused when another act has the key."""
    if actor.user_id is None:
        raise ValueError("a person grants, not the system")
    whole = {"amount": None, "category": None, "member": None, "follows": None, "is_by_rule": False, **terms}
    defaults = {**whole, "budget": budget, "granted_on": today(), "granted_by_id": actor.user_id}
    given, is_new = Grant.objects.select_for_update(no_key=True, of=("self",)).get_or_create(
        key=key, defaults={**defaults, "state": State.PREVIEWED}
    )
    is_same = given.budget_id == budget.pk and all(getattr(given, name) == value for name, value in whole.items())
    if not is_same:
        if given.budget_id != budget.pk or given.state != State.PREVIEWED:
            raise KeyReused("the key granted something else")
        Grant.objects.filter(pk=given.pk).update(**whole)
        given.refresh_from_db()
    return given, is_new


def confirm(given: Grant, *, digest: str, actor: Actor) -> bool:
    """Queue the posting of the lines that were shown; the caller sends the task. A second time changes nothing.

    False when people have joined, left or changed since, so that the lines are made anew and must be looked at
    again. Raises CannotGrant, NotOpen.
    """
    with transaction.atomic():
        budget = hold(given.budget_id)
        locked = Grant.objects.select_for_update(no_key=True, of=("self",)).get(pk=given.pk)
        locked.budget = budget
        if locked.state != State.PREVIEWED:
            return True
        check_open(budget)
        if not as_shown(locked, digest):
            return False
        if locked.taken_from is not None:
            refuse_overdrawn_pool(locked, locked.taken_from)
        who = {"granted_by_id": actor.user_id, "granted_on": today()}
        Grant.objects.filter(pk=locked.pk).update(state=State.QUEUED, since=now(), attempts=0, **who)
        details = {"budget": str(budget.pk), "amount": words_of(locked), "people": locked.people}
        trail.record(actor, "grant", subject=str(locked.pk), details=details)
    given.refresh_from_db()
    return True


def hold(budget_id: uuid.UUID) -> Budget:
    """A budget, kept from other confirmations: of two at once the second waits, then counts what the first gives."""
    budgets = Budget.objects.select_related("plan").select_for_update(no_key=True, of=("self",))
    return budgets.get(pk=budget_id)


def words_of(given: Grant) -> str:
    """How much, as the trail keeps it: the flat amount, or all that the lines come to."""
    return str(given.total if given.amount is None else given.amount)


def as_shown(given: Grant, digest: str) -> bool:
    """Whether the people and amounts are those that were shown; if not, they are made anew."""
    if given.taken_from is not None and drop_leavers(given):
        return False
    if not given.is_by_rule and given.amount is None:
        return given.digest == digest
    reckoned = due.reckon(given)
    # The same amounts may pass the cap since: another grant was confirmed meanwhile.
    refuse_reckoned(given.budget, reckoned)
    if due.digest_of(reckoned.shares) == digest == given.digest:
        return True
    changes = changes_of(given, reckoned)
    write_lines(given, reckoned)
    Grant.objects.filter(pk=given.pk).update(figures={**given.figures, "changes": changes})
    return False


def drop_leavers(given: Grant) -> bool:
    """Leave out of a grant from a pool who has left since it was shown; whether anybody has. Raises CannotGrant."""
    staying = given.lines.exclude(member__left_on__lt=today())
    shares = [Share(line.member_id, line.amount, line.reckoning) for line in staying]
    if len(shares) == given.people:
        return False
    reckoned = Reckoned(shares, {"left": given.people - len(shares)})
    refuse_reckoned(given.budget, reckoned)
    changes = changes_of(given, reckoned)
    write_lines(given, reckoned)
    Grant.objects.filter(pk=given.pk).update(figures={**given.figures, "changes": changes})
    return True


def changes_of(given: Grant, reckoned: Reckoned) -> dict[str, int]:
    """How many people joined, are no more spoken of, or are due another amount since the lines were shown."""
    before = dict(given.lines.values_list("member", "amount"))
    after = {share.member_id: share.amount for share in reckoned.shares}
    stayed = before.keys() & after.keys()
    return {
        "joined": len(after.keys() - before.keys()),
        "gone": len(before.keys() - after.keys()),
        "other": sum(before[key] != after[key] for key in stayed),
    }


def write_lines(given: Grant, reckoned: Reckoned) -> None:
    """Put the lines of a grant that is not confirmed in place of those it had."""
    given.lines.all().delete()
    GrantLine.objects.bulk_create(
        (GrantLine(grant=given, member_id=one.member_id, amount=one.amount, reckoning=dict(one.reckoning))
         for one in sorted(reckoned.shares, key=lambda share: share.member_id)),
        batch_size=AT_ONCE,
    )  # fmt: skip
    given.people = given.rows_total = len(reckoned.shares)
    given.total = reckoned.total
    given.digest = due.digest_of(reckoned.shares)
    given.figures = {"left_out": dict(reckoned.left_out), "categories": by_category(given)}
    given.save(update_fields=["people", "rows_total", "total", "digest", "figures"])


def by_category(given: Grant) -> list[list[Any]]:
    """The lines of a grant in sum: name of the category (empty: none), people, total; one query."""
    rows = given.lines.order_by("member__category__name").values_list("member__category__name")
    found: dict[str, tuple[int, Decimal]] = {}
    for name, amount in rows.values_list("member__category__name", "amount"):
        people, total = found.get(name or "", (0, ZERO))
        found[name or ""] = (people + 1, total + amount)
    return [[name, people, str(total)] for name, (people, total) in found.items()]


def drop(given: Grant) -> bool:
    """Give up a grant that is not confirmed: nothing was granted. False when it has moved on."""
    with transaction.atomic():
        is_dropped = bool(Grant.objects.filter(pk=given.pk, state=State.PREVIEWED).update(state=State.DROPPED))
        if is_dropped:
            given.lines.all().delete()
    return is_dropped


def drop_old() -> int:
    """Give up what nobody has confirmed within a week; how many there were."""
    before = today() - CONFIRMED_WITHIN
    return sum(drop(given) for given in Grant.objects.filter(state=State.PREVIEWED, granted_on__lt=before))


def grant(budget: Budget, category: Category | None, amount: Decimal | None, *, key: str, actor: Actor) -> Grant:
    """Grant at once, in this process: each person of a category (None: everybody) `amount`; None: what the rule says.

    For commands and the demo: nobody looks at it before. The same key gives the first grant. Raises as `prepare` does.
    """
    return grant_now(prepare(budget, Terms(amount, category), key=key, actor=actor), actor=actor)


def grant_rest(given: Grant, *, actor: Actor) -> int:
    """Grant at once to the people a grant speaks of who have not had it; how many they were. Raises NotOpen."""
    terms = rest_of(given)
    try:
        rest = prepare(given.budget, terms, key=rest_key(given), actor=actor)
    except NotOpen:
        raise
    except CannotGrant:
        return 0
    return grant_now(rest, actor=actor).people


def grant_now(given: Grant, *, actor: Actor) -> Grant:
    """Confirm a grant as it was reckoned and post it in this process."""
    confirm(given, digest=given.digest, actor=actor)
    grant_run.carry_on(given.pk)
    given.refresh_from_db()
    return given


def rest_of(given: Grant) -> Terms:
    """The terms under which those who have not had a grant are given it."""
    return Terms(amount=given.amount, category=given.category, follows=given.follows or given)


def rest_key(given: Grant) -> str:
    """The key of the next grant to those who have not had one: the same until that is confirmed or given up."""
    root = given.follows_id or given.pk
    before = Grant.objects.filter(follows=root).exclude(state=State.PREVIEWED).count()
    return f"rest:{root.hex}:{before}"


def root_by_rule(budget: Budget, *, but: str) -> Grant | None:
    """The first grant by a budget's rule, other than the one of a key: later ones give what is missing of it."""
    confirmed = Grant.objects.filter(budget=budget, is_by_rule=True, follows__isnull=True, state__in=due.CONFIRMED)
    return confirmed.exclude(key=but).order_by("granted_on", "pk").first()


def check_open(budget: Budget) -> None:
    """Refuse a budget from which nothing can be granted today, or a year whose law is not on record."""
    if budget.plan.is_base:
        raise NotOpen(_("This is a base plan for the members of the network: nothing is granted of it."))
    if budget.plan.state != Plan.State.OPEN:
        raise NotOpen(_("The plan is not open: open it first, then grant its credit."))
    if budget.expires_on < today():
        raise NotOpen(_("The last day of this credit has passed: nothing can be granted of it any more."))
    try:
        rule_book().require_year(budget.plan.year)
    except FiscalError as error:
        words = _("The tax rules of %(year)s are not on record yet, so nothing of that year can be granted.")
        raise CannotGrant(words % {"year": budget.plan.year}) from error


def check_terms(budget: Budget, terms: Terms) -> None:
    """Refuse one person alone where the law asks for all or a category, and a rule that is not there."""
    if terms.member is not None and not budget.is_ad_personam_allowed:
        raise CannotGrant(
            _(
                "One person alone would pay tax on all of it: the law asks for everybody or a whole category (TUIR"
                " art. 51 c. 2; circ. 5/E 2018). Choose a category, or grant fringe benefits (art. 51 c. 3)."
            )
        )
    if terms.amount is None and not budget.amounts.exists():
        raise CannotGrant(_("This source has no rule of amounts: write an amount for each person."))


def refuse_reckoned(budget: Budget, reckoned: Reckoned) -> None:
    """Refuse a grant that reaches nobody, or that gives somebody more than could ever be spent untaxed."""
    if not reckoned.shares:
        raise CannotGrant(_("Nobody is due anything: %(why)s") % {"why": why_nobody(reckoned.left_out)})
    if reckoned.over_cap:
        words = ngettext(
            "%(n)s person would have more fringe benefits in %(year)s than the limit of art. 51 c. 3, and one cent over"
            " it taxes all of them. Lower the amount.",
            "%(n)s people would have more fringe benefits in %(year)s than the limit of art. 51 c. 3, and one cent over"
            " it taxes all of them. Lower the amount.",
            reckoned.over_cap,
        )
        raise CannotGrant(words % {"n": reckoned.over_cap, "year": budget.plan.year})


def why_nobody(left_out: Mapping[str, int]) -> str:
    """Why a grant reaches nobody, in words."""
    if left_out.get("had"):
        return _("those it speaks of have had it already.")
    if left_out.get("not_spoken_of"):
        return _("the rule of this source names no category of theirs. Look at its amounts, or at people's categories.")
    return _("there is nobody in service today. Choose another category.")


def refuse_overdrawn_pool(given: Grant, pool: Account) -> None:
    """Refuse a grant that takes more than a pool holds, what is confirmed and not yet posted counted."""
    locks.lock_accounts([pool.pk])
    queued = Grant.objects.filter(taken_from=pool, state__in=(State.QUEUED, State.STARTED, State.FAILED))
    promised = queued.aggregate(total=Sum("total"))["total"] or ZERO
    legs = Leg.objects.filter(
        account=pool, entry__reference__in=[str(pk) for pk in queued.values_list("pk", flat=True)]
    )
    posted = legs.aggregate(total=Sum("debit"))["total"] or ZERO
    if given.total > ledger.balance(pool.pk) - (promised - posted):
        raise CannotGrant(_("The pool holds less than this grant takes: lower the amounts."))
