"""HR's pages with 100 and with 10,000 people against an empty signed-in view: `python -m bench people`.

Whole requests through all middleware, in one process. Beside the times: the statements of a page, which must
not grow with the people, and by which index the list is read.
"""

import datetime
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from time import perf_counter
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import ready  # noqa: F401 - sets Django up before the models below
from bench.database import own_database, serve, use
from bench.urls_shelf import EMPTY
from catalog.plans import grants
from catalog.plans.models import Budget, Plan
from catalog.plans.telling import tell_months
from members import notices
from members.finding import Situation, asked_in, found
from members.ledger import accounts
from members.ledger.models import Account, AccountKind, Reason
from members.ledger.posting import Draft, Line, post_many
from members.models import Category, Member
from tenants import isolation, provisioning
from tenants.identity import middleware
from tenants.identity.models import User, sort_name
from tenants.isolation import SYSTEM, Actor
from tenants.models import Organization
from tests import make
from welfare.clock import pretend, today
from welfare.paging import beyond, cursor_of

SIZES = (100, 10_000)
GIVEN = ("Anna", "Bruno", "Carla", "Dario", "Elena", "Fabio", "Giulia", "Hassan", "Irene", "Luca", "Mària", "Nicolò")
FAMILY = ("Bianchi", "Verdi", "De Rossi", "D'Alò", "Fontana", "Galli", "Leone", "Moretti", "Neri", "Longhi")
PAGES = {
    "home": "/hr/",
    "list": "/hr/persone/",
    "page in the middle": "",
    "search": "/hr/persone/?q=" + quote("rossi màr"),
    "search by number": "/hr/persone/?q=0042",
    "nobody found": "/hr/persone/?q=zzzz",
    "category and site": "/hr/persone/?categoria=1&sede=Carpi",
    **{situation: f"/hr/persone/?stato={situation}" for situation in Situation.values},
}
BY_NAME = ("sort_name", "pk")
ROUNDS = 9


def measure() -> None:
    """Seed, measure, print."""
    settings.ROOT_URLCONF = "bench.urls_shelf"
    with own_database() as database:
        for size in SIZES:
            use("DATABASE_OWNER_URL", database)
            where = provisioning.open_organization(slug=f"people-{size}", kind="company", name=f"People {size}")
            fill(where, size)
            client = signed_in(where)
            serve(database)
            pages = PAGES | {"page in the middle": middle_of(where, size)}
            for name, path in pages.items():
                print(json.dumps(figure(client, name, path, size)), flush=True)
            print(json.dumps({"bench": "people:index", "people": size} | indexes(where)), flush=True)


