"""The stage of the subscription tests: Anna's son Leo, and Beta's after-school club at 100,00 a month.

It is 10 February 2026. Anna has 210,00 that expire on 2 March and 632,50 that expire on 29 August.
"""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from catalog.orders.purchase import Choice
from catalog.orders.refusals import Terms
from catalog.subscriptions import draw, nightly
from catalog.subscriptions.models import Month, Subscription
from catalog.subscriptions.start import Asked, StartSubscription, rule_of_offer, start
from providers.models import Delivery, Offer, Unit
from tenants.messages.models import Message
from tenants.models import Organization
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage
from welfare.clock import pretend

DAY = datetime.date(2026, 2, 10)
FEB, MAR, APR, MAY, JUN, JUL, AUG, SEP = (datetime.date(2026, number, 1) for number in range(2, 10))
FEE = Decimal("100.00")


def set_up(issuer: Organization, supplier: Organization, **fields: Any) -> Stage:
    """Build it; call it on DAY."""
    defaults: dict[str, Any] = {"price": FEE, "unit": Unit.MONTH, "draw_day": 5, "notice_days": 10}
    return stages.set_up(
        issuer, supplier, delivery=Delivery.SUBSCRIPTION, service_type="after_school", **(defaults | fields)
    )


def command(stage: Stage, first: datetime.date = FEB, **changes: Any) -> StartSubscription:
    """Anna confirms the club for Leo from a month on; every call is a new form."""
    offer = Offer.objects.get(pk=stage.offer.pk)
    relative = changes.pop("relative_id", stage.leo.pk)
    terms = changes.pop("terms", Terms(offer.revision, offer.price or Decimal(0)))
    key = changes.pop("key", uuid.uuid4().hex)
    choice = Choice(offer.pk, relative_id=relative, answers=changes.pop("answers", {}))
    rule = changes.pop("rule", rule_of_offer(offer))
    assert not changes
    return StartSubscription(key, stage.anna, stage.actor, Asked(choice, first), terms, rule)


def begin(stage: Stage, first: datetime.date = FEB, **changes: Any) -> Subscription:
    """Start it."""
    with inside(stage.issuer):
        return start(command(stage, first, **changes))


def night(stage: Stage, day: datetime.date) -> Subscription:
    """Go through the subscriptions of Alfa on a day; the only one, as it then stands."""
    with pretend(day), inside(stage.issuer):
        nightly.go_through(day)
        return Subscription.objects.get()


def draws(stage: Stage, day: datetime.date) -> int:
    """Draw what is due on a day, and nothing else."""
    with pretend(day), inside(stage.issuer):
        return draw.draw_due(day)


def months(stage: Stage) -> list[tuple[datetime.date, str]]:
    """Every month that came due, with the state of its order or why there is none."""
    with inside(stage.issuer):
        rows = Month.objects.select_related("order").order_by("period")
        return [(row.period, row.order.state if row.order else row.hindrance) for row in rows]


def mails(organization: Organization) -> list[str]:
    """The kinds of the mails queued there, in order."""
    with inside(organization):
        return list(Message.objects.order_by("since", "pk").values_list("kind", flat=True))


@contextmanager
def on(day: datetime.date, stage: Stage) -> Iterator[None]:
    """Be in Alfa on a day."""
    with pretend(day), inside(stage.issuer):
        yield
