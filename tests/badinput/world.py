"""Everybody whose forms are attacked: Anna and HR of Alfa, Beta's manager, the network's operator.

Beta sells the camp and Alfa's people buy it, as in the order tests; Alfa's HR has a plan of its own.
"""

import copy
import datetime
import uuid
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.test import Client

from catalog.benefits import recording, tasks  # noqa: F401 - declares the import of benefits
from catalog.benefits.models import OutsideBenefit
from catalog.conversion.models import Window
from catalog.feedback import complaints
from catalog.feedback.models import Complaint
from catalog.orders.models import Order, WaitingRequest
from catalog.orders.purchase import Choice
from catalog.orders.waiting import join
from catalog.payroll import exporting, layouts, periods
from catalog.payroll import runs as payroll_runs
from catalog.payroll.models import Layout, PayrollExport, PayrollRun
from catalog.payroll.terms import SAMPLE
from catalog.payroll.terms import Terms as LayoutTerms
from catalog.plans import grants
from catalog.plans.grants import Terms
from catalog.plans.models import Budget, Grant, GrantLine, Plan
from catalog.plans.setup import drafts
from catalog.plans.setup.terms import BudgetTerms, PlanTerms
from catalog.regulations import versions
from catalog.regulations.models import Version
from members import certificates, declarations, tax_code
from members.certificates import Paper
from members.imports import carrying, runs
from members.ledger import accounts
from members.models import Category, Certificate, Declaration, ImportRun, Member, Relative
from providers.models import Offer, Slot
from tenants.identity.models import Role, User
from tenants.isolation import Actor, current
from tenants.models import Domain, Kind, Organization, Status
from tests import make
from tests.accept.desk import code_of
from tests.badinput import bonus, quoted, waited
from tests.badinput.funds import Funds
from tests.badinput.funds import build as build_funds
from tests.badinput.supplied import ANSWERS, Supplied, day
from tests.conftest import browse, inside
from tests.members.papers import PDF
from tests.orders import stage as stages
from tests.orders.stage import Stage
from tests.plans import people as plans
from welfare.clock import now, today

LIST = "Matricola;Cognome;Nome\n00321;Neri;Carla\n"


