"""What people receive besides what they redeem here, as tax law counts it; tenant schema."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """What people receive besides what they redeem here, as tax law counts it; tenant schema."""

    name = "catalog.benefits"
    label = "benefits"
