"""The words that an invoice for welfare services needs, with the law that asks for them: data, read once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data" / "vat.yaml"


@cache
def wording() -> Any:
    """The words of the law, as data."""
    return yaml.safe_load(DATA.read_text(encoding="utf-8"))
