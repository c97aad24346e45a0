"""Who comes to a slot; the provider's own tenant schema."""

from django.apps import AppConfig


class BookingsConfig(AppConfig):
    """Who comes to a slot; the provider's own tenant schema."""

    name = "providers.bookings"
    label = "bookings"
