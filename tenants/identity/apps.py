"""People's accounts of one organization; tenant schema."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """People's accounts of one organization; tenant schema."""

    name = "tenants.identity"
    label = "identity"
