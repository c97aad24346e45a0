"""What waits for a provider among its quotes: lines of its home."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from providers.quoting.queries import open_disputes_of, to_answer
from providers.to_do import Asker, Line


def lines(asker: Asker) -> Iterator[Line]:
    """People who are not content, requests without an answer; for who reaches the whole provider. Two queries."""
    if not asker.provider.reach.is_whole:
        return
    url = reverse("provider_quotes:list")
    n = open_disputes_of(asker.provider)
    if n:
        label = ngettext("person who says that something is not right", "people who say that something is not right", n)
        yield Line(label, f"{url}?stato=accettati", n, is_late=True)
    n = to_answer(asker.provider)
    if n:
        label = ngettext("request for a quote, to be answered", "requests for a quote, to be answered", n)
        yield Line(label, f"{url}?stato=da-rispondere", n)
