"""Keys for one purpose of one organization, derived from SCAFFALE_KEYS.

The first of SCAFFALE_KEYS seals; all of them open, so that a key can be replaced.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@lru_cache(maxsize=4096)
def derive(master: str, purpose: str, owner: str) -> bytes:
    """32 bytes that only this purpose and this owner have (HKDF-SHA256, RFC 5869)."""
    info = f"scaffale:{purpose}:{owner}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(master.encode())


@lru_cache(maxsize=1024)
def sealer(masters: tuple[str, ...], purpose: str, owner: str) -> MultiFernet:
    """The Fernet of an owner's purpose, over all keys in force."""
    keys = [base64.urlsafe_b64encode(derive(master, purpose, owner)) for master in masters]
    return MultiFernet([Fernet(key) for key in keys])


def seal(purpose: str, owner: str, text: str) -> bytes:
    """Encrypt `text` for `owner` (an organization's id)."""
    return seal_bytes(purpose, owner, text.encode())


def seal_bytes(purpose: str, owner: str, content: bytes) -> bytes:
    """Encrypt a document for `owner`; what comes out is a third longer."""
    return sealer(settings.SCAFFALE_KEYS, purpose, owner).encrypt(content)


def unseal(purpose: str, owner: str, sealed: bytes) -> str:
    """Decrypt what `seal` made; raises cryptography.fernet.InvalidToken for anything else."""
    return unseal_bytes(purpose, owner, sealed).decode()


def unseal_bytes(purpose: str, owner: str, sealed: bytes) -> bytes:
    """Decrypt what `seal_bytes` made; raises as `unseal`."""
    return sealer(settings.SCAFFALE_KEYS, purpose, owner).decrypt(bytes(sealed))


def fingerprint(purpose: str, owner: str, text: str) -> bytes:
    """HMAC-SHA256 of `text` under the newest key: what a new row keeps for look-ups."""
    return fingerprints(purpose, owner, text)[0]


def fingerprints(purpose: str, owner: str, text: str) -> list[bytes]:
    """The same under every key in force, newest first: what a look-up compares."""
    return [
        hmac.new(derive(master, purpose, owner), text.encode(), hashlib.sha256).digest()
        for master in settings.SCAFFALE_KEYS
    ]
