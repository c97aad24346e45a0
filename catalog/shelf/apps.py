"""What an organization shows to its people; tenant schema."""

from django.apps import AppConfig

from catalog.plans import areas as plans
from catalog.shelf import taxonomy
from catalog.shelf.areas import AREAS
from providers.taxonomy import supply


class ShelfConfig(AppConfig):
    """What an organization shows to its people; tenant schema."""

    name = "catalog.shelf"
    label = "shelf"

    def ready(self) -> None:
        """Hand the kinds of service down to the providers' room, the areas to the plans'."""
        supply(taxonomy.kinds())
        plans.supply((area.code, area.label) for area in AREAS)
