"""A database for one measurement: made anew by the owner's role, used with the serving role."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import dj_database_url
from django.core.management import call_command
from django.db import connection


@contextmanager
def own_database() -> Iterator[str]:
    """An empty database with a registry, the owner's role in use; dropped at the end."""
    name = os.environ["SCAFFALE_BENCH_DATABASE"]
    drop(name)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    use("DATABASE_OWNER_URL", name)
    try:
        with open(os.devnull, "w") as nowhere:
            call_command("migrate_all", stdout=nowhere)
        yield name
    finally:
        drop(name)


def use(variable: str, name: str) -> None:
    """Point Django's one connection at a database with the role of an address variable."""
    connection.close()
    parsed = dj_database_url.parse(os.environ[variable])
    for key in ("USER", "PASSWORD", "HOST", "PORT"):
        connection.settings_dict[key] = parsed[key]
    connection.settings_dict["NAME"] = name


def serve(name: str) -> None:
    """Count what is there, and go on with the role that serves."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    use("DATABASE_URL", name)


def drop(name: str) -> None:
    """Drop a database, whoever is still connected."""
    use("DATABASE_OWNER_URL", "postgres")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)} WITH (FORCE)")
