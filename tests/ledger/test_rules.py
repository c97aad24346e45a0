"""What the database itself refuses, in each of two organizations, as the serving role and the owner.

Raw sessions beside Django's: the rules must not depend on our code.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from members.ledger import queries
from tenants.models import Organization
from tests.conftest import inside
from tests.ledger.books import Books, check_now, euro

ROLES = {"app": "DATABASE_URL", "owner": "DATABASE_OWNER_URL"}
Session = psycopg.Connection[tuple[object, ...]]


@contextmanager
def session(role: str, schema: str) -> Iterator[Session]:
    """A session of a role with the path of a schema; nothing it does stays."""
    name = str(connection.settings_dict["NAME"])
    connected = psycopg.connect(os.environ[ROLES[role]], dbname=name)
    try:
        connected.execute(f'SET search_path TO "{schema}"')
        yield connected
    finally:
        connected.rollback()
        connected.close()


def account(of: Session, kind: str, unit: str = "EUR") -> int:
    """A new account."""
    row = of.execute(
        "INSERT INTO ledger_account (kind, unit, owner, source) VALUES (%s, %s, %s, %s) RETURNING id",
        [kind, unit, uuid.uuid4(), uuid.uuid4()],
    ).fetchone()
    assert row is not None
    return int(str(row[0]))


def entry(of: Session, size: int = 2) -> int:
    """A new entry without legs."""
    row = of.execute(
        "INSERT INTO ledger_entry"
        " (key, body_hash, reason, reference, actor, occurred_on, recorded_at, size)"
        " VALUES (%s, '', 'grant', '', 'system', current_date, now(), %s) RETURNING id",
        [uuid.uuid4().hex, size],
    ).fetchone()
    assert row is not None
    return int(str(row[0]))


def leg(of: Session, entry_id: int, account_id: int, amount: str) -> None:
    """A leg: credit when the amount is over zero, else debit."""
    value = euro(amount)
    of.execute(
        "INSERT INTO ledger_leg (entry_id, account_id, debit, credit) VALUES (%s, %s, %s, %s)",
        [entry_id, account_id, max(-value, 0), max(value, 0)],
    )


def funded(of: Session, amount: str = "10.00") -> int:
    """A wallet with credit."""
    wallet, written = account(of, "wallet"), entry(of)
    leg(of, written, account(of, "granted"), f"-{amount}")
    leg(of, written, wallet, amount)
    return wallet


@pytest.fixture(params=["alfa", "beta"])
def schema(request: pytest.FixtureRequest, alfa: Organization, beta: Organization) -> str:
    """The schema of each of two organizations."""
    name: str = {"alfa": alfa, "beta": beta}[request.param].schema_name
    return name


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", ["ledger_account", "ledger_entry", "ledger_leg"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_nothing_written_is_changed(schema: str, role: str, table: str, statement: str) -> None:
    with session(role, schema) as raw:
        funded(raw)
        # Nothing is left waiting for the commit, or TRUNCATE would be refused for that alone.
        raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises((psycopg.IntegrityError, psycopg.errors.InsufficientPrivilege)):
            raw.execute(statement.format(table))


@pytest.mark.parametrize("name", ["leg_not_overdrawn", "leg_of_open_entry", "leg_written_once"])
def test_the_serving_role_cannot_switch_the_rules_off(schema: str, name: str) -> None:
    with session("app", schema) as raw:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(f"ALTER TABLE ledger_leg DISABLE TRIGGER {name}")
        raw.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute("SET session_replication_role = replica")


def test_an_entry_that_does_not_balance_is_refused(schema: str) -> None:
    with session("app", schema) as raw:
        wallet, written = funded(raw), entry(raw)
        leg(raw, written, account(raw, "granted"), "-1.00")
        leg(raw, written, wallet, "1.01")
        with pytest.raises(psycopg.errors.CheckViolation, match="does not sum to zero"):
            raw.commit()


def test_an_entry_that_balances_only_over_two_units_is_refused(schema: str) -> None:
    with session("app", schema) as raw:
        written = entry(raw)
        leg(raw, written, account(raw, "granted", "EUR"), "-1.00")
        leg(raw, written, account(raw, "wallet", "LBX"), "1.00")
        with pytest.raises(psycopg.errors.CheckViolation, match="does not sum to zero"):
            raw.commit()


def test_the_commit_checks_the_schema_written_to_not_the_one_in_force(alfa: Organization, beta: Organization) -> None:
    with session("app", alfa.schema_name) as raw:
        written = entry(raw)
        leg(raw, written, account(raw, "granted"), "-1.00")
        leg(raw, written, account(raw, "wallet"), "2.00")
        raw.execute(f'SET search_path TO "{beta.schema_name}"')
        with pytest.raises(psycopg.errors.CheckViolation, match="does not sum to zero"):
            raw.commit()


@pytest.mark.parametrize("size", [0, 1, 51])
def test_an_entry_has_two_to_fifty_legs(schema: str, size: int) -> None:
    with session("app", schema) as raw, pytest.raises(psycopg.errors.CheckViolation):
        entry(raw, size)


def test_an_entry_without_its_legs_is_refused(schema: str) -> None:
    with session("app", schema) as raw:
        entry(raw)
        with pytest.raises(psycopg.errors.CheckViolation, match="has 0 legs"):
            raw.commit()


def test_legs_are_not_added_to_an_entry_that_is_complete(schema: str) -> None:
    with session("app", schema) as raw:
        wallet, written = account(raw, "wallet"), entry(raw)
        source = account(raw, "granted")
        leg(raw, written, source, "-1.00")
        leg(raw, written, wallet, "1.00")
        with pytest.raises(psycopg.errors.CheckViolation, match="is complete"):
            raw.execute(
                "INSERT INTO ledger_leg (entry_id, account_id, debit, credit)"
                " VALUES (%(entry)s, %(source)s, 1, 0), (%(entry)s, %(wallet)s, 0, 1)",
                {"entry": written, "source": source, "wallet": wallet},
            )


@pytest.mark.parametrize(("debit", "credit"), [("0", "0"), ("-1", "0"), ("1", "1"), ("0", "-1")])
def test_a_leg_has_one_side_over_zero(schema: str, debit: str, credit: str) -> None:
    with session("app", schema) as raw:
        wallet, written = funded(raw), entry(raw)
        with pytest.raises(psycopg.errors.CheckViolation):
            raw.execute(
                "INSERT INTO ledger_leg (entry_id, account_id, debit, credit)"
                " VALUES (%s, %s, %s::numeric, %s::numeric)",
                [written, wallet, debit, credit],
            )


def test_a_wallet_is_not_overdrawn_by_a_cent(schema: str) -> None:
    with session("app", schema) as raw:
        wallet, written = funded(raw, "10.00"), entry(raw)
        leg(raw, written, account(raw, "held"), "10.01")
        with pytest.raises(psycopg.errors.CheckViolation, match="overdrawn"):
            leg(raw, written, wallet, "-10.01")


def test_a_system_account_may_go_below_zero(schema: str) -> None:
    with session("app", schema) as raw:
        written = entry(raw)
        leg(raw, written, account(raw, "held"), "-10.00")
        leg(raw, written, account(raw, "wallet"), "10.00")
        raw.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_an_older_snapshot_cannot_debit_a_wallet(schema: str, level: str) -> None:
    with session("app", schema) as raw:
        raw.commit()
        raw.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        wallet, written = funded(raw), entry(raw)
        with pytest.raises(psycopg.errors.CheckViolation, match="READ COMMITTED"):
            leg(raw, written, wallet, "-1.00")


def test_an_account_is_one_however_many_traits_are_empty(schema: str) -> None:
    with session("app", schema) as raw:
        opening = "INSERT INTO ledger_account (kind, unit, source) VALUES ('held', 'EUR', %s)"
        source = uuid.uuid4()
        raw.execute(opening, [source])
        with pytest.raises(psycopg.errors.UniqueViolation):
            raw.execute(opening, [source])


def test_each_organization_has_books_of_its_own(alfa: Organization, beta: Organization) -> None:
    books = Books()
    with inside(alfa):
        books.grant("10.00")
        check_now()
    with inside(beta):
        assert queries.trial_balance() == []
        assert queries.balance(books.wallet().pk) == euro("0.00")
