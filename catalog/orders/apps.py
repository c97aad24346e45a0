"""Orders and vouchers; tenant schema."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders and vouchers; tenant schema."""

    name = "catalog.orders"
    label = "orders"
