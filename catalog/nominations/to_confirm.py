"""People who keep credit for a provider that has to confirm: a line of its home."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.nominations.wishes import LAST_DAYS
from providers.nominating.queries import open_of
from providers.to_do import Asker, Line
from welfare.clock import today
from welfare.templatetags.kit import day as written


def lines(asker: Asker) -> Iterator[Line]:
    """How many wait, and until when the first does; late in its last seven days. One query."""
    if not asker.provider.reach.is_whole:
        return
    found = open_of(asker.provider, today()).aggregate(n=Count("pk"), first=Min("held_until"))
    n, first = found["n"], found["first"]
    if n:
        label = ngettext("person keeps credit for you: confirm", "people keep credit for you: confirm", n)
        detail = _("The first waits until %(day)s.") % {"day": written(first)}
        yield Line(label, reverse("provider_nominations:list"), n, detail, is_late=first <= today() + LAST_DAYS)
