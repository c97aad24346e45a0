"""What people search for and do not find, counted without them. Public schema."""

from django.apps import AppConfig


class DemandConfig(AppConfig):
    """What people search for and do not find, counted without them. Public schema."""

    name = "providers.demand"
    label = "demand"
