"""Whose service it is, as the organization in force sees it."""

from django.db.models import Case, CharField, Exists, F, OuterRef, Value, When
from django.db.models.expressions import Combinable

from providers.accreditation.standing import given_by
from providers.models import Origin
from tenants.isolation import current
from tenants.models import Kind


def origin_here() -> Combinable:
    """The origin of an offer; in a territory, what its own municipality accredited is accredited there."""
    here = current()
    if here.kind != Kind.TERRITORY:
        return F("origin")
    accredited = given_by(here).filter(provider=OuterRef("provider"))
    return Case(
        When(Exists(accredited), origin=Origin.PRIVATE, then=Value(Origin.ACCREDITED.value)),
        default=F("origin"),
        output_field=CharField(),
    )
