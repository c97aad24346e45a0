"""System checks of the installation: its secrets, its database role, what stands between us and the database."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as CheckWarning
from django.db import OperationalError, connection

from welfare import pooling

FEWEST_LETTERS = 10
TOO_MUCH = """
    SELECT rolsuper OR has_schema_privilege(current_user, 'public', 'CREATE')
        OR has_database_privilege(current_user, current_database(), 'CREATE')
    FROM pg_roles WHERE rolname = current_user
"""


def check_keys(**_: Any) -> list[CheckMessage]:
    """A key of one repeated word is long and yet no secret."""
    weak = [position for position, key in enumerate(settings.SCAFFALE_KEYS, 1) if len(set(key)) < FEWEST_LETTERS]
    hint = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
    return [Error(f"Key {position} of SCAFFALE_KEYS is weak.", hint=hint, id="welfare.E001") for position in weak]


def check_hosts(**_: Any) -> list[CheckMessage]:
    """In service, plain HTTP and the demo's mail folder are mistakes; run by `check --deploy`."""
    found: list[CheckMessage] = []
    if not settings.SCAFFALE_HTTPS:
        found.append(CheckWarning("SCAFFALE_HTTPS is off: cookies travel in the clear.", id="welfare.W003"))
    if settings.SCAFFALE_DEMO:
        found.append(CheckWarning("SCAFFALE_DEMO is on: mails go to files.", id="welfare.W004"))
    return found


def check_database(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Run by `check --database default`: sessions are kept apart, and the serving role can create nothing."""
    if not databases:
        return []
    found: list[CheckMessage] = []
    try:
        if pooling.mixes_sessions():
            found.append(Error("A pooler mixes sessions.", hint=pooling.ADVICE, id="welfare.E002"))
        if settings.SCAFFALE_PROCESS != "owner" and serves_with_too_many_rights():
            found.append(Error("The serving role may create tables.", hint="See docs/operators.", id="welfare.E003"))
    except (psycopg.OperationalError, OperationalError):
        found.append(Error("The database does not answer.", id="welfare.E004"))
    return found


def serves_with_too_many_rights() -> bool:
    """Whether the role in use could create tables: serving never needs it, only the owner's processes do."""
    with connection.cursor() as cursor:
        cursor.execute(TOO_MUCH)
        return bool(cursor.fetchone()[0])
