"""Agreements with shops: discounts shown with the member card. Public schema."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements with shops: discounts shown with the member card. Public schema."""

    name = "providers.agreements"
    label = "agreements"
