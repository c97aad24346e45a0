"""Who benefits from a purchase, as tax law looks at them."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.fiscal import Employee, RelativeFacts, age_at_year_end
from members.models import Certificate, Relative
from welfare.clock import today


def beneficiary(relative: Relative | None, year: int) -> Employee | RelativeFacts:
    """Who benefits, as things stand at 31 December of the year.

    A certificate of non self-sufficiency counts where `with_certificates` read it; else it proves nothing.
    """
    if relative is None:
        return Employee()
    return RelativeFacts(
        kinship=relative.kinship,
        age_at_year_end=age_at_year_end(relative.birth_date.year, year),
        cohabiting=relative.is_cohabiting,
        dependent=relative.is_dependent,
        separated=relative.is_separated,
        medical_certificate=getattr(relative, "has_certificate", False),
    )


def with_certificates(relatives: QuerySet[Relative, Any]) -> QuerySet[Relative, Any]:
    """Relatives, each with `has_certificate`: one of non self-sufficiency was seen and is valid today."""
    valid = Q(valid_until__isnull=True) | Q(valid_until__gte=today())
    seen = Certificate.objects.filter(valid, relative=OuterRef("pk"), state=Certificate.State.SEEN)
    return relatives.annotate(has_certificate=Exists(seen))
