"""Any sequence of grants, orders, refunds and closings leaves the ledger as a plain dict says, under each policy."""

import datetime
import uuid
from collections import defaultdict
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from catalog.plans.expiry import settle
from catalog.plans.models import Budget, Residual
from catalog.plans.refunds import refund_order
from catalog.plans.residual import GRACE
from members.ledger import accounts, queries
from members.ledger.allocation import allocate
from members.ledger.errors import AlreadyReversed, KeyReused, NotEnough, Overdrawn
from members.ledger.models import Account, Entry, Leg, Reason
from members.ledger.posting import Line, post, reverse
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests.conftest import inside
from tests.ledger.books import check_now, day
from tests.plans import people as plans
from welfare.clock import today

ZERO, CENT = Decimal("0.00"), Decimal("0.01")
cents = st.decimals(min_value="0.01", max_value="300.00", places=2)
owners = st.integers(0, 1)
expiries = st.sampled_from([day(-1), day(0), day(20), None])
Expiry = datetime.date | None
# What is left of the year's cap for each person, in the fund of the budget's policy.
ROOM = Decimal("250.00")
CAPS = {Residual.PENSION_FUND: Decimal("5300.00"), Residual.HEALTH_FUND: Decimal("3615.20")}
FUNDS = {Residual.PENSION_FUND: accounts.pension, Residual.HEALTH_FUND: accounts.health}
COMMON = {Residual.LOST: accounts.expired, Residual.EMPLOYER: accounts.employer, Residual.SOLIDARITY: accounts.pool}


