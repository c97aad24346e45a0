"""Milliseconds to open an organization when there are 10 and when there are 300: `python -m bench tenants`.

Reference: creating an empty schema with one table on the same server, in the same minute. Aim: under 200 ms,
and the same at both sizes.
"""

import json
import statistics
import time
from collections.abc import Callable

from django.db import connection

from bench import ready  # noqa: F401 - sets Django up before the models below
from bench.database import own_database
from tenants import provisioning

SIZES = (10, 300)
SAMPLE = 10


def measure() -> None:
    """Fill up to each size, then time the next ones."""
    with own_database():
        made = 0
        for size in SIZES:
            while made < size:
                made += 1
                open_one(made)
            times = [timed(lambda number=size + n: open_one(number)) for n in range(1, SAMPLE + 1)]  # type: ignore[misc]
            made += SAMPLE
            bare = [timed(lambda number=n: bare_schema(number)) for n in range(SAMPLE)]  # type: ignore[misc]
            print(json.dumps(figure(size, times, bare)), flush=True)


def open_one(number: int) -> None:
    """Open one organization, schema and all."""
    provisioning.open_organization(slug=f"azienda-{number}", kind="company", name=f"Azienda {number}")


def bare_schema(number: int) -> None:
    """The reference: a schema with one table, dropped again."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA bare_{number}")
        cursor.execute(f"CREATE TABLE bare_{number}.one (id bigint PRIMARY KEY)")
        cursor.execute(f"DROP SCHEMA bare_{number} CASCADE")


def timed(action: Callable[[], None]) -> float:
    """Milliseconds of one run."""
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def figure(size: int, times: list[float], bare: list[float]) -> dict[str, object]:
    """The median and the slowest of the sample beside the reference's median."""
    middle, reference = statistics.median(times), statistics.median(bare)
    return {
        "bench": f"tenants:{size}",
        "milliseconds": round(middle, 1),
        "slowest": round(max(times), 1),
        "bare_schema_milliseconds": round(reference, 1),
        "ratio": round(middle / reference, 1),
    }


if __name__ == "__main__":
    measure()
