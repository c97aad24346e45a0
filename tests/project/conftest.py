"""Checkouts for the tests of the commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.checkout import Checkout, checkout_in


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    """A small checkout of its own, with the commands of this one."""
    with checkout_in(tmp_path) as made:
        yield made
