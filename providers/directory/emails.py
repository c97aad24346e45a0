"""E-mail addresses out of fields that a printed page has broken: spaces and line ends inside, several in one.

Only what leads to one address is done: white space goes, a comma where a point belongs becomes one, "(at)" becomes
the sign. A domain is never guessed; what is no address after that is left out, and told.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

AT = re.compile(r"\s*[\[(]\s*(?:at|chiocciola)\s*[\])]\s*", re.IGNORECASE)
BETWEEN = re.compile(r"[;,]|\s/\s|\s(?:e|o|oppure)\s")
PREFIX = re.compile(r"^(?:mailto:|e-?mail:?\s)\s*", re.IGNORECASE)
# "Mario Rossi <info@casa.example>": who it belongs to is not kept.
WITH_NAME = re.compile(r"[^<>;,]*<([^<>]+)>")
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Emails:
    """The addresses that a field holds, and what could not be read as one."""

    addresses: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def read_emails(text: str) -> Emails:
    """Every address of a field, each once, in lower case; never raises."""
    addresses: dict[str, None] = {}
    left_out: list[str] = []
    for part in parts(text[:1000]):
        found = addresses_in(part)
        addresses |= dict.fromkeys(found)
        if not found:
            left_out.append(" ".join(part.split()))
    return Emails(tuple(addresses), tuple(left_out))


def parts(text: str) -> list[str]:
    """The parts of a field that hold an address each; a comma inside the only one stands for a point."""
    whole = AT.sub("@", PREFIX.sub("", text.strip()))
    whole = WITH_NAME.sub(r"\1", whole)
    found = [part for part in BETWEEN.split(whole) if part.strip()]
    if whole.count("@") == 1 and len(found) > 1:
        return [whole.rstrip(" ,;\n").replace(",", ".")]
    return found


def addresses_in(part: str) -> list[str]:
    """The address of a part; both, where white space alone parts two and only one cut makes two addresses."""
    if part.count("@") == 1:
        return valid([joined(part.split())])
    words = part.split()
    if part.count("@") != 2 or len(words) > MOST_WORDS:
        return []
    cuts = [[joined(words[:cut]), joined(words[cut:])] for cut in range(1, len(words))]
    whole = [pair for pair in cuts if len(valid(pair)) == len(pair)]
    return whole[0] if len(whole) == 1 else []


def joined(words: list[str]) -> str:
    """Words without the space between them, in lower case, without points and brackets around."""
    return "".join(words).lower().strip(".,;:<>()\"'")


def valid(addresses: list[str]) -> list[str]:
    """Those that are addresses."""
    return [address for address in addresses if is_address(address)]


def is_address(text: str) -> bool:
    """Whether mail can be sent there, by the look of it."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
