"""Movements of credit that waits for a provider that a person has named, in plain words."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.nominations.models import Nominee
from catalog.nominations.sealing import opened
from members.ledger.models import Reason
from members.models import Member


@dataclass(frozen=True)
class HeldFor:
    """The provider that credit waits for, or waited; where it confirmed, an order took the credit at once."""

    nominee: Nominee

    @property
    def name(self) -> str:
        """As the person wrote it; the kind of service once that is erased."""
        return opened(self.nominee.sealed).name or self.nominee.type_label

    def title(self, reason: str) -> str:
        """What a movement did."""
        words = {"provider": self.name}
        if reason == Reason.HELD:
            return _("Held for %(provider)s") % words
        if self.nominee.order_id is not None:
            return _("Now paid with your voucher: %(provider)s") % words
        return _("Given back: %(provider)s") % words

    def text(self, reason: str) -> str:
        """The same, as the page of one movement explains it."""
        if reason == Reason.HELD:
            return _(
                "You named a provider. The credit is held for it, the part that expires first before the others, until "
                "it confirms, says no or its time is over."
            )
        if self.nominee.order_id is not None:
            return _(
                "The provider has confirmed. The credit that was held came back for a moment, and your voucher "
                "took what it costs: that is the movement beside this one."
            )
        return _("The provider that you had named did not confirm, or you took it back. The credit is free again.")


def held_among(member: Member, keys: Collection[UUID]) -> dict[str, HeldFor]:
    """The member's nominations among some references; one query where there are any."""
    if not keys:
        return {}
    found = Nominee.objects.filter(pk__in=keys, member=member)
    return {str(each.pk): HeldFor(each) for each in found}
