"""Limits on guessing: counted in PostgreSQL, over all hosts, by one atomic statement.

The counter's row holds a keyed hash, so the registry names neither a person nor an address.
"""

import datetime
import ipaddress
import math
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest

from tenants.models import Throttle
from welfare import keys
from welfare.clock import now
from welfare.errors import TooMany
from welfare.sorting import sort_key

KEPT_FOR = datetime.timedelta(days=2)
COUNT_ONE_MORE = """
    INSERT INTO public.tenants_throttle AS row (purpose, subject, window_start, count)
    VALUES (%(purpose)s, %(subject)s, %(now)s, 1)
    ON CONFLICT (purpose, subject) DO UPDATE SET
        count = CASE WHEN row.window_start > %(oldest)s THEN LEAST(row.count, 1000000) + 1 ELSE 1 END,
        window_start = CASE WHEN row.window_start > %(oldest)s THEN row.window_start ELSE %(now)s END
    RETURNING count, window_start
"""


@dataclass(frozen=True)
class Allowed:
    """A try that may go on, and how many more may follow in the same window."""

    left: int


def hit(purpose: str, subject: str, *, limit: int, seconds: int) -> Allowed:
    """Count one try of `subject` and let it pass, or raise TooMany with the seconds to wait.

    At most `limit` tries pass in a window of `seconds` that begins with the first. The count stays
    even if what follows fails, so this must not run inside a transaction of the caller (RuntimeError).
    """
    present = now()
    window = datetime.timedelta(seconds=seconds)
    values: dict[str, Any] = {
        "purpose": purpose,
        "subject": hashed(purpose, subject),
        "now": present,
        "oldest": present - window,
    }
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(COUNT_ONE_MORE, values)
        count, since = cursor.fetchone()
    if count > limit:
        raise TooMany(max(1, math.ceil((since + window - present).total_seconds())))
    return Allowed(left=limit - count)


def take_back(purpose: str, subject: str) -> None:
    """Uncount one try: it was no guess. The others stay counted, unlike with `forget`."""
    counted = Throttle.objects.filter(purpose=purpose, subject=hashed(purpose, subject), count__gt=0)
    counted.update(count=F("count") - 1)


def forget(purpose: str, subject: str) -> None:
    """Start anew for a subject, after what it tried has succeeded."""
    Throttle.objects.filter(purpose=purpose, subject=hashed(purpose, subject)).delete()


def clean() -> int:
    """Delete counters whose window is long over; returns how many."""
    deleted, _ = Throttle.objects.filter(window_start__lt=now() - KEPT_FOR).delete()
    return deleted


def hashed(purpose: str, subject: str) -> str:
    """What the row keeps of a subject: an HMAC under a key of ours; case, accents and spaces make no other one."""
    return keys.fingerprint("throttle", purpose, sort_key(subject)).hex()


def client_address(request: HttpRequest) -> str:
    """The address a request came from; forwarded headers count only as far as our own proxies wrote them.

    An IPv6 network (/64) counts as one: its owner has all its addresses.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if proxies else []
    named = forwarded[-proxies] if proxies and len(forwarded) >= proxies else direct
    return one_network(named) or one_network(direct) or "unknown"


def one_network(text: str) -> str:
    """An address as the limits count it; empty when `text` is none."""
    try:
        address = ipaddress.ip_address(text.strip().strip("[]"))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