@dataclass(frozen=True)
class World(Supplied):
    """The stage of the orders, the network, and a browser for each part."""

    stage: Stage
    network: Organization
    clerks: Category
    bruno: Member
    order: Order
    draft: Offer
    closed: Slot
    doorkeeper: User
    # Without places; Leo does not wait for it yet.
    full: Slot
    # Leo waits here.
    waiting: WaitingRequest
    # It is on today, and Leo comes.
    running: Order
    clients: dict[str, Client]
    territory: Organization
    checked_list: ImportRun
    # Of Alfa's payroll: a month to be locked, one that is locked with a file made of it, a layout, a car.
    draft_month: PayrollRun
    locked_month: PayrollRun
    made: PayrollExport
    layout: Layout
    car: OutsideBenefit

    @cached_property
    def imported_benefits(self) -> ImportRun:
        """Benefits that Paola has uploaded and not yet confirmed."""
        with inside(self.stage.issuer), NamedTemporaryFile("w", suffix=".csv") as file:
            file.write(f"Matricola;Tipo;Valore;Data\n{self.bruno.number};Auto;10,00;{day(0)}\n")
            file.flush()
            paola = User.objects.get(given_name="Paola")
            kept = runs.keep(Path(file.name), "benefit.csv", kind="outside_benefits", user=paola)
            carrying.carry_on(kept.pk)
            return ImportRun.objects.get(pk=kept.pk)

    def copy(self) -> "World":
        """The same people and things, and browsers that are signed in as these are."""
        kept = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "clients"}
        return World(clients={name: same(client) for name, client in self.clients.items()}, **copy.deepcopy(kept))

    @cached_property
    def used(self) -> Order:
        """A request whose service is over."""
        order = self.stage.place(slot_id=make.slot(self.stage.offer, days=40).pk, answers=ANSWERS)
        with inside(self.stage.issuer):
            Order.objects.filter(pk=order.pk).update(
                state=Order.State.ACCEPTED, closed_at=now() - datetime.timedelta(days=2),
                snapshot=order.snapshot | {"slot": None},
            )  # fmt: skip
        return order

    @cached_property
    def complaint(self) -> Complaint:
        """What Anna has written of her first request."""
        with inside(self.stage.issuer):
            return complaints.send(
                self.order, Complaint.Kind.LATE, "Un'ora di ritardo.", may_name=False, actor=self.stage.actor
            )

    @cached_property
    def code(self) -> str:
        """The code of the voucher that Anna holds."""
        return code_of(self.stage, self.order)

    @cached_property
    def imported(self) -> ImportRun:
        """A list that Rita has uploaded and not yet confirmed."""
        with inside(self.stage.issuer), NamedTemporaryFile("w", suffix=".csv") as file:
            file.write(LIST)
            file.flush()
            rita = Member.objects.get(user__given_name="Rita").user
            kept = runs.keep(Path(file.name), "elenco.csv", kind="people", user=rita)
            carrying.carry_on(kept.pk)
            return ImportRun.objects.get(pk=kept.pk)

    @cached_property
    def drafted(self) -> Budget:
        """A fringe budget of a plan that HR is setting up, answered throughout."""
        last = today() + datetime.timedelta(days=60)
        fringe = BudgetTerms("FRINGE", "Fringe", last, basis="VOLUNTARY", amounts={None: Decimal("50.00")})
        terms = PlanTerms("Bozza", today(), today() + datetime.timedelta(days=100), "", (fringe,))
        with inside(self.stage.issuer):
            return drafts.begin(uuid.UUID(int=77), terms, actor=self.stage.actor).budgets.get()

    @cached_property
    def bonus(self) -> Window:
        """A window in which Anna may choose about 2,000.00."""
        with inside(self.stage.issuer):
            rita = Member.objects.get(user__given_name="Rita").user
            window = bonus.draft(bonus.budget_of(self.stage.plan, "Premio"), rita)
            bonus.give(window, self.stage.anna)
            return bonus.opened(window, rita)

    @cached_property
    def bonus_draft(self) -> Window:
        """A window that Rita prepares, of other credit, with Bruno's premium in it."""
        with inside(self.stage.issuer):
            rita = Member.objects.get(user__given_name="Rita").user
            window = bonus.draft(bonus.budget_of(self.stage.plan, "Altro premio"), rita)
            bonus.give(window, self.bruno)
            return window

    @cached_property
    def bonus_credit(self) -> Budget:
        """Credit of converted bonuses that no window pays into yet."""
        with inside(self.stage.issuer):
            return bonus.budget_of(self.stage.plan, "Premio nuovo")

    @cached_property
    def bonus_file(self) -> ImportRun:
        """A file of premiums that Rita has uploaded and not yet confirmed."""
        with inside(self.stage.issuer), NamedTemporaryFile("w", suffix=".csv") as file:
            file.write(f"Matricola;Premio\n{self.bruno.number};1500\n")
            file.flush()
            rita = Member.objects.get(user__given_name="Rita").user
            kept = runs.keep(Path(file.name), "premi.csv", kind="premiums", user=rita, about=self.bonus_draft.pk)
            carrying.carry_on(kept.pk)
            return ImportRun.objects.get(pk=kept.pk)

    @cached_property
    def proposal(self) -> Version:
        """Rules of Alfa's plan that await approval."""
        with inside(self.stage.issuer):
            plan = self.stage.plan
            Plan.objects.filter(pk=plan.pk, regulation="").update(regulation="Art. 1")
            return versions.propose(plan, actor=self.stage.actor)

    @cached_property
    def funds(self) -> Funds:
        """Levels, a pension fund, Anna enrolled with Leo."""
        return build_funds(self.stage)

    @cached_property
    def certificate(self) -> Certificate:
        """What Anna sent for Leo; the office has not looked at it."""
        paper = Paper("INPS", today(), None, PDF + b"first", "pdf")
        with inside(self.stage.issuer):
            return certificates.send(self.leo, paper, actor=self.stage.actor)

    @cached_property
    def coded_leo(self) -> Relative:
        """Leo, with the tax code that is his."""
        leo = self.leo
        leo.tax_code = tax_code.compose(
            family_name=leo.family_name, given_name=leo.given_name, birth_date=leo.birth_date, sex="M", place="B819"
        )
        with inside(self.stage.issuer):
            Relative.objects.filter(pk=leo.pk).update(tax_code=leo.tax_code, is_dependent=True)
        return leo

    @cached_property
    def declaration(self) -> Declaration:
        """What Anna signed."""
        anna, kind = self.stage.anna, declarations.Kind.OTHER_EMPLOYERS_FRINGE
        name, body = anna.user.full_name, {"amount": Decimal("80")}
        with inside(self.stage.issuer):
            return declarations.sign(anna, kind, today().year, body, signed_name=name, actor=self.stage.actor)

    @cached_property
    def prepared(self) -> Grant:
        """Credit for the clerks that Rita has looked at and not yet confirmed."""
        with inside(self.stage.issuer):
            return grants.prepare(self.stage.voluntary, Terms(Decimal(5), self.clerks), key="prepared", actor=self.rita)

    @cached_property
    def line(self) -> GrantLine:
        """What Bruno was granted with all clerks, Carla came since."""
        with inside(self.stage.issuer):
            given = grants.grant(self.stage.voluntary, self.clerks, Decimal("10.00"), key="given", actor=self.rita)
            make.member("Carla", category=self.clerks)
            return given.lines.get(member=self.bruno)

    @cached_property
    def quotes(self) -> quoted.Quoted:
        """Anna's requests for quotes to Beta."""
        return quoted.build(self.stage)

    @cached_property
    def waited(self) -> waited.Waited:
        """The providers that Anna names."""
        return waited.build(self.stage, self.network)

    @property
    def rita(self) -> Actor:
        """HR of Alfa."""
        user = Member.objects.get(user__given_name="Rita").user
        return Actor(self.stage.issuer.key, user.pk, "person")

    @cached_property
    def over(self) -> Budget:
        """A budget that is over, with 20.00 of Anna's, and 30.00 in its pool."""
        with inside(self.stage.issuer):
            made = plans.budget(plans.plan(), -1, "VOLUNTARY", residual="pool")
            plans.credit(self.stage.anna, made, "20.00")
            plans.move(accounts.granted(made.pk), accounts.pool(made.pk), "30.00")
            return made

    @property
    def leo(self) -> Relative:
        """Anna's son."""
        return self.stage.leo


