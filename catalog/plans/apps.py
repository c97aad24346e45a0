"""What an organization grants, to whom and until when; tenant schema."""

from django.apps import AppConfig

from members import leaving


class PlansConfig(AppConfig):
    """What an organization grants, to whom and until when; tenant schema."""

    name = "catalog.plans"
    label = "plans"

    def ready(self) -> None:
        """Hand down to the people's room what becomes of the credit of who leaves."""
        leaving.supply(settle="catalog.plans.leavers.settle", undo="catalog.plans.leavers.undo")
