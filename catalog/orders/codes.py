"""A voucher's code: 80 random bits as 16 characters of Crockford's base32.

`public` keeps an HMAC of it, the issuer's schema keeps it sealed for the PDF; the QR holds the
bare characters.
"""

import secrets

from welfare import keys

# Douglas Crockford's base32: no I, L, O, U. https://www.crockford.com/base32.html
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", " ": "", "-": "", "\u00a0": ""})
PURPOSE = "voucher-code"
# Codes are looked up across organizations, so their fingerprint has no owner.
EVERYBODY = "all"


def new_code() -> str:
    """Sixteen characters, 80 bits from the system's generator."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise(typed: str) -> str:
    """What was typed or scanned as the code it means; empty when it cannot be one."""
    code = typed.strip().upper().translate(MISREAD)
    is_code = len(code) == LENGTH and all(character in ALPHABET for character in code)
    return code if is_code else ""


def in_fours(code: str) -> str:
    """The code as people read it: four groups of four."""
    return " ".join(code[i : i + 4] for i in range(0, LENGTH, 4))


def code_hash(code: str) -> bytes:
    """What a new fulfilment keeps of its code."""
    return keys.fingerprint(PURPOSE, EVERYBODY, code)


def code_hashes(code: str) -> list[bytes]:
    """What a look-up compares: one hash for each key in force."""
    return keys.fingerprints(PURPOSE, EVERYBODY, code)


def seal_code(organization_key: str, code: str) -> bytes:
    """The code encrypted for the issuer's own schema."""
    return keys.seal(PURPOSE, organization_key, code)


def unseal_code(organization_key: str, sealed: bytes | memoryview) -> str:
    """The code back from what `seal_code` made."""
    return keys.unseal(PURPOSE, organization_key, bytes(sealed))