class Ledger(RuleBasedStateMachine):
    """The real ledger beside a model of it: a dict of balances."""

    def __init__(self) -> None:
        super().__init__()
        self.budget, self.other, self.provider = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
        self.policy, self.refund_days = "", 30
        self.known: dict[uuid.UUID, Budget] = {}
        self.room: dict[UUID, Decimal] = {}
        self.people = [uuid.uuid4(), uuid.uuid4()]
        self.model: dict[int, Decimal] = defaultdict(Decimal)
        self.grants: list[Entry] = []
        self.orders: list[Entry] = []
        self.written: dict[str, tuple[str, list[Line]]] = {}

    @initialize(policy=st.sampled_from(["", *Residual.values]), refund_days=st.sampled_from([0, 30]))
    def begin(self, policy: str, refund_days: int) -> None:
        """A budget that says what becomes of the rest, or none on record; funds that are nearly full."""
        if not policy:
            return
        self.policy, self.refund_days = policy, refund_days
        carried: dict[str, Any] = {"carried_until": day(40)} if policy == Residual.NEXT_YEAR else {}
        made = plans.budget(plans.plan(), -1, residual=policy, refund_days=refund_days, **carried)
        self.budget, self.known = made.pk, {made.pk: made}
        for owner in self.people if policy in FUNDS else ():
            self.room[owner] = ROOM
            source, fund = accounts.granted(self.other), FUNDS[Residual(policy)](owner, self.other)
            paid = CAPS[Residual(policy)] - ROOM
            self.write(Reason.FUND, [Line(source, debit=paid), Line(fund, credit=paid)])

    def give(self, lot: Account, amount: Decimal) -> None:
        """What the model says becomes of credit whose lot is past its day: never less, never more."""
        if self.policy == Residual.NEXT_YEAR:
            self.model[accounts.wallet(lot.holder, self.budget, day(40)).pk] += amount
        elif self.policy in FUNDS:
            fits = min(amount, self.room[lot.holder])
            self.room[lot.holder] -= fits
            for target, part in ((FUNDS[Residual(self.policy)](lot.holder, self.budget), fits), (None, amount - fits)):
                self.model[(target or accounts.expired(self.budget)).pk] += part
        else:
            self.model[COMMON[Residual(self.policy or Residual.LOST)](self.budget).pk] += amount

    def write(self, reason: str, lines: list[Line]) -> Entry:
        """Post under a new key; the model follows."""
        key = uuid.uuid4().hex
        posting = post(key=key, reason=reason, lines=lines, actor=SYSTEM)
        assert posting.is_new
        self.written[key] = (reason, lines)
        self.follow(lines)
        return posting.entry

    def follow(self, lines: list[Line]) -> None:
        """Do to the model what the lines say."""
        for line in lines:
            self.model[line.account.pk] += line.credit - line.debit

    def lot(self, owner: int, expires_on: Expiry) -> Account:
        """A person's wallet."""
        return accounts.wallet(self.people[owner], self.budget, expires_on)

    def left(self, owner: int, on: datetime.date) -> Decimal:
        """What the model says a person can spend."""
        own = Account.objects.filter(owner=self.people[owner], kind="wallet")
        return sum((self.model[a.pk] for a in own if a.expires_on is None or a.expires_on >= on), ZERO)

    @rule(owner=owners, expires_on=expiries, amount=cents)
    def grant(self, owner: int, expires_on: Expiry, amount: Decimal) -> None:
        """Credit for one person."""
        source, lot = accounts.granted(self.budget), self.lot(owner, expires_on)
        self.grants.append(self.write(Reason.GRANT, [Line(source, debit=amount), Line(lot, credit=amount)]))

    @rule(owner=owners, amount=cents, on=st.sampled_from([day(-1), day(0)]))
    def redeem(self, owner: int, amount: Decimal, on: datetime.date) -> None:
        """An order over as many lots as it takes, of today or of yesterday, or refused with what is missing."""
        lots = queries.lots(self.people[owner], on=on, sources=[self.budget])
        left = self.left(owner, on)
        if left < amount:
            with pytest.raises(NotEnough) as refused:
                allocate(lots, amount)
            assert refused.value.missing == amount - left
            return
        parts = allocate(lots, amount)
        paying = Account.objects.in_bulk([lot.account_id for lot, _ in parts])
        lines = [Line(paying[lot.account_id], debit=part) for lot, part in parts]
        lines.append(Line(accounts.held(self.budget), credit=amount))
        self.orders.append(self.write(Reason.ORDER, lines))

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def accept_in_part(self, data: st.DataObject) -> None:
        """A provider earns a part of an order, then the rest."""
        order = data.draw(st.sampled_from(self.orders))
        self.orders.remove(order)
        whole = sum((leg.credit for leg in order.legs.all()), ZERO)
        part = min(data.draw(cents), whole)
        held, owed = accounts.held(self.budget), accounts.owed(self.provider)
        for amount in filter(None, (part, whole - part)):
            self.write(Reason.ACCEPT, [Line(held, debit=amount), Line(owed, credit=amount)])

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        """The credit of an order returns; where its lot has expired, to one with days of grace, else by the policy."""
        order = data.draw(st.sampled_from(self.orders))
        self.orders.remove(order)
        for leg in order.legs.select_related("account").order_by("pk"):
            target = leg.account
            is_past = leg.debit and target.expires_on and target.expires_on < today()
            if is_past and not self.refund_days:
                self.give(target, leg.debit)
                continue
            if is_past:
                target = accounts.wallet(target.holder, self.budget, today() + GRACE)
            self.model[target.pk] += leg.debit - leg.credit
        outcome = refund_order(order, key=f"refund:{order.pk}", actor=SYSTEM)
        assert outcome.total == sum(leg.debit for leg in order.legs.all())
        assert outcome.total == outcome.returned + outcome.lost + sum(outcome.given.values())
        assert refund_order(order, key=f"refund:{order.pk}", actor=SYSTEM).total == outcome.total
        with pytest.raises(AlreadyReversed):
            refund_order(order, key=f"again:{order.pk}", actor=SYSTEM)

    @precondition(lambda self: self.grants)
    @rule(data=st.data())
    def take_a_grant_back(self, data: st.DataObject) -> None:
        """A grant is reversed, unless its credit was spent."""
        entry = data.draw(st.sampled_from(self.grants))
        lines = [Line(leg.account, leg.credit, leg.debit) for leg in entry.legs.select_related("account")]
        wallet = next(line for line in lines if line.debit)
        if self.model[wallet.account.pk] < wallet.debit:
            with pytest.raises(Overdrawn):
                reverse(entry, key=f"back:{entry.pk}", actor=SYSTEM, reason=Reason.CORRECTION)
            return
        self.grants.remove(entry)
        reverse(entry, key=f"back:{entry.pk}", actor=SYSTEM, reason=Reason.CORRECTION)
        self.follow(lines)

    @rule()
    def expire(self) -> None:
        """Lots past their day are emptied as their policy says; a second run finds nothing."""
        past = Account.objects.filter(source=self.budget, kind="wallet", expires_on__lt=today()).order_by("pk")
        for lot in past:
            left, self.model[lot.pk] = self.model[lot.pk], ZERO
            self.give(lot, left)
        keys = [lot.pk for lot in past]
        settled = settle(keys, today(), self.known, actor=SYSTEM)
        assert all(one.amount == sum(part.amount for part in one.parts) for one in settled)
        assert settle(keys, today(), self.known, actor=SYSTEM) == []

    @rule(owner=owners, expires_on=expiries, more=cents)
    def overdraw(self, owner: int, expires_on: Expiry, more: Decimal) -> None:
        """No entry takes more than a lot holds."""
        lot = self.lot(owner, expires_on)
        amount = self.model[lot.pk] + more
        with pytest.raises(Overdrawn):
            self.write(Reason.ORDER, [Line(lot, debit=amount), Line(accounts.held(self.budget), credit=amount)])

    @precondition(lambda self: self.written)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """The same key and body changes nothing; another body is refused."""
        key = data.draw(st.sampled_from(sorted(self.written)))
        reason, lines = self.written[key]
        assert not post(key=key, reason=reason, lines=lines, actor=SYSTEM).is_new
        with pytest.raises(KeyReused):
            post(key=key, reason=reason, lines=lines, actor=SYSTEM, reference="another")

    @precondition(lambda self: self.written)
    @rule(table=st.sampled_from(["ledger_account", "ledger_entry", "ledger_leg"]))
    def tamper(self, table: str) -> None:
        """Nothing that was written can be changed or taken away."""
        for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement.format(table))

    @invariant()
    def balances_are_those_of_the_model(self) -> None:
        """Read by the queries, and by replaying the journal."""
        known = dict(self.model)
        assert queries.balances(list(known)) == known
        replayed: dict[int, Decimal] = defaultdict(Decimal)
        for account, debit, credit in self.journal():
            replayed[account] += credit - debit
        assert {key: replayed[key] for key in known} == known
        assert replayed.keys() <= known.keys()

    @invariant()
    def nothing_is_lost_and_no_wallet_is_below_zero(self) -> None:
        """All accounts sum to zero; each wallet holds zero or more; no fund goes over its cap."""
        assert sum(self.model.values()) == 0
        wallets = set(Account.objects.filter(source=self.budget, kind="wallet").values_list("pk", flat=True))
        assert all(balance >= 0 for key, balance in self.model.items() if key in wallets)
        first, last = today().replace(month=1, day=1), today().replace(month=12, day=31)
        for row in queries.contributions(first, last, owners=self.people):
            assert row.amount <= (CAPS[Residual(self.policy)] - ROOM if row.source == self.other else ROOM)

    def journal(self) -> list[tuple[int, Decimal, Decimal]]:
        """Every leg of this machine's accounts, as it was written."""
        mine: list[UUID] = [self.provider, *self.people]
        sources = [self.budget, self.other]
        legs = Leg.objects.filter(account__source__in=sources) | Leg.objects.filter(account__owner__in=mine)
        return list(legs.order_by("pk").values_list("account", "debit", "credit"))

    def teardown(self) -> None:
        """What waits for the commit is satisfied."""
        check_now()
        assert queries.is_balanced()


def test_the_ledger_follows_the_model(alfa: Organization) -> None:
    options: dict[str, Any] = {"max_examples": 25, "stateful_step_count": 16}
    quiet = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), **options)
    with inside(alfa):
        run_state_machine_as_test(Ledger, settings=quiet)
