"""Sending one form and taking it back: what was answered, and what stayed in the database."""

import hashlib
import html
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.test import Client

from tenants import isolation
from tests.committed import EMPTIED_IN_PUBLIC, EMPTIED_IN_TENANT, REGISTRY

CHANGING = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:"?public"?\.)?"?(?P<table>\w+)"?', re.IGNORECASE)
ERROR = re.compile(r'<p class="field-error">.*?<span>(?P<text>.*?)</span>', re.DOTALL)
# What a refused form may write: that somebody is signed in, that a record was read, that a try was counted.
MAY_BE_WRITTEN = frozenset({"identity_session", "audit_record", "django_cache", "tenants_throttle"})
Rows = dict[str, list[str]]


@dataclass(frozen=True)
class Answer:
    """What came back, and the tables that were written to before it did."""

    status: int
    page: str
    location: str
    written: frozenset[str]
    rows: Rows | None = None

    @property
    def is_refusal(self) -> bool:
        """Whether the person is told that something is to be put right."""
        return self.status >= 400 or "error-summary" in self.page

    @property
    def errors(self) -> list[str]:
        """The sentences beside the fields."""
        return [html.unescape(text) for text in ERROR.findall(self.page)]


def tables() -> Iterator[str]:
    """Every table that tests fill, in every organization and in the registry, with its schema."""
    with connection.cursor() as cursor:
        cursor.execute(r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\_%' ORDER BY nspname")
        schemas = [name for (name,) in cursor.fetchall()]
    for schema in schemas:
        yield from (f"{schema}.{table}" for table in EMPTIED_IN_TENANT if table not in MAY_BE_WRITTEN)
    yield from (f"public.{table}" for table in (*REGISTRY, *EMPTIED_IN_PUBLIC) if table not in MAY_BE_WRITTEN)


def snapshot() -> Rows:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXECUTE {prepared(list(tables()))}")
        rows: Rows = {}
        for name, row in cursor.fetchall():
            rows.setdefault(name, []).append(row)
    return rows


def prepared(names: list[str]) -> str:
    """The question for all rows of these tables, by name: planning it takes far longer than answering it."""
    name = f"snapshot_{hashlib.sha256(repr(names).encode()).hexdigest()[:16]}"
    asked = " UNION ALL ".join(f"SELECT '{table}', to_jsonb(whole)::text FROM {table} AS whole" for table in names)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_prepared_statements WHERE name = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"PREPARE {name} AS SELECT * FROM ({asked}) AS found ORDER BY 1, 2")
    return name


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo what is written inside; a plain savepoint, so that services find the transaction they expect."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        isolation.restore(None)


@contextmanager
def writing() -> Iterator[set[str]]:
    """The tables that statements change inside."""
    written: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = CHANGING.match(sql)
        if found and found["table"] not in MAY_BE_WRITTEN:
            written.add(found["table"])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written


def send(client: Client, path: str, fields: dict[str, Any], *, language: str = "it", keep_rows: bool = False) -> Answer:
    """Post a form as a browser does, look, and take everything back."""
    client.raise_request_exception = False
    with taken_back():
        with writing() as written:
            data = {"csrfmiddlewaretoken": "x"} | fields
            response: Any = client.post(path, data, headers={"accept-language": language})
        rows = snapshot() if written or keep_rows else None
    return answer_of(response, frozenset(written), rows)


def answer_of(response: Any, written: frozenset[str], rows: Rows | None) -> Answer:
    """The answer, its page as text where it is one."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    page = response.content.decode() if is_page else ""
    return Answer(response.status_code, page, response.headers.get("Location", ""), written, rows)