def build(issuer: Organization, supplier: Organization, network: Organization) -> World:
    """Set everything up."""
    stage = stages.set_up(issuer, supplier, questions=["allergies", "phone", "photos"])
    order = stage.place(answers=ANSWERS)
    with inside(issuer):
        clerks = make.category()
        bruno = make.member("Bruno", category=clerks)
        rita = make.member("Rita", "member", "hr").user
        Member.objects.filter(pk=stage.anna.pk).update(category=clerks)
    draft = make.offer(stage.offer.provider, "Doposcuola", state=Offer.State.DRAFT, published_at=None)
    closed = make.slot(stage.offer, days=90, state=Slot.State.CLOSED)
    with inside(supplier):
        doorkeeper = make.user("Sonia", Role.PROVIDER_STAFF)
    full, longed_for = (make.slot(stage.offer, days=days, capacity=1, taken=1) for days in (100, 110))
    running = stage.place(slot_id=make.slot(stage.offer, days=0).pk, answers=ANSWERS)
    with inside(issuer):
        choice = Choice(stage.offer.pk, longed_for.pk, stage.leo.pk)
        waiting = join(stage.anna, choice, actor=stage.actor)
    with inside(issuer):
        paola = make.user("Paola", Role.PAYROLL)
        payroll = payroll_of(bruno, paola)
    clients = {
        "visitor": browse(issuer),
        "payroll": browse(issuer, paola),
        "anna": browse(issuer, stage.anna.user),
        "hr": browse(issuer, rita),
        "manager": browse(supplier, staff(supplier, "provider_manager", "provider_staff")),
        "applicant": browse(network),
        "operator": browse(network, staff(network, "operator", "office")),
    }
    territory = Organization.objects.create(kind=Kind.TERRITORY, status=Status.ACTIVE, slug="valle", name="Valle")
    Domain.objects.create(tenant=territory, domain="valle.localhost", is_primary=True)
    return World(
        stage=stage,
        network=network,
        clerks=clerks,
        bruno=bruno,
        order=order,
        draft=draft,
        closed=closed,
        doorkeeper=doorkeeper,
        full=full,
        waiting=waiting,
        running=running,
        clients=clients,
        territory=territory,
        checked_list=checked_list(network, territory),
        **payroll,
    )


def payroll_of(member: Member, user: User) -> dict[str, Any]:
    """A car, a locked month with a file, a month to be locked, a layout."""
    actor = Actor(current().key, user.pk, "person")
    terms = recording.Terms("car", Decimal("10.00"), today())
    car = recording.row_of(member, terms, "car", user.pk)
    recording.write_down([car], actor=actor)
    year, month = periods.before((today().year, today().month))
    before = payroll_runs.prepare(year, month, user=user, actor=actor)
    payroll_runs.carry_on(before.pk)
    before.refresh_from_db()
    payroll_runs.lock(before, digest=before.digest, user=user, actor=actor)
    before.refresh_from_db()
    now_on = payroll_runs.prepare(today().year, today().month, user=user, actor=actor)
    payroll_runs.carry_on(now_on.pk)
    now_on.refresh_from_db()
    return {
        "car": car,
        "locked_month": before,
        "draft_month": now_on,
        "made": exporting.export(before, SAMPLE, layout_name="Tracciato", actor=actor).export,
        "layout": layouts.save(None, "Zucchetti", LayoutTerms(SAMPLE.columns[:3]), user=user, actor=actor),
    }


def same(client: Client) -> Client:
    """Another browser on the same host, with the same cookies."""
    made = Client(SERVER_NAME=client.defaults["SERVER_NAME"])
    made.cookies = copy.deepcopy(client.cookies)
    return made


def checked_list(network: Organization, territory: Organization) -> ImportRun:
    """An open list that waits for somebody's word."""
    with inside(network):
        return ImportRun.objects.create(
            kind="directory",
            about=territory.pk,
            user=make.user("Ugo", "office"),
            file_name="elenco.csv",
            sha256="0" * 64,
            state=ImportRun.State.CHECKED,
            since=now(),
            digest="d" * 64,
            figures={"rows": 2, "changed": 1, "new": 1, "refused": 1, "errors": 1, "gone": 1},
        )


def staff(where: Organization, *roles: str) -> Any:
    """Somebody with roles."""
    with inside(where):
        return make.member("Marta", *roles).user
