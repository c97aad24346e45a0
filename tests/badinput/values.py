"""What is typed into a field of each kind that no form may take, and what any form must survive."""

import uuid

LONG = "x" * 10_000
NUL = "a\0b"

# Whether these are taken is each form's own choice; they must not break it.
ODD = (
    "👩🏽‍🌾🏕️", "\u202eאבג gpj.exe", "<script>alert(1)</script>{{ 7*7 }}", "' OR 1=1 --",
    "\r\nBcc: x@example.org", " ",
)  # fmt: skip
REFUSED: dict[str, tuple[str, ...]] = {
    "text": (LONG, NUL),
    "code": ("abc" + NUL, "-" * 60),
    "phone": ("abc", "+39", LONG),
    "amount": ("-1", "1e30", "NaN", "Infinity", "0.001", "abc"),
    "number": ("-1", "1.5", "9" * 30, NUL),
    "day": ("2026-02-30", "9999-12-31", "10000-01-01", NUL),
    "id": ("forged", str(uuid.UUID(int=7)), "1" * 40, NUL),
    "nonce": ("forged", NUL),
    "choice": ("forged", NUL),
    "email": ("abc", "a@example.org\nBcc: x@example.org", "x" * 300 + "@example.org", NUL),
    "check": (),
    "file": ("forged", NUL),
}


def must_be_refused(kind: str) -> list[str]:
    """The values that a field of this kind does not take; with `!` it may not be empty either."""
    return [*REFUSED[kind.removesuffix("!")], *(["  "] if kind.endswith("!") else [])]
