"""What an organization owes its providers, paid and cleared; tenant schema of the issuer."""

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """What an organization owes its providers, paid and cleared; tenant schema of the issuer."""

    name = "catalog.settlement"
    label = "settlement"
