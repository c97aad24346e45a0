"""Counting the statements of a request, without those that set the search path."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements run inside the block; the list is filled when it ends."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    for query in captured.captured_queries:
        if not query["sql"].startswith(("SET search_path", "SAVEPOINT", "RELEASE SAVEPOINT")):
            statements.append(query["sql"])
