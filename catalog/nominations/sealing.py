"""What a member wrote about a provider, sealed for the organization in force."""

import json
from dataclasses import asdict, dataclass

from cryptography.fernet import InvalidToken

from tenants import isolation
from welfare import keys

PURPOSE = "nominee"


@dataclass(frozen=True)
class Written:
    """Who the provider is, as the member knows it, and what is asked of it; `vat_number` and `phone` may be empty."""

    name: str
    town: str
    email: str
    what: str
    phone: str = ""
    vat_number: str = ""


ERASED = Written("", "", "", "")


def seal(written: Written) -> bytes:
    """Sealed for the organization in force."""
    return keys.seal(PURPOSE, isolation.current().key, json.dumps(asdict(written)))


def opened(sealed: bytes | memoryview) -> Written:
    """What was written; empty words once it is erased, or when another organization's key sealed it."""
    if not sealed:
        return ERASED
    try:
        return Written(**json.loads(keys.unseal(PURPOSE, isolation.current().key, bytes(sealed))))
    except InvalidToken:
        return ERASED
