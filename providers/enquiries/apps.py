"""What somebody needs, as a provider reads it before it answers; the provider's own tenant schema."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    """What somebody needs, as a provider reads it before it answers; the provider's own tenant schema."""

    name = "providers.enquiries"
    label = "enquiries"
