"""A month of work: Anna of Alfa uses Beta's services last month, and the month is closed."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.orders import accept
from catalog.orders.models import Order
from catalog.settlement import closing
from members.ledger import accounts, queries
from members.ledger.models import AccountKind
from providers.models import Delivery, Provider, Unit
from providers.statements.models import Statement, StatementLine
from providers.statements.queries import last_month
from tenants.isolation import Actor
from tenants.models import Organization
from tests.accept.desk import code_of
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage
from welfare import clock

PRICE = Decimal("20.00")
IBAN = "IT60X0542811101000000123456"
ANOTHER_IBAN = "IT84S0542811101000000654321"


@dataclass(frozen=True)
class Month:
    """The stage and the month that ended last."""

    stage: Stage

    @property
    def first(self) -> datetime.date:
        """Its first day."""
        return last_month()

    @property
    def provider(self) -> Provider:
        """Beta as a provider."""
        return self.stage.offer.provider

    @property
    def manager(self) -> Actor:
        """Who runs Beta."""
        return Actor(self.stage.supplier.key, 1, "provider_manager")

    def used(self, number: int = 1, *, day: int = 10, **changes: Any) -> list[Order]:
        """Orders of last month, placed and accepted on one of its days."""
        with clock.pretend(self.first.replace(day=day)):
            return [self.use(self.stage.place(slot_id=None, **changes)) for _ in range(number)]

    def use(self, order: Order) -> Order:
        """Let Beta accept a voucher now."""
        code = code_of(self.stage, order)
        with inside(self.stage.supplier):
            accept.accept(code, actor=self.manager)
        return order

    def close(self) -> Statement:
        """Close the month; Beta's statement."""
        with inside(self.stage.issuer):
            assert closing.carry_on(closing.ask(self.first).pk)
        return Statement.objects.select_related("issuer", "provider__organization").get(month=self.first)

    def owed(self) -> Decimal:
        """What Alfa's ledger says is owed to Beta."""
        return self.of_provider(AccountKind.OWED)

    def settled(self) -> Decimal:
        """What it says was paid to Beta."""
        return self.of_provider(AccountKind.SETTLED)

    def of_provider(self, kind: AccountKind) -> Decimal:
        """One of Beta's accounts in Alfa's ledger, which balances."""
        with inside(self.stage.issuer):
            assert queries.is_balanced()
            found = accounts.owed if kind == AccountKind.OWED else accounts.settled
            return queries.balance(found(self.provider.pk).pk)


def set_up(issuer: Organization, supplier: Organization, **fields: Any) -> Month:
    """Beta sells vouchers of 20,00; it has written where it is paid."""
    sold: dict[str, Any] = {"delivery": Delivery.VOUCHER, "price": PRICE, "unit": Unit.ONCE, "validity_days": 365}
    stage = stages.set_up(issuer, supplier, **(sold | fields))
    Provider.objects.filter(pk=stage.offer.provider_id).update(iban=IBAN)
    stage.offer.provider.iban = IBAN
    return Month(stage)


def lines(statement: Statement) -> Sequence[StatementLine]:
    """A statement's lines by their day."""
    return list(statement.lines.order_by("accepted_on", "pk"))


def confirmed(statement: Statement) -> Statement:
    """Let silence confirm a statement."""
    Statement.objects.filter(pk=statement.pk).update(state=Statement.State.CONFIRMED, confirmed_at=clock.now())
    statement.refresh_from_db()
    return statement
