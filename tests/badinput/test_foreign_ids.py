"""Ids of another organization, tried by everybody who may open the page: the same answer as for no id at all."""

import re
import uuid
from decimal import Decimal

import pytest
from django.test import Client

from catalog.conversion import choosing
from catalog.orders.models import Order, Voucher
from catalog.orders.purchase import Choice
from catalog.orders.refusals import Terms as OrderTerms
from catalog.orders.waiting import join
from catalog.plans.models import Grant
from catalog.regulations.models import Version
from catalog.subscriptions.models import Subscription
from catalog.subscriptions.start import Asked, StartSubscription, rule_of_offer, start
from members.ledger.models import Entry, Reason
from members.models import ImportRun
from providers.models import Branch, Fulfilment, Offer, SharedSubscription
from tenants.identity.models import User
from tenants.models import Organization
from tests import make
from tests.access.routes import ROUTES
from tests.access.walk import CONVERTER
from tests.badinput import bonus
from tests.badinput.probe import writing
from tests.badinput.world import payroll_of
from tests.conftest import browse, inside
from tests.orders import stage as stages
from tests.orders.stage import Stage
from welfare.clock import now, today

TOKEN = re.compile(r"[A-Za-z0-9]{64}")
ALL_ROLES = "committee desk hr member office operator payroll provider_manager provider_staff welfare_manager"
# What the network shares on purpose: its own console, and the offers that HR may choose.
SHARED = ("rete/", "hr/scaffale/")


STRANGER = 876_543


class Absent:
    """Ids that nothing has."""

    uuid = str(uuid.UUID(int=5))
    number = "987654"


@pytest.fixture
def theirs(beta: Organization, alfa: Organization) -> Stage:
    """Beta's Anna, her son, her plan, on a camp of Alfa's that Beta alone lists."""
    return stages.set_up(beta, alfa)


def theirs_monthly(stage: Stage) -> Offer:
    """A club of the camp's provider that is paid by the month, on Beta's shelf alone."""
    offer = make.offer(
        stage.offer.provider, "Doposcuola", delivery="subscription", service_type="after_school",
        price=Decimal("90.00"), unit="month",
    )  # fmt: skip
    stages.list_on_shelf(offer, stage.plan)
    return offer


def subscribed(stage: Stage) -> Subscription:
    """Beta's Anna has it for her son."""
    offer = theirs_monthly(stage)
    asked = Asked(Choice(offer.pk, relative_id=stage.leo.pk), today().replace(day=1))
    terms = OrderTerms(offer.revision, Decimal("90.00"))
    return start(StartSubscription("k", stage.anna, stage.actor, asked, terms, rule_of_offer(offer)))


def month_of_another(stage: Stage, foreign: Offer) -> Fulfilment:
    """A month of a subscription to a service that the provider here does not supply."""
    first, fee, issuer = today().replace(day=1), Decimal("90.00"), stage.issuer
    half = SharedSubscription.objects.create(
        offer=foreign, provider=foreign.provider, issuer=issuer, price=fee, notice_days=15, first_period=first,
        next_draw=first,
    )  # fmt: skip
    return Fulfilment.objects.create(
        offer=foreign, provider=foreign.provider, issuer=issuer, subscription=half, period=first, amount=fee,
        valid_until=today(),
    )  # fmt: skip


def monthly_ids(stage: Stage, foreign: Offer) -> dict[str, str]:
    """The ids of subscriptions, and of a branch of another provider's."""
    with inside(stage.issuer):
        monthly, other = subscribed(stage), theirs_monthly(stage)
    month = month_of_another(stage, foreign)
    branch = Branch.objects.create(provider=foreign.provider, name="Carpi", town="Carpi")
    return {
        "abbonamenti/nuovo/": str(other.pk),
        "abbonamenti/": str(monthly.pk),
        "fornitore/abbonamenti/mesi/": str(month.pk),
        "fornitore/abbonamenti/": str(month.subscription_id),
        "fornitore/sedi/persone/": str(STRANGER),
        "fornitore/sedi/": str(branch.pk),
    }


