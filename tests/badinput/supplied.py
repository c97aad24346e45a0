"""What a network of providers brings, for the forms of bad input: made when a form asks for it."""

import datetime
import uuid
from decimal import Decimal
from functools import cached_property

from django.test import Client

from catalog.benefits import recording, tasks  # noqa: F401 - declares the import of benefits
from catalog.nominations import holding
from catalog.nominations.holding import Naming
from catalog.nominations.models import Nominee
from catalog.nominations.sealing import Written
from catalog.orders.grouping import GroupChoice
from catalog.orders.groups import group_key
from catalog.orders.models import Order
from catalog.orders.purchase import Choice
from catalog.orders.refusals import Terms as OrderTerms
from catalog.plans.models import Plan
from catalog.subscriptions.models import Subscription
from catalog.subscriptions.rule import StopRule
from catalog.subscriptions.start import Asked, StartSubscription, start
from members.models import Member, Relative
from providers import reserving
from providers.accreditation import calls, charter, dossier
from providers.accreditation.models import Call, Charter, DossierDocument
from providers.agreements.models import Agreement
from providers.applications.models import Application
from providers.models import Branch, Fulfilment, Offer, Slot, SlotReserve
from tenants.isolation import SYSTEM
from tests import make
from tests.badinput.offering import Offering
from tests.conftest import inside
from tests.members.papers import PDF
from tests.orders import stage as stages
from tests.orders.stage import in_days
from tests.orders.weeks import Camp
from tests.providers.applications import company
from welfare.clock import today

ANSWERS = {"allergies": "noci", "phone": "059123456", "photos": "no"}


def day(days: int) -> str:
    """The date in some days, as a browser sends it."""
    return (today() + datetime.timedelta(days=days)).isoformat()


class Supplied(Offering):
    """A part of the world: who supplies, and how it reaches people."""

    order: Order
    bruno: Member
    clients: dict[str, Client]

    @property
    def leo(self) -> Relative:
        """Anna's son."""
        return self.stage.leo

    def let_nominate(self) -> None:
        """Anna's plan keeps credit for providers that people name."""
        with inside(self.stage.issuer):
            Plan.objects.filter(pk=self.stage.plan.pk).update(takes_nominations=True)

    @cached_property
    def nominee(self) -> Nominee:
        """A gym that Anna has named; its invitation waits."""
        self.let_nominate()
        written = Written("Palestra Faro", "Carpi", "ciao@faro.example", "Abbonamento di tre mesi")
        naming = Naming("named", self.stage.anna, written, "gym", Decimal("30.00"))
        with inside(self.stage.issuer):
            return holding.name(naming, actor=self.stage.actor)

    @cached_property
    def agreement(self) -> Agreement:
        """An agreement of the network."""
        found = Agreement.objects.filter(owner=self.network).first()
        return found or Agreement.objects.create(
            owner=self.network, name="Botteghe", category="food", discount="5%", starts_on=today()
        )

    @cached_property
    def call(self) -> Call:
        """A call of the network that is a draft."""
        terms = {"title": "Bozza", "text": "Cerchiamo.", "opens_on": today(), "closes_on": today()}
        with inside(self.network):
            return calls.write(terms, actor=SYSTEM)

    @cached_property
    def application(self) -> Application:
        """Of a public body, without papers, that waits for the office."""
        return company.sent(self.network, form="public", kinds=["gym"])

    @cached_property
    def charter(self) -> Charter:
        """The version in force."""
        with inside(self.network):
            draft = charter.write("Valori", "Le persone prima.", actor=SYSTEM)
            charter.publish(draft, today() + datetime.timedelta(days=30), actor=SYSTEM)
        return draft

    @cached_property
    def paper(self) -> DossierDocument:
        """What the camp's provider sent; the office has not looked at it."""
        with inside(self.stage.supplier):
            sent = dossier.Paper("insurance", today(), today() + datetime.timedelta(days=90), PDF + b"other", "pdf")
            return dossier.send(self.provider, sent, actor=SYSTEM)

    @cached_property
    def monthly(self) -> Offer:
        """A club that is paid by the month, on Alfa's shelf."""
        offer = make.offer(
            self.provider, "Doposcuola ogni mese", delivery="subscription", service_type="after_school",
            price=Decimal("90.00"), unit="month", questions=["phone"],
        )  # fmt: skip
        with inside(self.stage.issuer):
            stages.list_on_shelf(offer, self.stage.plan)
        return offer

    @cached_property
    def subscribed(self) -> Subscription:
        """Anna has such a service for herself, this month is drawn, and it will cost more."""
        offer = make.offer(
            self.provider, "Sportello ogni mese", delivery="subscription", service_type="psychologist",
            price=Decimal("90.00"), unit="month",
        )  # fmt: skip
        with inside(self.stage.issuer):
            stages.list_on_shelf(offer, self.stage.plan)
            asked = Asked(Choice(offer.pk), today().replace(day=1))
            terms, rule = OrderTerms(offer.revision, Decimal("90.00")), StopRule(1, 15, 1)
            begun = start(StartSubscription("k", self.stage.anna, self.stage.actor, asked, terms, rule))
            dearer = {"new_price": Decimal("95.00"), "new_price_from": today().replace(day=1, month=1, year=2027)}
            Subscription.objects.filter(pk=begun.pk).update(**dearer)
            return begun

    @cached_property
    def branch(self) -> Branch:
        """Where Beta works."""
        return Branch.objects.create(provider=self.provider, name="Carpi", town="Carpi")

    @property
    def month(self) -> Fulfilment:
        """The month of it that Beta has not confirmed yet."""
        return Fulfilment.objects.get(subscription=self.subscribed.pk)

    @cached_property
    def week(self) -> Slot:
        """A week of a series."""
        return make.slot(self.stage.offer, days=120, series=uuid.uuid4())

    @cached_property
    def reserve(self) -> SlotReserve:
        """A place of it that is kept for Alfa."""
        with inside(self.stage.supplier):
            [made] = reserving.reserve([self.week], self.stage.issuer, seats=1, until=in_days(9), actor=SYSTEM)
        return made

    @cached_property
    def group(self) -> uuid.UUID:
        """What Anna booked together: two weeks for Leo."""
        camp = Camp(self.stage, self.leo, [make.slot(self.stage.offer, days=days) for days in (130, 140)])
        lines = tuple((week.pk, self.leo.pk) for week in camp.weeks)
        choice = GroupChoice(self.stage.offer.pk, lines, {self.leo.pk: ANSWERS})
        return group_key(camp.place(choice=choice)[0])
