"""Mails about quotes: one kind for members, one for providers, one for the office; each names only the quote.

What they say is chosen by the news in the row and filled in when they go out. No mail holds what somebody wrote.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.quotes.models import AskedProvider
from providers.quoting.models import Quote
from providers.quoting.queries import guarantor_of
from tenants import isolation
from tenants.identity.models import Role
from tenants.identity.queries import with_role
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from tenants.models import Organization

Text = str | Promise
NAMESPACE = uuid.UUID("5caffa1e-0026-4000-8000-000000000000")


@dataclass(frozen=True)
class News:
    """What a mail says: its subject and its one sentence; both may name `provider` and `title`."""

    subject: Text
    sentence: Text


OF_MEMBERS = {
    "answered": News(_("%(provider)s has answered with a price"), _("There is a price for “%(title)s”.")),
    "corrected": News(_("%(provider)s has corrected its quote"), _("The quote for “%(title)s” has changed.")),
    "declined": News(_("%(provider)s cannot do it"), _("The provider said no to “%(title)s”, and why.")),
    "withdrawn": News(_("%(provider)s has withdrawn its quote"), _("The quote for “%(title)s” cannot be accepted.")),
    "line": News(_("%(provider)s has written to you"), _("There is a message about “%(title)s”.")),
    "expired": News(
        _("The quote of %(provider)s has expired"), _("The quote for “%(title)s” can no longer be accepted.")
    ),
    "unanswered": News(
        _("%(provider)s has not answered"), _("In fourteen days there was no answer about “%(title)s”: we are sorry.")
    ),
    "variation": News(_("%(provider)s proposes another price"), _("There is something to decide about “%(title)s”.")),
    "variation_withdrawn": News(
        _("%(provider)s has taken the other price back"), _("For “%(title)s” what was agreed stands.")
    ),
    "dispute_line": News(_("News about what is not right"), _("Somebody has written about “%(title)s”.")),
    "dispute_closed": News(_("The welfare office has an answer"), _("There is an outcome about “%(title)s”.")),
    "closed": News(_("Your request for quotes is closed"), _("The request about “%(title)s” has ended.")),
}
OF_PROVIDERS = {
    "asked": News(_("Somebody asks you for a quote"), _("There is a request about “%(title)s”.")),
    "line": News(_("Who asked for a quote has written to you"), _("There is a message about “%(title)s”.")),
    "accepted": News(_("Your quote was accepted"), _("Name, address and phone for “%(title)s” are on its page.")),
    "not_chosen": News(
        _("This time another quote was chosen"),
        _("Thank you for your quote for “%(title)s”. Who asked has chosen another provider this time."),
    ),
    "closed": News(_("A request for a quote was withdrawn"), _("“%(title)s” is no longer needed.")),
    "expired": News(_("A quote of yours has expired"), _("Nobody accepted the quote for “%(title)s” in time.")),
    "unanswered": News(
        _("A request for a quote has passed you by"), _("“%(title)s” waited fourteen days for your answer.")
    ),
    "variation_accepted": News(_("Your new price was accepted"), _("For “%(title)s” there is a new voucher.")),
    "variation_refused": News(_("Your new price was refused"), _("For “%(title)s” what was agreed stands.")),
    "dispute": News(_("Somebody is not content with your work"), _("Read what was said about “%(title)s”.")),
    "dispute_line": News(_("News about what is not right"), _("Somebody has written about “%(title)s”.")),
    "dispute_closed": News(_("The welfare office has an outcome"), _("Read how “%(title)s” ended.")),
}


def tell_member(asked: AskedProvider, news: str, about: object = "") -> None:
    """Tell the member in whose schema we are; once for each `about`."""
    outbox.queue(
        asked.request.member.user,
        "quote_news",
        reference=reference_of(asked.pk, news, about),
        context={"news": news, "quote": str(asked.pk)},
    )


def tell_provider(quote: Quote, news: str, about: object = "") -> None:
    """Tell who runs the provider, in its own schema: managers, or staff where there is none; once for each `about`."""
    organization = quote.provider.organization
    if organization is None:
        return
    with isolation.enter(organization, reason=f"quote {news}"):
        for user in with_role(Role.PROVIDER_MANAGER) or with_role(Role.PROVIDER_STAFF):
            outbox.queue(
                user,
                "enquiry_news",
                reference=reference_of(quote.pk, news, about),
                context={"news": news, "quote": str(quote.pk)},
            )


def tell_office(issuer: Organization, dispute_id: uuid.UUID) -> None:
    """Tell the network's welfare office that somebody waits for it; no name goes with it."""
    network = guarantor_of(issuer)
    with isolation.enter(network, reason="a dispute waits"):
        for user in with_role(Role.OFFICE):
            outbox.queue(user, "dispute_waiting", reference=dispute_id)


def reference_of(quote_id: uuid.UUID, news: str, about: object) -> uuid.UUID:
    """One piece of news of one quote."""
    return uuid.uuid5(NAMESPACE, f"{quote_id}:{news}:{about}")


@prepares("quote_news", even_closed=True)
def member_words(message: Message) -> dict[str, Any]:
    """What a mail to a member says, of which provider and service."""
    asked = AskedProvider.objects.get(pk=message.context["quote"])
    facts = {"provider": asked.provider_name, "title": asked.title}
    return words(OF_MEMBERS[message.context["news"]], facts) | {"request_id": asked.request_id}


@prepares("enquiry_news")
def provider_words(message: Message) -> dict[str, Any]:
    """What a mail to a provider says: of which service, never who."""
    quote = Quote.objects.select_related("offer").get(pk=message.context["quote"])
    return words(OF_PROVIDERS[message.context["news"]], {"title": quote.offer.title}) | {"quote_id": quote.pk}


def words(news: News, facts: dict[str, str]) -> dict[str, Any]:
    """The subject and the sentence, filled in."""
    return {"headline": str(news.subject) % facts, "sentence": str(news.sentence) % facts}
