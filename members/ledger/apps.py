"""The double-entry ledger; tenant schema."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The double-entry ledger; tenant schema."""

    name = "members.ledger"
    label = "ledger"
