"""Providers that members bring; tenant schema of the member."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """Providers that members bring; tenant schema of the member."""

    name = "catalog.proposals"
    label = "proposals"
