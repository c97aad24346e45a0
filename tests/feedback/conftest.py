"""The stage of the order tests."""

from tests.orders.conftest import stage  # noqa: F401  (fixture)
