"""Seconds to grant credit to 10,000 people by a rule: `python -m bench grants`.

Reckoning with its lines as the preview keeps them, the confirmation that reckons them once more, and the posting of
an entry each; then the same for one person in ten who was hired since. Reference: as many bare rows (a line each)
with `bulk_create` and nothing else, in the same minute. Aim: the posting under 30 s.
"""

import datetime
import json
from decimal import Decimal

from bench import ready  # noqa: F401 - sets Django up before the models below
from bench.database import own_database, serve
from bench.people import account, names, person
from bench.people_import import cost
from catalog.plans import grant_run, grants
from catalog.plans.grants import Terms
from catalog.plans.models import Budget, BudgetAmount, Grant, GrantLine, Plan, ProRata
from members.ledger import queries
from members.models import Member
from tenants import isolation, provisioning
from tenants.identity.models import User
from tenants.isolation import Actor
from tenants.models import Organization
from tests import make
from welfare.clock import today

PEOPLE = 10_000
LATE = PEOPLE // 10


def measure() -> None:
    """Seed, grant to everybody, then to those hired since."""
    with own_database() as database:
        where = provisioning.open_organization(slug="assegna", kind="company", name="Assegna")
        with isolation.enter(where, reason="bench"):
            budget, actor = ruled_budget(where)
            late = hire(PEOPLE)
        serve(database)
        with isolation.enter(where, reason="bench"):
            print(json.dumps(figure("everybody", budget, Terms(), actor)), flush=True)
            Member.objects.bulk_create(late)
            first = Grant.objects.get(key="everybody")
            print(json.dumps(figure("hired since", budget, grants.rest_of(first), actor)), flush=True)
            assert queries.is_balanced()


def ruled_budget(where: Organization) -> tuple[Budget, Actor]:
    """A year's plan whose rule looks at category, hours, children and months."""
    year = today().year
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    plan = Plan.objects.create(name="Piano", year=year, starts_on=first, ends_on=last, state=Plan.State.OPEN)
    budget = Budget.objects.create(
        plan=plan, source="VOLUNTARY", name="Piano", expires_on=last, full_time_hours=Decimal(38),
        per_child=Decimal("100.00"), pro_rata=ProRata.MONTHS,
    )  # fmt: skip
    BudgetAmount.objects.create(budget=budget, amount=Decimal("300.00"))
    return budget, Actor(where.key, make.user("Rita", "hr").pk)


def hire(size: int) -> list[Member]:
    """People in three categories; one more in ten, hired today, who are not written yet."""
    homogeneous = [make.category(name) for name in ("Impiegati", "Operai", "Educatori")]
    users = User.objects.bulk_create(list(map(account, range(size + LATE), names())), batch_size=1000)
    members = [person(number, user, homogeneous) for number, user in enumerate(users)]
    for member in members:
        member.left_on = None
    for member in members[size:]:
        member.hired_on = today()
    Member.objects.bulk_create(members[:size], batch_size=1000)
    return members[size:]


def figure(name: str, budget: Budget, terms: Terms, actor: Actor) -> dict[str, object]:
    """One grant from its terms to its last entry, beside the cost of bare rows."""
    made: list[Grant] = []
    reckoned = cost(lambda: made.append(grants.prepare(budget, terms, key=name, actor=actor)))
    [given] = made
    confirmed = cost(lambda: done(grants.confirm(given, digest=given.digest, actor=actor)))
    posted = cost(lambda: done(grant_run.carry_on(given.pk)))
    given.refresh_from_db()
    assert given.rows_done == given.people > 0
    bare = cost(lambda: bare_rows(given))
    return {
        "bench": f"grants:{name}",
        "people": given.people,
        "reckon_seconds": reckoned.seconds,
        "confirm_seconds": confirmed.seconds,
        "post_seconds": posted.seconds,
        "post_processor_seconds": posted.processor,
        "post_ratio": round(posted.seconds / bare.seconds, 1),
        "bare_rows_seconds": bare.seconds,
    }


def done(is_done: bool) -> None:
    """Hold that a step was carried out."""
    assert is_done


def bare_rows(given: Grant) -> None:
    """The reference: a line for each, of a grant that is given up."""
    other = Grant.objects.create(
        budget=given.budget, key=f"bare:{given.pk.hex}", granted_on=today(), granted_by_id=given.granted_by_id,
        state=Grant.State.DROPPED,
    )  # fmt: skip
    members = given.lines.values_list("member", flat=True)
    GrantLine.objects.bulk_create(GrantLine(grant=other, member_id=pk, amount=Decimal(1)) for pk in members)


if __name__ == "__main__":
    measure()
