"""What each provider is owed for a month, organization by organization, and clearing. Public schema."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """What each provider is owed for a month, organization by organization, and clearing. Public schema."""

    name = "providers.statements"
    label = "statements"
