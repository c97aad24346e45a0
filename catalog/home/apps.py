"""The home of each role, the account, and what is asked for there; tenant schema."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The home of each role, the account, and what is asked for there; tenant schema."""

    name = "catalog.home"
    label = "home"
