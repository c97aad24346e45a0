"""Ids of another organization, tried by everybody who may open the page: the same answer as for no id at all."""

import re
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from catalog.conversion import choosing
from catalog.enrolments.models import Contribution, Enrolment, Membership
from catalog.feedback import complaints
from catalog.feedback.models import Complaint
from catalog.nominations.models import Nominee
from catalog.orders.models import Order, Voucher
from catalog.orders.purchase import Choice
from catalog.orders.refusals import Terms as OrderTerms
from catalog.orders.waiting import join
from catalog.plans.models import Grant
from catalog.regulations.models import Version
from catalog.settlement.models import PaymentFile
from catalog.subscriptions.models import Subscription
from catalog.subscriptions.start import Asked, StartSubscription, rule_of_offer, start
from members.ledger.models import Entry, Reason
from members.models import ImportRun
from providers.accreditation.models import DossierDocument, Presentation
from providers.agreements.models import Agreement
from providers.models import Branch, Fulfilment, FundIssuer, FundLevel, Offer, SharedSubscription
from providers.nominating.models import Nomination
from providers.statements.models import ClearingRound, Statement
from tenants.identity.models import User
from tenants.models import Organization
from tests import make
from tests.access.routes import ROUTES
from tests.access.walk import CONVERTER
from tests.badinput import bonus
from tests.badinput.probe import writing
from tests.badinput.quoted import ids_of_quotes
from tests.badinput.world import payroll_of
from tests.conftest import browse, inside
from tests.orders import stage as stages
from tests.orders.stage import Stage
from tests.orders.weeks import Camp
from welfare.clock import now, today

TOKEN = re.compile(r"[A-Za-z0-9]{64}")
ALL_ROLES = "committee desk hr member office operator payroll provider_manager provider_staff welfare_manager"
# What the network shares on purpose: its own console, and the offers that HR may choose. Applicants have no account:
# what their links open is tried in tests/providers/applications/.
SHARED = ("rete/", "hr/scaffale/", "candidatura/")


STRANGER = 876_543


class Absent:
    """Ids that nothing has."""

    uuid = str(uuid.UUID(int=5))
    number = "987654"


@pytest.fixture
def theirs(beta: Organization, alfa: Organization) -> Stage:
    """Beta's Anna, her son, her plan, on a camp of Alfa's that Beta alone lists."""
    return stages.set_up(beta, alfa)


def together(stage: Stage) -> dict[str, str]:
    """Two weeks that Beta's Anna booked together for her son."""
    camp = Camp(stage, stage.leo, [make.slot(stage.offer, days=days) for days in (70, 77)])
    [order, _] = camp.place((0, stage.leo), (1, stage.leo))
    return {"richieste/insieme/": str(order.group), "buoni/insieme/": str(order.group)}


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
        paola = make.user("Paola", "payroll")
        told = payroll_of(stage.anna, paola)
        benefits = ImportRun.objects.create(
            kind="outside_benefits", user=granter, since=now(), state=ImportRun.State.CHECKED
        )
        waiting = join(stage.anna, Choice(stage.offer.pk, full.pk, stage.leo.pk), actor=stage.actor)
        # Before there are rules that must be read.
        weeks = together(stage)
        complaint = complaints.send(order, Complaint.Kind.LATE, "Tardi", may_name=False, actor=stage.actor)
        moved = Entry.objects.filter(reason=Reason.ORDER).latest("pk")
        rules = Version.objects.create(
            plan=stage.plan, number=1, text="Art. 1", terms={"budgets": []}, state=Version.State.IN_FORCE,
            digest="d", proposed_by=granter, proposed_at=now(), since=now(), in_force_on=today(),
        )  # fmt: skip
    return (
        of_statements(stage, foreign, paola)
        | of_nominations(stage, foreign)
        | {
            **ids_of_funds(stage, order, foreign),
            **ids_of_papers(stage, foreign),
            **ids_of_agreements(stage, granter),
            **ids_of_quotes(stage, foreign),
            "porta/": named(stage),
            **ids_of_bonuses(stage, granter),
            **ids_of_hr(stage, given, imported),
            **ids_of_payroll(told, benefits),
            "conto/movimenti/": str(moved.pk),
            "scaffale/": str(stage.offer.pk),
            "conto/regolamento/": str(rules.pk),
            "hr/regolamenti/piano/": str(stage.plan.pk),
            "hr/regolamenti/": str(rules.pk),
            "buoni/": str(voucher.pk),
            "famiglia/": str(stage.leo.pk),
            "richieste/nuova/": str(stage.offer.pk),
            "richieste/attesa/nuova/": str(stage.offer.pk),
            "richieste/attesa/": str(waiting.pk),
            "richieste/reclami/": str(complaint.pk),
            **weeks,
            "richieste/": str(order.pk),
            "fornitore/servizi/": str(foreign.pk),
            "fornitore/turni/": str(make.slot(foreign).pk),
            "identita/": str(stranger.pk),
        }
    )


def ids_of_hr(stage: Stage, given: Grant, imported: ImportRun) -> dict[str, str]:
    """What Beta's HR keeps of people and plans."""
    return {
        "hr/persone/importa/": str(imported.pk),
        "hr/persone/": str(stage.anna.uuid),
        "hr/piani/fonti/": str(stage.voluntary.pk),
        "hr/piani/assegnazioni/": str(given.pk),
        "hr/piani/solidarieta/": str(stage.voluntary.pk),
        "hr/piani/": str(stage.plan.pk),
    }


