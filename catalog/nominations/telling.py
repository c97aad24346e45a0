"""Mails about providers that people name: one kind for members, one for providers; none holds what somebody wrote."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.nominations.models import Nominee
from catalog.nominations.sealing import opened
from providers.models import Provider
from providers.nominating.models import Nomination
from providers.nominating.queries import nominee_of
from tenants import isolation
from tenants.identity.models import Role
from tenants.identity.queries import with_role
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.money import format_euro

Text = str | Promise
NAMESPACE = uuid.UUID("5caffa1e-0033-4000-8000-000000000000")


@dataclass(frozen=True)
class News:
    """What a mail says: its subject and its one sentence; both may name `provider` and `amount`."""

    subject: Text
    sentence: Text


OF_MEMBERS = {
    "joined": News(
        _("%(provider)s has joined"),
        _("%(provider)s is in the network. It now writes its service and confirms your request: you get a mail."),
    ),
    "confirmed": News(
        _("%(provider)s has confirmed"), _("Your voucher for %(provider)s is ready: it is among your requests.")
    ),
    "declined": News(
        _("%(provider)s has said no"), _("%(provider)s cannot do it this time. Your %(amount)s are free again.")
    ),
    "refused": News(
        _("%(provider)s was not admitted"),
        _("The welfare office could not admit %(provider)s to the network. Your %(amount)s are free again."),
    ),
    "lapsed": News(
        _("%(provider)s has not answered in time"),
        _("There was no answer from %(provider)s in time. Your %(amount)s are free again."),
    ),
    "impossible": News(
        _("Your request to %(provider)s could not be confirmed"),
        _("%(provider)s wanted to confirm, but your credit can no longer pay for it. Your %(amount)s are free again."),
    ),
}
OF_PROVIDERS = {
    "named": News(
        _("Somebody asks for you"), _("Somebody has named you and keeps %(amount)s for you until you answer.")
    ),
    "withdrawn": News(
        _("A request that named you was taken back"), _("The request over %(amount)s that named you was taken back.")
    ),
}  # fmt: skip


def tell_member(nominee: Nominee, news: str) -> None:
    """Tell the member, in whose schema we are, once."""
    outbox.queue(
        nominee.member.user,
        "nominee_news",
        reference=reference_of(nominee.pk, news),
        context={"news": news, "nominee": str(nominee.pk), "provider": opened(nominee.sealed).name},
    )


def tell_provider(nomination: Nomination, news: str) -> None:
    """Tell who runs a provider that is in the network, in its own schema: managers, or staff where there is none."""
    provider: Provider | None = nominee_of(nomination)
    if provider is None or provider.organization is None:
        return
    with isolation.enter(provider.organization, reason=f"nomination {news}"):
        for user in with_role(Role.PROVIDER_MANAGER) or with_role(Role.PROVIDER_STAFF):
            outbox.queue(
                user,
                "nomination_news",
                reference=reference_of(nomination.pk, news),
                context={"news": news, "nomination": str(nomination.pk)},
            )


def reference_of(key: uuid.UUID, news: str) -> uuid.UUID:
    """One piece of news of one nomination."""
    return uuid.uuid5(NAMESPACE, f"{key}:{news}")


@prepares("nominee_news", even_closed=True)
def member_words(message: Message) -> dict[str, Any]:
    """What a mail to a member says, of which provider; the amount is what was held."""
    nominee = Nominee.objects.get(pk=message.context["nominee"])
    facts = {"provider": message.context["provider"], "amount": format_euro(nominee.amount)}
    return words(OF_MEMBERS[message.context["news"]], facts) | {"nominee_id": nominee.pk}


@prepares("nomination_news")
def provider_words(message: Message) -> dict[str, Any]:
    """What a mail to a provider says: the amount, never who or what for."""
    nomination = Nomination.objects.get(pk=message.context["nomination"])
    facts = {"amount": format_euro(nomination.amount)}
    return words(OF_PROVIDERS[message.context["news"]], facts) | {"nomination_id": nomination.pk}


def words(news: News, facts: dict[str, str]) -> dict[str, Any]:
    """The subject and the sentence, filled in."""
    return {"headline": str(news.subject) % facts, "sentence": str(news.sentence) % facts}
