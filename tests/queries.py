"""Counting the statements of a request, without those that set the search path."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

NOT_COUNTED = ("SET search_path", "SAVEPOINT", "RELEASE SAVEPOINT")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements run inside the block; the list is filled when it ends."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    ran = [query["sql"] for query in captured.captured_queries]
    statements.extend(sql for sql in ran if not sql.startswith(NOT_COUNTED))