def ids_of_payroll(told: dict[str, Any], benefits: ImportRun) -> dict[str, str]:
    """What Beta's payroll keeps."""
    return {
        "paghe/benefit/importa/": str(benefits.pk),
        "paghe/benefit/": str(told["car"].pk),
        "paghe/tracciati/": str(told["layout"].pk),
        "paghe/file/": str(told["made"].pk),
        "paghe/": str(told["locked_month"].pk),
    }


def named(stage: Stage) -> str:
    """A provider that somebody of Beta has named."""
    with inside(stage.issuer):
        made = Nominee.objects.create(
            key="named", member=stage.anna, service_type="gym", type_label="Palestra", amount="30.00"
        )
    return str(made.pk)


def ids_of_bonuses(stage: Stage, granter: User) -> dict[str, str]:
    """A bonus window of Beta's, what somebody chose, a file of premiums."""
    with inside(stage.issuer):
        window = bonus.draft(bonus.budget_of(stage.plan, "Premio"), granter)
        premium = bonus.give(window, stage.anna)
        bonus.opened(window, granter)
        choice = choosing.choose(premium, premium.amount, actor=stage.actor)
        premiums = ImportRun.objects.create(
            kind="premiums", about=window.pk, user=granter, since=now(), state=ImportRun.State.CHECKED
        )
    return {
        "conto/premio/ricevute/": str(choice.pk),
        "conto/premio/": str(window.pk),
        "hr/premi/file/": str(premiums.pk),
        "hr/premi/": str(window.pk),
    }


def ids_of_papers(stage: Stage, foreign: Offer) -> dict[str, str]:
    """A presentation that Beta is asked for, and a paper of another provider."""
    with inside(stage.issuer):
        asked = Presentation.objects.create(
            application=stage.offer.pk, receiver=stage.issuer, asked_of=stage.issuer, name="Faro", town="Carpi"
        )
        paper = DossierDocument.objects.create(
            provider=foreign.provider, kind="durc", keeper=stage.issuer, stored_name="x", extension="pdf", sha256="x"
        )
    return {"carta/presentazioni/": str(asked.pk), "fornitore/documenti/": str(paper.pk)}


def ids_of_agreements(stage: Stage, granter: User) -> dict[str, str]:
    """An agreement of Beta's, and a list of its shops."""
    with inside(stage.issuer):
        agreement = Agreement.objects.create(
            owner=stage.issuer, name="Botteghe", category="food", discount="5%", starts_on=today()
        )
        shops = ImportRun.objects.create(
            kind="shops", about=agreement.pk, user=granter, since=now(), state=ImportRun.State.CHECKED
        )
    return {"hr/convenzioni/importa/": str(shops.pk), "hr/convenzioni/": str(agreement.pk)}


def ids_of_funds(stage: Stage, order: Order, foreign: Offer) -> dict[str, str]:
    """A level, an enrolment and a contribution of Beta's, and Beta as a fund's organization."""
    level = FundLevel.objects.create(offer=foreign, name="Base", covers="Visite", fee="10.00")
    FundIssuer.objects.create(provider=foreign.provider, organization=stage.issuer)
    shared = {"member": stage.anna, "provider_id": foreign.provider_id, "offer_id": foreign.pk}
    with inside(stage.issuer):
        enrolment = Enrolment.objects.create(
            **shared, kind="health_fund", level_id=level.pk, starts_on=today(), ends_on=today(), order=order,
            consented_at=now(),
        )  # fmt: skip
        belongs = Membership.objects.create(**shared, fund_id=level.pk, fund_name="Fondo", stated_at=now())
        paid = Contribution.objects.create(
            membership=belongs, member=stage.anna, rhythm="monthly", amount="10.00", decided_at=now(), through=today()
        )
    return {
        "iscrizioni/servizio/": str(foreign.pk),
        "iscrizioni/versamenti/": str(paid.pk),
        "iscrizioni/": str(enrolment.pk),
        "fornitore/livelli/": str(level.pk),
        "fornitore/iscrizioni/": str(stage.issuer.pk),
    }


def of_statements(stage: Stage, foreign: Offer, paola: User) -> dict[str, str]:
    """The ids of Beta's statement, of a file that it pays with, of a round that it has a part in."""
    with inside(stage.issuer):
        paid = PaymentFile.objects.create(
            key="k", message_id="k", scheme="pain.001.001.09", execution_on=today(), total="1.00", count=1,
            file_name="f", sha256="s", made_by=paola, made_at=now(),
        )  # fmt: skip
    statement = Statement.objects.create(
        number="prova", provider=foreign.provider, issuer=stage.supplier, month=today().replace(day=1), lines_count=0,
        accepted=1, total=1, closed_at=now(), confirm_by=today(),
    )  # fmt: skip
    cleared = ClearingRound.objects.create(network=stage.issuer, made_at=now(), accept_by=today())
    cleared.parties.create(organization=stage.issuer, owed=1, owes=1, net=0)
    return {
        "fornitore/rendiconti/": str(statement.pk),
        "paghe/fornitori/file/": str(paid.pk),
        "paghe/compensazioni/": str(cleared.pk),
        **of_nominations(stage, foreign),
    }


def of_nominations(stage: Stage, foreign: Offer) -> dict[str, str]:
    """The id of a request that names Beta."""
    asked = Nomination.objects.create(
        issuer=stage.issuer, provider=foreign.provider, service_type="gym", amount="10.00", held_until=today()
    )
    return {"fornitore/chi-ti-aspetta/": str(asked.pk)}


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
