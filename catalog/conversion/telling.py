"""Mails about premiums: that one may choose, that one has, that days run out, and what came of it."""

import uuid
from collections.abc import Iterable
from typing import Any

from catalog.conversion.models import Choice, Premium, Window
from members.models import Member
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.clock import today

AT_ONCE = 1000


def tell_chosen(choice: Choice, member: Member) -> None:
    """Tell a person what they chose; one mail a choice."""
    outbox.queue(member.user, "premium_chosen", reference=choice.pk)


def tell_opened(window: Window) -> None:
    """Tell everybody who has a premium that they may choose; once a window."""
    queue_all("premium_window_opened", window.pk, premiums_in_service(window))


def remind(window: Window, occasion: str) -> int:
    """Remind who has not chosen, once an occasion each. Returns how many people are spoken of."""
    waiting = premiums_in_service(window).filter(choices__isnull=True)
    reference = uuid.uuid5(window.pk, occasion)
    return queue_all("premium_reminder", reference, waiting, {"window": str(window.pk)})


def tell_results(window: Window) -> None:
    """Tell everybody what became of their premium; once a window."""
    queue_all("premium_window_closed", window.pk, window.premiums.all())


def premiums_in_service(window: Window) -> Any:
    """The premiums of people who have not left."""
    return window.premiums.exclude(member__left_on__lt=today())


def queue_all(kind: str, reference: uuid.UUID, premiums: Any, context: dict[str, Any] | None = None) -> int:
    """Queue one mail to each person with an address; the sweeper sends them. Safe to repeat: once per reference."""
    users = premiums.filter(member__user__email__isnull=False, member__user__is_active=True)
    keys: Iterable[int] = users.order_by("pk").values_list("member__user_id", flat=True)
    rows = [Message(recipient_id=key, kind=kind, reference=reference, context=context or {}) for key in keys]
    Message.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(rows)


@prepares("premium_chosen")
def words_of_choice(message: Message) -> dict[str, Any]:
    """The choice that a mail speaks of."""
    if message.reference is None:
        raise ValueError("a mail about a choice without its choice")
    return {"choice": Choice.objects.select_related("window", "premium__member").get(pk=message.reference)}


@prepares("premium_window_opened")
@prepares("premium_window_closed", even_closed=True)
def words_of_window(message: Message) -> dict[str, Any]:
    """The premium of the person whom a mail about a window goes to."""
    return premium_words(message, message.reference)


@prepares("premium_reminder")
def words_of_reminder(message: Message) -> dict[str, Any]:
    """The premium that a reminder speaks of; its window stands in the row."""
    return premium_words(message, message.context["window"])


def premium_words(message: Message, window_key: Any) -> dict[str, Any]:
    """The premium of a mail's recipient in a window."""
    premiums = Premium.objects.select_related("window__budget", "result")
    premium = premiums.get(window_id=window_key, member__user_id=message.recipient_id)
    return {"premium": premium, "window": premium.window, "result": getattr(premium, "result", None)}
