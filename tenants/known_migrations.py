"""The migrations that the code has; read from its files once a process, the same for every organization."""

import hashlib
import inspect
from functools import lru_cache
from pathlib import Path

from django.db.migrations.loader import MigrationLoader


@lru_cache(maxsize=1)
def known() -> tuple[str, ...]:
    """Every migration of the code as `app.name`, sorted; read once a process."""
    graph = MigrationLoader(None).graph
    return tuple(sorted(f"{app}.{name}" for app, name in graph.nodes))


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """A hash of the migrations and of what they say: another one, another template."""
    digest = hashlib.sha256()
    nodes = MigrationLoader(None).graph.nodes
    for key in sorted(nodes):
        digest.update(repr(key).encode() + Path(inspect.getfile(type(nodes[key]))).read_bytes())
    return digest.hexdigest()
