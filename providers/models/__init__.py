"""Providers, offers, slots and fulfilments: shared by all organizations. Public schema.

No personal data: who comes is in `providers.bookings`, in the provider's own schema.
"""

from providers.models.fulfilment import Fulfilment
from providers.models.offer import Delivery, Offer, Origin, Question, Suspension, Unit
from providers.models.provider import DirectoryEntry, Form, Provider
from providers.models.revision import AgreedPrice, OfferImage, OfferRevision, ReviewPolicy
from providers.models.slot import Slot, SlotCancellation
from providers.models.waiting import Waiting

__all__ = [
    "AgreedPrice",
    "Delivery",
    "DirectoryEntry",
    "Form",
    "Fulfilment",
    "Offer",
    "OfferImage",
    "OfferRevision",
    "Origin",
    "Provider",
    "Question",
    "ReviewPolicy",
    "Slot",
    "SlotCancellation",
    "Suspension",
    "Unit",
    "Waiting",
]