def ids_of(stage: Stage, order: Order, foreign: Offer) -> dict[str, str]:
    """The id of every kind of row of Beta's, by the beginning of the addresses that take it."""
    with inside(stage.issuer):
        voucher = Voucher.objects.get(order=order)
        granter = make.user("Rita", "hr")
        given = Grant.objects.create(
            budget=stage.voluntary, amount="30.00", granted_on=today(), granted_by=granter, key="k"
        )
        stranger = make.user("Ugo", pk=STRANGER)
        imported = ImportRun.objects.create(kind="people", user=granter, since=now(), state=ImportRun.State.CHECKED)
        full = make.slot(stage.offer, days=90, capacity=1, taken=1)
        told = payroll_of(stage.anna, make.user("Paola", "payroll"))
        benefits = ImportRun.objects.create(
            kind="outside_benefits", user=granter, since=now(), state=ImportRun.State.CHECKED
        )
        waiting = join(stage.anna, Choice(stage.offer.pk, full.pk, stage.leo.pk), actor=stage.actor)
        window = bonus.draft(bonus.budget_of(stage.plan, "Premio"), granter)
        premium = bonus.give(window, stage.anna)
        bonus.opened(window, granter)
        choice = choosing.choose(premium, premium.amount, actor=stage.actor)
        premiums = ImportRun.objects.create(
            kind="premiums", about=window.pk, user=granter, since=now(), state=ImportRun.State.CHECKED
        )
        moved = Entry.objects.filter(reason=Reason.ORDER).latest("pk")
        rules = Version.objects.create(
            plan=stage.plan, number=1, text="Art. 1", terms={"budgets": []}, state=Version.State.IN_FORCE,
            digest="d", proposed_by=granter, proposed_at=now(), since=now(), in_force_on=today(),
        )  # fmt: skip
    return {
        "conto/movimenti/": str(moved.pk),
        "conto/premio/ricevute/": str(choice.pk),
        "conto/premio/": str(window.pk),
        "hr/premi/file/": str(premiums.pk),
        "hr/premi/": str(window.pk),
        "scaffale/": str(stage.offer.pk),
        "conto/regolamento/": str(rules.pk),
        "hr/regolamenti/piano/": str(stage.plan.pk),
        "hr/regolamenti/": str(rules.pk),
        "buoni/": str(voucher.pk),
        "famiglia/": str(stage.leo.pk),
        "richieste/nuova/": str(stage.offer.pk),
        "richieste/attesa/nuova/": str(stage.offer.pk),
        "richieste/attesa/": str(waiting.pk),
        "richieste/": str(order.pk),
        "fornitore/servizi/": str(foreign.pk),
        "fornitore/turni/": str(make.slot(foreign).pk),
        "identita/": str(stranger.pk),
        "hr/persone/importa/": str(imported.pk),
        "hr/persone/": str(stage.anna.uuid),
        "hr/piani/fonti/": str(stage.voluntary.pk),
        "hr/piani/assegnazioni/": str(given.pk),
        "hr/piani/solidarieta/": str(stage.voluntary.pk),
        "hr/piani/": str(stage.plan.pk),
        "paghe/benefit/importa/": str(benefits.pk),
        "paghe/benefit/": str(told["car"].pk),
        "paghe/tracciati/": str(told["layout"].pk),
        "paghe/file/": str(told["made"].pk),
        "paghe/": str(told["locked_month"].pk),
    }


def keyed() -> list[tuple[str, list[str]]]:
    """Every address that names a row, with the roles that may open it."""
    found = []
    for path, rule in ROUTES.items():
        # A year names no row.
        named = path.replace("<int:year>", "")
        if ("<uuid:" in named or "<int:" in named) and not path.startswith(SHARED):
            who = rule.split(" @")[0]
            found.append((path, (ALL_ROLES if who == "signed" else who).split()))
    return found


def filled(path: str, key: str) -> str:
    """An address with an id in it."""
    return "/" + CONVERTER.sub(key, path)


def answer(client: Client, method: str, address: str) -> tuple[int, str, set[str]]:
    """Status, page without its form tokens, and what was written."""
    client.raise_request_exception = False
    with writing() as written:
        response = getattr(client, method)(address, headers={"hx-request": "true"})
    return response.status_code, TOKEN.sub("", response.content.decode()), written


def test_ids_of_another_organization_are_as_good_as_none(alfa: Organization, beta: Organization, theirs: Stage) -> None:
    foreign = make.offer(make.provider(beta))
    ids = monthly_ids(theirs, foreign) | ids_of(theirs, theirs.place(), foreign)
    clients = {}
    with inside(alfa):
        people = {role: make.member("Carla", role).user for role in ALL_ROLES.split()}
        assert not User.objects.filter(pk=ids["identita/"]).exists()
    clients = {role: browse(alfa, user) for role, user in people.items()}
    leaks = []
    for path, roles in keyed():
        key = next(value for start, value in ids.items() if path.startswith(start))
        none = Absent.number if "<int:" in path else Absent.uuid
        for role in roles:
            # The confirmation answers a GET with the way back to the choice, whatever the id.
            for method in ("post",) if path.endswith("conferma/") else ("get", "post"):
                found, absent = (answer(clients[role], method, filled(path, each)) for each in (key, none))
                if found != absent or found[0] not in (404, 405):
                    leaks.append((role, method, path, found[0], absent[0], found[2]))
    assert leaks == []
