"""The environment variables that every process gets, and the secrets among them."""

import contextlib
import os
import secrets
from pathlib import Path

from machine.checkout import SECRETS, VAR
from machine.postgres import APPLICATION, DATABASE, OWNER, SUPERUSER, Server

KEYS_FILE = SECRETS / "keys"


def keys() -> str:
    """The installation's secret, made at the first start; several, newest first, part at commas."""
    with contextlib.suppress(OSError):
        return KEYS_FILE.read_text().strip()
    made = secrets.token_urlsafe(48)
    descriptor = os.open(KEYS_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w") as file:
        file.write(made)
    return made


def has_database_of_its_own() -> bool:
    """True when the person named a database: then none is started here."""
    return bool(os.environ.get("DATABASE_URL"))


def demo_variables(server: Server | None) -> dict[str, str]:
    """For the demo and for manage.py beside it. What the person has set wins, but for places and addresses."""
    wished = _defaults() | {"SCAFFALE_HTTPS": "0", "SCAFFALE_DEMO": "1"} | os.environ
    fixed = _places(VAR) | (_database(server, DATABASE) if server else {})
    return _with_owner(wished | fixed)


def named_database_variables() -> dict[str, str]:
    """For manage.py on a database that the person named: no demo, HTTPS as set or by default."""
    return _with_owner(_defaults() | _places(VAR) | os.environ)


def test_variables(server: Server | None, database: str) -> dict[str, str]:
    """For the tests: files apart from the demo's, and the superuser's address for the fixtures."""
    wished = _defaults() | os.environ | {"SCAFFALE_HTTPS": "0", "SCAFFALE_DEMO": "0"} | _places(VAR / "test")
    (VAR / "test" / "static").mkdir(exist_ok=True)
    if server is None:
        named = _with_owner(wished)
        return {"DATABASE_SUPERUSER_URL": named["DATABASE_OWNER_URL"]} | named
    superuser = {"DATABASE_SUPERUSER_URL": server.address(SUPERUSER, database)}
    return wished | _database(server, database) | superuser


def _defaults() -> dict[str, str]:
    return {"SCAFFALE_KEYS": keys(), "SCAFFALE_DOMAIN": "localhost", "PYTHONUNBUFFERED": "1"}


def _places(folder: Path) -> dict[str, str]:
    temporary = folder / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    return {"SCAFFALE_VAR": str(folder), "TMPDIR": str(temporary)}


def _database(server: Server, database: str) -> dict[str, str]:
    return {
        "DATABASE_URL": server.address(APPLICATION, database),
        "DATABASE_OWNER_URL": server.address(OWNER, database),
        "SCAFFALE_PG_PROGRAMS": str(server.home.programs),
    }


def _with_owner(variables: dict[str, str]) -> dict[str, str]:
    return {"DATABASE_OWNER_URL": variables["DATABASE_URL"]} | variables
