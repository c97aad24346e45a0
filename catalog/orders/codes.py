"""A voucher's code: 80 random bits as 16 characters of Crockford's base32.

`public` keeps an HMAC of it, the issuer's schema keeps it sealed for the PDF; the QR holds the
bare characters.
"""

from welfare import keys
from welfare.codes import in_fours as in_fours
from welfare.codes import new_code as new_code
from welfare.codes import normalise as normalise

PURPOSE = "voucher-code"
# Codes are looked up across organizations, so their fingerprint has no owner.
EVERYBODY = "all"


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
