"""Codes that people type: 80 random bits as 16 characters of Crockford's base32.

What is misread on paper is forgiven. Whoever accepts one limits the tries: 80 bits are few for a secret.
"""

import secrets

# Douglas Crockford's base32: no I, L, O, U. https://www.crockford.com/base32.html
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", " ": "", "-": "", "\u00a0": ""})


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
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))
