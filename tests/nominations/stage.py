"""Anna names a swimming school for Leo; Beta is a provider that is in the network already."""

import uuid
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from catalog.nominations import ending, holding
from catalog.nominations.holding import Naming
from catalog.nominations.models import Nominee
from catalog.nominations.sealing import Written
from catalog.plans.models import Plan
from members.ledger import queries
from members.ledger.models import AccountKind, Leg
from providers.accreditation import outcomes
from providers.accreditation.models import InvitationOutcome
from providers.models import Delivery, Offer, Provider
from providers.nominating.models import Nomination
from tenants.isolation import Actor
from tenants.messages.models import Message
from tests import make
from tests.conftest import inside
from tests.orders.stage import Stage

WRITTEN = Written("Nuoto Secchia", "Carpi", "corsi@nuoto.example", "Corso di nuoto, dieci lezioni")
SWIMMING: dict[str, Any] = {
    "service_type": "swimming_pool",
    "type_label": "Piscina",
    "area": "tempo_libero",
    "delivery": Delivery.VOUCHER,
    "price": Decimal("300.00"),
}


@dataclass(frozen=True)
class Scene:
    """What these tests stand on: the stage of orders, whose plan may wait for providers."""

    stage: Stage

    def naming(self, **changes: Any) -> Naming:
        """Anna's form for 300,00; every call is a new one."""
        naming = Naming(uuid.uuid4().hex, self.stage.anna, WRITTEN, "swimming_pool", Decimal("300.00"))
        return replace(naming, **changes)

    def name(self, **changes: Any) -> Nominee:
        """Anna names it."""
        with inside(self.stage.issuer):
            return holding.name(self.naming(**changes), actor=self.stage.actor)

    def end_invitation(self, state: str, provider: Provider | None = None) -> None:
        """What became of the invitation, as the network's pages write it."""
        outcome = InvitationOutcome.objects.get(state=InvitationOutcome.State.OPEN)
        outcomes.end(outcome.pk, InvitationOutcome.State(state), provider)

    def tend(self) -> int:
        """The sweep of Alfa."""
        with inside(self.stage.issuer):
            return sum(ending.tend(key) for key in ending.pending_ids(50))

    def held(self) -> Decimal:
        """What is held of Alfa's budgets."""
        with inside(self.stage.issuer):
            assert queries.is_balanced()
            legs = Leg.objects.filter(account__kind=AccountKind.HELD)
            return sum((leg.credit - leg.debit for leg in legs), Decimal("0.00"))

    def news(self) -> list[str]:
        """What Anna was told, in order."""
        with inside(self.stage.issuer):
            found = Message.objects.filter(kind="nominee_news").order_by("since", "pk")
            return [message.context["news"] for message in found]

    def joined(self, **offer_fields: Any) -> tuple[Provider, Offer]:
        """Beta is what Anna named: it joins, and publishes a course."""
        provider = Provider.objects.get(organization=self.stage.supplier)
        self.end_invitation("active", provider)
        return provider, make.offer(provider, "Corsi di nuoto", **(SWIMMING | offer_fields))

    @property
    def manager(self) -> Actor:
        """Somebody who runs Beta."""
        return Actor(self.stage.supplier.key, None, "provider")


def allow(plan: Plan) -> None:
    """Its credit may wait for a provider."""
    Plan.objects.filter(pk=plan.pk).update(takes_nominations=True)


def nomination(nominee: Nominee) -> Nomination:
    """The nameless half."""
    return Nomination.objects.get(pk=nominee.pk)
