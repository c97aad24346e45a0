"""Requests for a quote and the answers, nameless. Public schema."""

from django.apps import AppConfig


class QuotingConfig(AppConfig):
    """Requests for a quote and the answers, nameless. Public schema."""

    name = "providers.quoting"
    label = "quoting"
