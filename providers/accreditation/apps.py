"""Who may supply: calls, accreditation, charter and dossier; public schema, nobody named."""

from django.apps import AppConfig

from providers import to_do


class AccreditationConfig(AppConfig):
    """Who may supply: calls, accreditation, charter and dossier; public schema, nobody named."""

    name = "providers.accreditation"
    label = "accreditation"

    def ready(self) -> None:
        """Hand down what waits for a provider in this room."""
        to_do.declare("providers.accreditation.standing_shown.lines", managers_only=True)
