"""A camp of three weeks in series, for Leo of six years and Sara of four."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from catalog.orders.grouping import GroupChoice, purchases_of, total_of
from catalog.orders.models import Order
from catalog.orders.place_group import PlaceGroup, place_group
from catalog.orders.refusals import Terms
from members.models import Relative
from providers.models import Offer, Slot
from tests import make
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage, in_days
from welfare.clock import today

WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Camp:
    """What the tests of groups stand on; Anna has 842,50, a week costs 140,00."""

    stage: Stage
    sara: Relative
    weeks: Sequence[Slot]

    @property
    def leo(self) -> Relative:
        """The elder."""
        return self.stage.leo

    def choice(self, *lines: tuple[int, Relative | None]) -> GroupChoice:
        """Weeks by their number, each with who comes; a phone where the provider asks for one."""
        keys = tuple((self.weeks[number].pk, who.pk if who else None) for number, who in lines)
        return GroupChoice(self.stage.offer.pk, keys, {who: {"phone": "059 123456"} for _slot, who in keys})

    def command(self, *lines: tuple[int, Relative | None], **changes: Any) -> PlaceGroup:
        """Anna confirms what the page shows; every call is a new form."""
        choice = changes.pop("choice", self.choice(*lines))
        offer = Offer.objects.get(pk=self.stage.offer.pk)
        with inside(self.stage.issuer):
            price = total_of(purchases_of(self.stage.anna, choice))
        command = PlaceGroup(uuid.uuid4().hex, self.stage.anna, self.stage.actor, choice, Terms(offer.revision, price))
        return replace(command, **changes)

    def place(self, *lines: tuple[int, Relative | None], **changes: Any) -> list[Order]:
        """Place what `command` asks for."""
        command = self.command(*lines, **changes)
        with inside(self.stage.issuer):
            return place_group(command)

    def taken(self) -> list[int]:
        """The places taken of each week."""
        return [Slot.objects.get(pk=week.pk).taken for week in self.weeks]

    def grant(self, **discounts: Any) -> None:
        """The provider grants discounts."""
        Offer.objects.filter(pk=self.stage.offer.pk).update(**discounts)


def set_up(stage: Stage) -> Camp:
    """Three weeks of one series, and Sara."""
    series = uuid.uuid4()
    Slot.objects.filter(pk=stage.slot.pk).update(series=series)
    others = [make.slot(stage.offer, days=60 + 7 * number, series=series) for number in (1, 2)]
    with inside(stage.issuer):
        Relative.objects.filter(pk=stage.leo.pk).update(birth_date=years_ago(6))
        sara = make.relative(stage.anna, "Sara", birth_date=years_ago(4))
        stage.leo.refresh_from_db()
    return Camp(stage, sara, [Slot.objects.get(pk=stage.slot.pk), *others])


def years_ago(number: int) -> datetime.date:
    """A birthday of some years and half a year ago."""
    return today() - datetime.timedelta(days=365 * number + 180)


def credit(camp: Camp, amount: str) -> None:
    """More credit for Anna, in a lot that expires last."""
    with inside(camp.stage.issuer):
        stages.grant(camp.stage.anna, camp.stage.voluntary, amount, expires_on=in_days(250))


def euro(*amounts: str) -> list[Decimal]:
    """Amounts."""
    return [Decimal(amount) for amount in amounts]
