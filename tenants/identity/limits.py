"""Limits on one-time and activation codes, counted by one atomic statement over all hosts.

They come on top of allauth's own limits, which count sign-ins and requests.
"""

from allauth.core import context
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenants import throttle
from tenants.identity.logins import folded
from welfare.errors import TooMany

QUARTER_OF_AN_HOUR = 15 * 60
CODE_REQUESTS = 5
# A whole office may be behind one address; a code itself allows three tries.
CODE_TRIES = 60
TRY_LATER = _("Too many tries. Wait a quarter of an hour, or call the help phone.")


def count(purpose: str, subject: str, limit: int) -> None:
    """Count one try; over the limit it is a form's error."""
    try:
        throttle.hit(purpose, subject, limit=limit, seconds=QUARTER_OF_AN_HOUR)
    except TooMany as error:
        raise ValidationError(TRY_LATER, code="too_many") from error


def count_code_request(login: str) -> None:
    """Someone asks that a code be mailed to this login."""
    count("code-request", folded(login), CODE_REQUESTS)


def count_code_try(request: HttpRequest | None = None) -> None:
    """Someone types a code, from this address."""
    where = throttle.client_address(request or context.request)
    count("code-try", where, CODE_TRIES)
