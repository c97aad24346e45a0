"""Who may supply: calls, accreditation, charter and dossier; public schema, nobody named."""

from django.apps import AppConfig


class AccreditationConfig(AppConfig):
    """Who may supply: calls, accreditation, charter and dossier; public schema, nobody named."""

    name = "providers.accreditation"
    label = "accreditation"
