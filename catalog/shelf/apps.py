"""What an organization shows to its people; tenant schema."""

from django.apps import AppConfig

from catalog.shelf import taxonomy
from providers.taxonomy import supply


class ShelfConfig(AppConfig):
    """What an organization shows to its people; tenant schema."""

    name = "catalog.shelf"
    label = "shelf"

    def ready(self) -> None:
        """Hand the kinds of service down to the providers' room."""
        supply(taxonomy.kinds())
