"""The SEPA credit transfer file (ISO 20022 pain.001), made by `sepaxml` and held against its public schema."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sepaxml import SepaTransfer
from sepaxml.validation import ValidationError

CURRENCY = "EUR"
LONGEST_NAME, LONGEST_TEXT = 70, 140


class CannotMake(ValueError):
    """What was given makes no valid file."""


@dataclass(frozen=True)
class Account:
    """Who pays: the account's holder, IBAN, and BIC where the bank asks for it."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True)
class Order:
    """One transfer: `number` is carried from end to end, `text` is what the payee reads."""

    number: str
    payee: str
    iban: str
    amount: Decimal
    text: str


@dataclass(frozen=True)
class Made:
    """A file and the id that the bank knows it by. The library draws the id and the moment: made again, it differs."""

    message_id: str
    content: bytes


def make(payer: Account, orders: Sequence[Order], *, execution_on: datetime.date, scheme: str) -> Made:
    """The file of some transfers, all on one day. Raises CannotMake when it is not valid by the schema."""
    config = {"name": payer.name, "IBAN": payer.iban, "batch": True, "currency": CURRENCY}
    if payer.bic:
        config["BIC"] = payer.bic
    sepa = SepaTransfer(config, schema=scheme, clean=True)
    for order in orders:
        sepa.add_payment(payment_of(order, execution_on))
    try:
        content: bytes = sepa.export(validate=True)
    except ValidationError as error:
        raise CannotMake(str(error)) from error
    return Made(sepa.msg_id, content)


def payment_of(order: Order, execution_on: datetime.date) -> dict[str, object]:
    """A transfer as the library wants it: whole cents, letters of the SEPA alphabet."""
    return {
        "name": order.payee[:LONGEST_NAME],
        "IBAN": order.iban,
        "amount": int(order.amount * 100),
        "description": order.text[:LONGEST_TEXT],
        "execution_date": execution_on,
        "endtoend_id": order.number,
    }
