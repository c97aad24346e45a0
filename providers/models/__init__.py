"""Providers, offers, slots and fulfilments: shared by all organizations. Public schema.

No personal data: who comes is in `providers.bookings`, in the provider's own schema.
"""

from providers.models.branch import Branch
from providers.models.fulfilment import Fulfilment
from providers.models.offer import Delivery, Offer, Origin, Question, Suspension, Unit
from providers.models.provider import DirectoryEntry, Form, Provider
from providers.models.reach import WHOLE, Reach
from providers.models.slot import Slot, SlotCancellation
from providers.models.subscription import SharedSubscription, SubscriptionState
from providers.models.waiting import Waiting

__all__ = [
    "WHOLE",
    "Branch",
    "Delivery",
    "DirectoryEntry",
    "Form",
    "Fulfilment",
    "Offer",
    "Origin",
    "Provider",
    "Question",
    "Reach",
    "SharedSubscription",
    "Slot",
    "SlotCancellation",
    "SubscriptionState",
    "Suspension",
    "Unit",
    "Waiting",
]
