"""The way back to an application for somebody without an account: a link, worth something on one host alone.

A row keeps an HMAC of the token under a key of its organization, to find it by, and the token itself sealed, for the
mails that carry the link. The link alone says who one is: it goes to the e-mail of the contact and nowhere else.
"""

import secrets
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from tenants import isolation
from welfare import keys

PURPOSE = "application"
# Longer than any token of ours: what is longer is not looked up.
LONGEST = 64
Row = TypeVar("Row", bound=Model)


def new_token() -> dict[str, bytes]:
    """The two fields of a row that is found by a new token, in the organization in force."""
    token, owner = secrets.token_urlsafe(24), isolation.current().key
    return {"token_hash": keys.fingerprint(PURPOSE, owner, token), "token_sealed": keys.seal(PURPOSE, owner, token)}


def token_of(sealed: bytes | memoryview) -> str:
    """The token of a row of the organization in force."""
    return keys.unseal(PURPOSE, isolation.current().key, bytes(sealed))


def by_token(rows: QuerySet[Row], token: str) -> Row:
    """The row of a token; 404 for a wrong one, or one of another organization."""
    known = keys.fingerprints(PURPOSE, isolation.current().key, token) if len(token) <= LONGEST else []
    row = rows.filter(token_hash__in=known).first() if known else None
    if row is None:
        raise Http404
    return row
