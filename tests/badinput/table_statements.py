"""The forms of statements, payments and clearing, in the terms of `table.py`."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from catalog.orders import accept
from catalog.settlement import clearing, closing, payments
from catalog.settlement.models import PayerSettings, PaymentFile
from providers.models import Fulfilment, Provider
from providers.statements.corrections import propose_correction
from providers.statements.models import ClearingRound, Correction, Statement
from providers.statements.queries import last_month
from tenants.identity.models import User
from tenants.isolation import SYSTEM, Actor
from tests import make
from tests.badinput.form import Form, at
from tests.badinput.supplied import day
from tests.badinput.world import World
from tests.conftest import inside
from tests.settlement.month import ANOTHER_IBAN, IBAN
from welfare.clock import now, today

LIST, PAYABLES = "/fornitore/rendiconti/", "/paghe/fornitori/"


def statement_of(world: World, state: str = "to_confirm") -> Statement:
    """Beta's statement of Anna's week, in the state that a form asks for."""
    found = Statement.objects.filter(number="prova").first()
    if found is None:
        with inside(world.stage.supplier):
            accept.accept(world.code, actor=Actor(world.stage.supplier.key, 1, "provider_manager"))
        row = Fulfilment.objects.get(pk=world.order.fulfilment_id)
        found = Statement.objects.create(
            number="prova", provider=row.provider, issuer=row.issuer, month=last_month(), lines_count=1,
            accepted=row.amount, total=row.amount, closed_at=now(), confirm_by=today() + datetime.timedelta(days=9),
        )  # fmt: skip
        with inside(world.stage.issuer):
            closing.lines_of(found, [row])[0].save()
    Statement.objects.filter(pk=found.pk).update(state=state, confirmed_at=now())
    return found


def at_statement(rest: str, state: str = "to_confirm") -> Callable[[World], str]:
    """An address under the statement."""
    return lambda world: f"{LIST}{statement_of(world, state).pk}/{rest}"


def line_of(world: World) -> str:
    """Where its line is contested."""
    statement = statement_of(world)
    return f"{LIST}{statement.pk}/righe/{statement.lines.get().pk}/"


def correction_of(world: World, side: str) -> Correction:
    """A correction of its line that one side proposes."""
    statement_of(world)
    key = uuid.UUID(int=31)
    order, amount = world.order, -world.order.price / 2
    return propose_correction(order.fulfilment_id, amount, "dispute", side=side, correction_id=key)


def ready_to_pay(world: World) -> dict[str, Any]:
    """The confirmed statement, chosen to be paid today."""
    statement = statement_of(world, "confirmed")
    Provider.objects.filter(pk=statement.provider_id).update(iban=IBAN)
    with inside(world.stage.issuer):
        if not PayerSettings.objects.exists():
            PayerSettings.objects.create(iban=ANOTHER_IBAN, changed_by=User.objects.get(given_name="Paola"))
    return {"key": "form", "chosen": str(statement.pk), "day": day(0), "act": "file"}


def file_of(world: World) -> PaymentFile:
    """A file that pays it in three days."""
    with inside(world.stage.issuer):
        before = PaymentFile.objects.first()
    if before is not None:
        return before
    chosen = uuid.UUID(ready_to_pay(world)["chosen"])
    with inside(world.stage.issuer):
        paola = User.objects.get(given_name="Paola")
        when = today() + datetime.timedelta(days=3)
        return payments.make_file("before", [chosen], when, user=paola, actor=SYSTEM)


def at_file(rest: str) -> Callable[[World], str]:
    """An address under the file."""
    return lambda world: f"{PAYABLES}file/{file_of(world).pk}/{rest}"


def owing_one_another(world: World) -> None:
    """Alfa owes Beta, and Beta owes Alfa."""
    there = statement_of(world, "confirmed")
    if not Statement.objects.filter(number="ritorno").exists():
        Statement.objects.create(
            number="ritorno", provider=make.provider(world.stage.issuer), issuer=world.stage.supplier,
            month=last_month(), lines_count=1, accepted=5, total=5, closed_at=now(), confirm_by=today(),
            state="confirmed",
        )  # fmt: skip
    Statement.objects.filter(pk=there.pk).update(state="confirmed")


def round_of(world: World) -> ClearingRound:
    """A round that waits for Alfa's answer."""
    found = ClearingRound.objects.first()
    if found is not None:
        return found
    owing_one_another(world)
    with inside(world.network):
        return clearing.propose(actor=SYSTEM)


def to_propose(world: World) -> dict[str, Any]:
    """Nothing is typed."""
    owing_one_another(world)
    return {}


STATEMENTS = [
    Form("write an IBAN", "manager", at(f"{LIST}iban/"), {"iban": "code!"}, lambda world: {"iban": IBAN}),
    Form(
        "confirm a statement", "manager", at_statement("conferma/"), {"revision": "number!"},
        lambda world: {"revision": "1"},
    ),
    Form(
        "contest a line", "manager", line_of, {"amount": "amount!", "reason": "choice!"},
        lambda world: {"amount": "100,00", "reason": "in_part"},
    ),
    Form("make a statement's paper", "manager", at_statement("documenti/csv/")),
    Form(
        "write an invoice down", "manager", at_statement("fattura/", "confirmed"),
        {"invoice_number": "text!", "invoice_date": "day!"},
        lambda world: {"invoice_number": "12/2026", "invoice_date": day(0)},
    ),
    Form(
        "say that money has come", "manager", at_statement("ricevuto/", "confirmed"), {"paid_on": "day!"},
        lambda world: {"paid_on": day(0)},
    ),
    Form(
        "answer the office", "manager", lambda world: f"{LIST}correzioni/{correction_of(world, 'office').pk}/",
        {"answer": "choice!"}, lambda world: {"answer": "yes"},
    ),
    Form(
        "pay providers", "payroll", at(PAYABLES), {"chosen": "id!", "day": "day!"}, ready_to_pay,
    ),
    Form(
        "write the payer's account", "payroll", at(f"{PAYABLES}conto/"),
        {"iban": "code!", "bic": "code", "scheme": "choice!"},
        lambda world: {"iban": IBAN, "bic": "", "scheme": "pain.001.001.09"},
    ),
    Form("download a payment file", "payroll", at_file("scarica/"), writes=False),
    Form("withdraw a payment file", "payroll", at_file("ritira/")),
    Form(
        "mark a payment file as paid", "payroll", at_file("pagato/"), {"paid_on": "day!"},
        lambda world: {"paid_on": day(0)},
    ),
    Form(
        "answer a round of clearing", "payroll", lambda world: f"/paghe/compensazioni/{round_of(world).pk}/",
        {"answer": "choice!"}, lambda world: {"answer": "yes"},
    ),
    Form("propose a round of clearing", "operator", at("/rete/compensazioni/nuovo/"), {}, to_propose),
    Form(
        "close a month", "operator", at("/rete/rendiconti/chiudi/"), {"month": "nonce!"},
        lambda world: {"month": last_month().isoformat()}, writes=False,
    ),
    Form(
        "answer a provider", "operator",
        lambda world: f"/rete/rendiconti/correzioni/{correction_of(world, 'provider').pk}/",
        {"answer": "choice!"}, lambda world: {"answer": "given"},
    ),
]  # fmt: skip
