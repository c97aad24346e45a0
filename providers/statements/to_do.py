"""What waits for a provider among its statements: lines of its home."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from providers.statements.queries import duties_of
from providers.to_do import Asker, Line


def lines(asker: Asker) -> Iterator[Line]:
    """Statements to confirm, corrections to answer; for who reaches the whole provider. Two queries."""
    if not asker.provider.reach.is_whole:
        return
    duties, url = duties_of(asker.provider), reverse("provider_statements:list")
    n = duties.to_confirm
    if n:
        yield Line(ngettext("statement to confirm", "statements to confirm", n), url, n)
    n = duties.to_answer
    if n:
        yield Line(ngettext("correction to answer", "corrections to answer", n), url, n)