def fill(where: Organization, size: int) -> None:
    """People in three categories and four sites, some leaving, all but the last hundredth with credit and orders."""
    with isolation.enter(where, reason="bench"):
        homogeneous = [make.category(name) for name in ("Impiegati", "Operai", "Educatori")]
        users = User.objects.bulk_create(list(map(account, range(size), names())), batch_size=1000)
        members = [person(number, user, homogeneous) for number, user in enumerate(users)]
        late = max(1, size // 100)
        Member.objects.bulk_create(members[:-late], batch_size=1000)
        grant_all(make.user("Rita", "hr"), where)
        Member.objects.bulk_create(members[-late:], batch_size=1000)
        tell_months()


def names() -> Iterator[tuple[str, str]]:
    """Given and family names without end."""
    return itertools.cycle(itertools.product(GIVEN, FAMILY))


def account(number: int, name: tuple[str, str]) -> User:
    """One account; every tenth has no e-mail, nobody has come in."""
    given, family = name
    return User(
        email=f"person{number}@example.org" if number % 10 else None,
        member_number=f"{number:05}",
        given_name=given,
        family_name=f"{family} {number}",
        sort_name=sort_name(f"{family} {number}", given),
        roles=["member"],
        password="!unusable",  # noqa: S106 - no password at all
    )


def person(number: int, user: User, categories: list[Category]) -> Member:
    """One person."""
    return Member(
        user=user,
        number=f"{number:05}",
        sort_name=user.sort_name,
        hired_on=datetime.date(2015, 1, 7),
        left_on=today() + datetime.timedelta(days=number % 60 - 20) if number % 50 == 0 else None,
        site=("Carpi", "Modena", "Sassuolo", "Mirandola")[number % 4],
        category=categories[number % 3] if number % 7 else None,
    )


def grant_all(rita: User, where: Organization) -> None:
    """A plan of this year with two sources, both granted to everybody."""
    year = today().year
    plan = Plan.objects.create(
        name=f"Piano {year}",
        year=year,
        starts_on=datetime.date(year, 1, 1),
        ends_on=datetime.date(year, 12, 31),
        state=Plan.State.OPEN,
    )
    for source in ("CONTRACT_CCNL", "VOLUNTARY"):
        budget = Budget.objects.create(plan=plan, source=source, name=source.title(), expires_on=plan.ends_on)
        grants.grant(budget, None, Decimal("300.00"), key=source, actor=Actor(where.key, rita.pk))
        spend(budget)


def spend(budget: Budget) -> None:
    """An order of three in four people, on days of the last ten months, for the figures of the home."""
    lots = Account.objects.filter(kind=AccountKind.WALLET, source=budget.pk).order_by("pk")
    held = accounts.held(budget.pk)
    drafts: dict[datetime.date, list[Draft]] = defaultdict(list)
    for number, lot in enumerate(lots):
        if number % 4:
            lines = [Line(lot, debit=Decimal("25.00")), Line(held, credit=Decimal("25.00"))]
            drafts[today() - datetime.timedelta(days=30 * (number % 10))].append(
                Draft(f"bench:{lot.pk}", Reason.ORDER, lines)
            )
    for day, some in drafts.items():
        with pretend(day):
            post_many(some, actor=SYSTEM)


def signed_in(where: Organization) -> Client:
    """A browser of HR, with the second step behind it."""
    with isolation.enter(where, reason="bench"):
        irene = make.member("Irene", "member", "hr").user
        client = Client(SERVER_NAME=f"{where.slug}.localhost")
        client.force_login(irene)
        session = client.session
        session.update({notices.FLAG: notices.VERSION, middleware.FLAG: True})
        session.save()
    return client


def middle_of(where: Organization, size: int) -> str:
    """The address of a page in the middle of the list."""
    with isolation.enter(where, reason="bench"):
        row = found(asked_in({})).order_by(*BY_NAME)[size // 2]
        return f"/hr/persone/?dopo={cursor_of(row, BY_NAME)}"


def figure(client: Client, name: str, path: str, size: int) -> dict[str, object]:
    """The median time of a page beside that of an empty view, by turns, and the page's statements."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    statements = len([query for query in queries if "search_path" not in query["sql"]])
    times = sorted((spent(client, path), spent(client, EMPTY)) for _ in range(ROUNDS))
    took, empty = times[ROUNDS // 2][0], sorted(each[1] for each in times)[ROUNDS // 2]
    return {
        "bench": f"people:{name}",
        "people": size,
        "milliseconds": round(took * 1000, 1),
        "empty_view_milliseconds": round(empty * 1000, 1),
        "ratio": round(took / empty, 1),
        "queries": statements,
    }


def spent(client: Client, path: str) -> float:
    """Seconds for one request."""
    begin = perf_counter()
    client.get(path)
    return perf_counter() - begin


def indexes(where: Organization) -> dict[str, str]:
    """By which index the first page, a page in the middle and a search are read, as EXPLAIN says."""
    with isolation.enter(where, reason="bench"):
        everybody = found(asked_in({})).order_by(*BY_NAME)
        row = everybody[everybody.count() // 2]
        asked = {
            "first page": everybody,
            "page in the middle": everybody.filter(beyond(BY_NAME, (row.sort_name, row.pk))),
            "search": found(asked_in({"q": "rossi"})).order_by(*BY_NAME),
        }
        return {name: way_of(people[:26].explain()) for name, people in asked.items()}


def way_of(plan: str) -> str:
    """The line of a query's plan that reads the people."""
    return next(line.strip(" ->").split("  (")[0] for line in plan.splitlines() if " on members_member" in line)


if __name__ == "__main__":
    measure()
