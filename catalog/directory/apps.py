"""Open lists of institutions on a territory's shelf; no tables of its own."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Open lists of institutions on a territory's shelf; no tables of its own."""

    name = "catalog.directory"
    label = "directory"
