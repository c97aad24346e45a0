"""Who benefits from a purchase, as tax law looks at them."""

from catalog.fiscal import Employee, RelativeFacts, age_at_year_end
from members.certificates import is_certified
from members.models import Relative


def beneficiary(relative: Relative | None, year: int) -> Employee | RelativeFacts:
    """Who benefits, as things stand at 31 December of the year; one query unless `reading` has read certificates."""
    if relative is None:
        return Employee()
    return RelativeFacts(
        kinship=relative.kinship,
        age_at_year_end=age_at_year_end(relative.birth_date.year, year),
        cohabiting=relative.is_cohabiting,
        dependent=relative.is_dependent,
        separated=relative.is_separated,
        medical_certificate=is_certified(relative, year),
    )
