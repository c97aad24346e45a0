"""Seconds to close a year's budget of 10,000 people: `python -m bench closing`.

Reference: posting as many bare entries of two legs with `post_many` and nothing else, in the same minute. Figures:
what HR sees before confirming, and the closing as the worker carries it out (postings, fund caps, one mail queued a
person, progress), for a policy that fills one common account and for one that fills a fund account a person; then the
reminders of as many lots. Aim: a closing under 60 s.
"""

import datetime
import json
import time
import uuid
from collections.abc import Callable
from decimal import Decimal

from bench import ready  # noqa: F401 - sets Django up before the models below
from bench.database import own_database, serve
from catalog.closing import run
from catalog.closing.models import Closing
from catalog.closing.preview import figures_of
from catalog.closing.reminders import remind
from catalog.plans.models import Budget, Plan, Residual
from members.ledger import accounts
from members.ledger.models import Reason
from members.ledger.posting import Draft, Line, post_many
from members.models import Member
from tenants import isolation, provisioning
from tenants.identity.models import User
from tenants.isolation import SYSTEM
from tenants.messages.models import Message
from welfare.clock import today

PEOPLE = 10_000
LEFT = Decimal("123.45")


def measure() -> None:
    """Close a budget for a common account, one for funds, and remind of one."""
    with own_database() as name:
        organization = provisioning.open_organization(slug="azienda", kind="company", name="Azienda")
        with isolation.enter(organization, reason="bench"):
            owners = people()
            over = [budget(residual, -1) for residual in (Residual.EMPLOYER, Residual.PENSION_FUND)]
            running = budget(Residual.LOST, 40)
        with isolation.enter(organization, reason="bench"):
            bare = seconds(lambda: granted(over[0], owners))
            for each in (over[1], running):
                granted(each, owners)
        serve(name)
        with isolation.enter(organization, reason="bench"):
            for each in over:
                print(json.dumps(closed(each, bare)), flush=True)
            print(json.dumps(reminded(bare)), flush=True)


def closed(budget: Budget, bare: float) -> dict[str, object]:
    """Look at the figures and close."""
    begin = time.perf_counter()
    digest = figures_of(budget, today()).digest
    shown = round(time.perf_counter() - begin, 2)
    closing = run.begin(budget, uuid.uuid4(), digest=digest, actor=SYSTEM)

    def carry() -> None:
        while run.carry_on(closing.pk):
            continue

    spent = seconds(carry)
    done = Closing.objects.get(pk=closing.pk)
    assert (done.state, done.people_done) == ("done", PEOPLE)
    figures = {"preview_seconds": shown, "seconds": spent, "ratio": round(spent / bare, 1), "bare_seconds": bare}
    return {"bench": f"closing:{budget.residual}", "people": PEOPLE, **figures}


def reminded(bare: float) -> dict[str, object]:
    """Remind everybody of what expires in six weeks."""
    before = Message.objects.count()
    spent = seconds(lambda: remind(today()))
    assert Message.objects.count() - before == PEOPLE
    return {"bench": "closing:reminders", "people": PEOPLE, "seconds": spent, "ratio": round(spent / bare, 1)}


def people() -> list[uuid.UUID]:
    """Everybody."""
    users = User.objects.bulk_create(
        User(given_name="x", family_name="x", sort_name="x", member_number=str(n), email=f"p{n}@example.org")
        for n in range(PEOPLE)
    )
    made = Member.objects.bulk_create(Member(user=user, number=str(user.pk), sort_name="x") for user in users)
    return [member.uuid for member in made]


def budget(residual: str, days: int) -> Budget:
    """A budget that expires in some days, of a plan of its own."""
    day = today() + datetime.timedelta(days=days)
    first = today() - datetime.timedelta(days=300)
    plan = Plan.objects.create(name="Piano", year=today().year, starts_on=first, ends_on=day, state=Plan.State.OPEN)
    return Budget.objects.create(
        plan=plan, source="COMPANY_REGULATION", name="Piano", expires_on=day, residual=residual
    )


def granted(budget: Budget, owners: list[uuid.UUID]) -> None:
    """The same credit for everybody, as bare entries."""
    source, lots = accounts.granted(budget.pk), accounts.wallets(owners, budget.pk, budget.expires_on)
    drafts = [
        Draft(uuid.uuid4().hex, Reason.GRANT, [Line(source, debit=LEFT), Line(lots[owner], credit=LEFT)])
        for owner in owners
    ]
    post_many(drafts, actor=SYSTEM)


def seconds(action: Callable[[], object]) -> float:
    """What one run takes on the clock."""
    begin = time.perf_counter()
    action()
    return round(time.perf_counter() - begin, 2)


if __name__ == "__main__":
    measure()
