"""Providers, offers, slots and fulfilments: shared by all organizations. Public schema.

No personal data: who comes is in `providers.bookings`, in the provider's own schema.
"""

from providers.models.branch import Branch
from providers.models.fulfilment import Fulfilment
from providers.models.fund import FundIssuer, FundLevel, PensionFund, StartRule
from providers.models.offer import Delivery, DiscountKind, Offer, Origin, Question, Suspension, Unit
from providers.models.provider import DirectoryEntry, Form, Provider
from providers.models.reach import WHOLE, Reach
from providers.models.revision import AgreedPrice, OfferImage, OfferRevision, ReviewPolicy
from providers.models.slot import Slot, SlotCancellation, SlotChange, SlotReserve
from providers.models.subscription import SharedSubscription, SubscriptionState
from providers.models.waiting import Waiting

__all__ = [
    "WHOLE",
    "AgreedPrice",
    "Branch",
    "Delivery",
    "DirectoryEntry",
    "DiscountKind",
    "Form",
    "Fulfilment",
    "FundIssuer",
    "FundLevel",
    "Offer",
    "OfferImage",
    "OfferRevision",
    "Origin",
    "PensionFund",
    "Provider",
    "Question",
    "Reach",
    "ReviewPolicy",
    "SharedSubscription",
    "Slot",
    "SlotCancellation",
    "SlotChange",
    "SlotReserve",
    "StartRule",
    "SubscriptionState",
    "Suspension",
    "Unit",
    "Waiting",
]
