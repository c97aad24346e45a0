"""Checkouts for the tests of the commands."""

from collections.abc import Iterator

import pytest

from tests.project.checkout import Checkout, new_checkout


@pytest.fixture
def checkout() -> Iterator[Checkout]:
    """A small checkout of its own, with the commands of this one."""
    with new_checkout() as made:
        yield made


@pytest.fixture
def closed_checkout() -> Iterator[Checkout]:
    """The same in a folder that nobody but its owner may enter, as a home folder can be."""
    with new_checkout(0o700) as made:
        yield made
