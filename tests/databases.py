"""Each worker's database: a copy of one that is migrated once, for all workers and for later runs with the same tables.

The original's name tells what it was made from, so that other migrations have another original.
"""

import hashlib
import io
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tenants import known_migrations, provisioning
from tenants.models import Kind
from tests.committed import superuser_connection, switch_role

SLUGS = {"alfa": Kind.COOPERATIVE, "beta": Kind.COOPERATIVE, "rete": Kind.NETWORK}
# Of an advisory lock: the worker that makes the original keeps the others waiting.
TURNSTILE = 717_253
# What an original is made from, beside the migrations.
SOURCES = ("requirements.lock", "tenants/*.py", "tenants/management/commands/*.py", "tests/databases.py")
Superuser = psycopg.Connection[tuple[object, ...]]


def remake(database: str) -> None:
    """Drop what an earlier run left and make a database with registry, organizations and all tables, all else empty."""
    with superuser_connection("postgres") as superuser:
        superuser.execute("SET lock_timeout TO 0")
        superuser.execute("SELECT pg_advisory_lock(%s)", [TURNSTILE])
        original = f"{_family(database)}_original_{_fingerprint()}"
        if not _databases(superuser, original):
            _make_original(superuser, original)
        _drop(superuser, database)
        switch_role("DATABASE_OWNER_URL", "postgres")
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(database)} TEMPLATE {original}")


def drop(database: str) -> None:
    """Drop a database, whoever is still connected: the owner may not end what the serving role has just left."""
    with superuser_connection("postgres") as superuser:
        _drop(superuser, database)


def share_templates(folder: Path) -> None:
    """Let what keeps its files in `folder` open organizations by the dump that is there (tenants/template.py)."""
    kept = Path(settings.VAR_DIR) / "templates"
    kept.mkdir(exist_ok=True)
    (folder / "templates").symlink_to(kept)


def _make_original(superuser: Superuser, original: str) -> None:
    """Migrate a database and open the organizations in it; it gets its name last, so that a half-made one has none."""
    for older in _databases(superuser, f"{original.rpartition('_')[0]}_%"):
        _drop(superuser, older)
    begun = f"{original}_begun"
    switch_role("DATABASE_OWNER_URL", "postgres")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(begun)}")
    switch_role("DATABASE_OWNER_URL", begun)
    call_command("migrate_all", stdout=io.StringIO())
    for slug, kind in SLUGS.items():
        provisioning.open_organization(slug=slug, kind=kind, name=slug.title())
    connection.close()
    superuser.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(begun), sql.Identifier(original)))


def _family(database: str) -> str:
    """What the names of a run's databases begin with; no two runs at a time have it in common."""
    return database.rpartition("_")[0]


def _fingerprint() -> str:
    """What the original is made from, as a hash."""
    digest = hashlib.sha256(known_migrations.fingerprint().encode())
    for pattern in SOURCES:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _databases(superuser: Superuser, pattern: str) -> list[str]:
    """The names of databases that are like a pattern."""
    found = superuser.execute("SELECT datname::text FROM pg_database WHERE datname LIKE %s", [pattern])
    return [str(name) for (name,) in found]


def _drop(superuser: Superuser, database: str) -> None:
    """Drop a database, if it is there."""
    superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
