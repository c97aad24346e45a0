"""A connection pooler in transaction mode would mix organizations: found out before anything is served.

The search path says whose tables a statement reads, and belongs to the session. Such a pooler gives two
statements of one client to two sessions, and one session to two clients.
"""

import logging
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

log = logging.getLogger(__name__)
MARK = "scaffale_probe"
ADVICE = "Connect to PostgreSQL directly, or set the pooler to session mode (PgBouncer: pool_mode = session)."


def mixes_sessions() -> bool:
    """Whether what one connection sets is seen by another, or forgotten; raises psycopg.OperationalError."""
    with probe() as first, probe() as second:
        first.execute(f"SET search_path = {MARK}")
        leaked = MARK in search_path(second)
        kept = MARK in search_path(first)
    return leaked or not kept


def refuse_mixing() -> None:
    """Stop the process that is starting when organizations would mix; a database that is away is no reason."""
    try:
        mixed = mixes_sessions()
    except psycopg.OperationalError as error:
        log.warning("the database did not answer at start: %s", type(error).__name__)
        return
    if mixed:
        raise ImproperlyConfigured(f"The database is behind a pooler that mixes sessions. {ADVICE}")


def probe() -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection apart from Django's, made as Django makes its own."""
    known = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname", "options")
    return psycopg.connect(**{name: known[name] for name in names if name in known}, autocommit=True, connect_timeout=5)


def search_path(of: "psycopg.Connection[tuple[Any, ...]]") -> str:
    """The search path of a session."""
    row = of.execute("SHOW search_path").fetchone()
    return str(row[0]) if row else ""
