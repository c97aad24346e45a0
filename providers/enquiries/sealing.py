"""What was written for a quote, sealed for the organization in force: words, and pictures as files of their own."""

import json
from collections.abc import Iterable, Mapping
from functools import partial

from cryptography.fernet import InvalidToken
from django.db import transaction

from tenants import isolation
from welfare import files, keys

PURPOSE = "quote"


def seal(facts: Mapping[str, str]) -> bytes:
    """Some named texts, sealed for the organization in force."""
    return keys.seal(PURPOSE, isolation.current().key, json.dumps(dict(facts)))


def opened(sealed: bytes | memoryview) -> dict[str, str]:
    """The texts; nothing once they are erased, or when another organization's key sealed them."""
    if not sealed:
        return {}
    try:
        found: dict[str, str] = json.loads(keys.unseal(PURPOSE, isolation.current().key, bytes(sealed)))
    except InvalidToken:
        return {}
    return found


def keep_picture(content: bytes) -> str:
    """Store a picture sealed for the organization in force; its name.

    A transaction that comes to nothing takes the file away again: it may be called inside one alone.
    """
    owner = isolation.current().key
    return files.write(owner, keys.seal_bytes(PURPOSE, owner, content), "sealed")


def picture(stored_name: str) -> bytes:
    """A stored picture, opened. Raises FileNotFoundError once it is erased."""
    owner = isolation.current().key
    return keys.unseal_bytes(PURPOSE, owner, files.read(owner, stored_name))


def remove_pictures(stored_names: Iterable[str]) -> None:
    """Erase pictures of the organization in force once the transaction is through."""
    owner = isolation.current().key
    for name in stored_names:
        transaction.on_commit(partial(files.remove, owner, name))
