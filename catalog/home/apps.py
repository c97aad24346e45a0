"""The home of each role; no tables."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The home of each role; no tables."""

    name = "catalog.home"
    label = "home"
