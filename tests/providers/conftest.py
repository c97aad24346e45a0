"""Documents of these tests lie in a folder of their own."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def private(tmp_path: Path, settings: Any) -> Path:
    """Where private documents lie."""
    settings.PRIVATE_FILES = tmp_path
    return tmp_path
