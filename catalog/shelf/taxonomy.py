"""The fiscal taxonomy as providers read it: the types that can be sold, and how."""

from collections.abc import Iterator

from catalog.fiscal import ServiceType, mode_of, rule_book
from catalog.shelf.areas import BY_CODE
from providers.taxonomy import ServiceKind

# Values of providers.models.Delivery, not imported: models are not loaded yet when this is read.
SOLD = ("voucher", "places", "subscription", "quote", "enrolment")
# A discount moves no credit, so the law asks nothing of it: whatever is sold may be made cheaper.
CARD = "card"


def kinds() -> Iterator[ServiceKind]:
    """The types with at least one of the deliveries, in the order of the file."""
    for service in rule_book().services.values():
        deliveries = deliveries_of(service)
        if deliveries:
            label = BY_CODE[service.area].label
            yield ServiceKind(service.code, service.label_it, service.area, label, (*deliveries, CARD))


def deliveries_of(service: ServiceType) -> tuple[str, ...]:
    """How a type may be delivered by the modes of its entries."""
    modes = {mode for entry in service.entries for mode in entry.modes}
    return tuple(delivery for delivery in SOLD if mode_of(delivery) in modes)
