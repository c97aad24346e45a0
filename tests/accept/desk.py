"""What the acceptance tests do and read."""

import html
from decimal import Decimal
from typing import Any

from django.test import Client

from catalog.orders import codes
from catalog.orders.models import Order, Voucher
from members.ledger import queries
from members.ledger.models import Account
from tests.conftest import inside
from tests.orders.stage import Stage

ANSWERS = {"allergies": "noci", "photos": "no"}
START, CONFIRM = "/fornitore/buoni/", "/fornitore/buoni/accetta/"


def code_of(stage: Stage, order: Order) -> str:
    """The code of an order's voucher."""
    with inside(stage.issuer):
        sealed = Voucher.objects.get(order=order).sealed_code
    return codes.unseal_code(stage.issuer.key, bytes(sealed))


def balances(stage: Stage) -> dict[str, Decimal]:
    """What Alfa's accounts hold, by kind."""
    with inside(stage.issuer):
        assert queries.is_balanced()
        found: dict[str, Decimal] = {}
        for account in Account.objects.all():
            found[account.kind] = found.get(account.kind, Decimal("0.00")) + queries.balance(account.pk)
        return found


def page(client: Client, address: str, **fields: Any) -> str:
    """The words of an answer to a POST, or to a GET where no field is given."""
    answer = client.post(address, fields) if fields else client.get(address)
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.content.decode())
