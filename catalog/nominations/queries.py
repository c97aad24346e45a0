"""A member's own nominations, as its pages read them; where each stands is in `providers.nominating`."""

import uuid

from django.shortcuts import get_object_or_404

from catalog.nominations.models import Nominee
from tenants.identity.models import User
from welfare.paging import Page, page_by_key

NEWEST = ("-named_at", "id")
PAGE_SIZE = 20


def nominees_page(user: User, cursor: str = "") -> Page[Nominee]:
    """Whom the account has named, newest first; one query."""
    return page_by_key(Nominee.objects.filter(member__user=user), NEWEST, cursor, PAGE_SIZE)


def get_nominee_for(user: User, key: uuid.UUID) -> Nominee:
    """One that the account has named; 404 for any other."""
    found = Nominee.objects.select_related("member__user", "relative", "order")
    return get_object_or_404(found, pk=key, member__user=user)
