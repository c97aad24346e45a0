"""A search as it may be counted: an everyday word or three and a town; nothing that could name a person.

Dropped whole: whatever holds a figure or a sign (tax codes, phone numbers, e-mail addresses), more words than a service
has, words too long to be one. Names of people are dropped by who knows them (`catalog/shelf/missed.py`).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from welfare.sorting import sort_key

MOST_WORDS = 3
LONGEST = 40
WORD = re.compile(r"[a-z]{3,20}")
# What joins words and looks for nothing.
JOINING = frozenset(
    {
        "a", "ad", "ai", "al", "alla", "alle", "all", "and", "con", "d", "da", "dal", "dalla", "dei", "del", "dell",
        "della", "delle", "di", "e", "ed", "for", "gli", "i", "il", "in", "l", "la", "le", "lo", "mio", "mia", "nel",
        "nella", "o", "per", "su", "the", "tra", "un", "una", "uno", "vicino",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """What was looked for and in which town (its key; empty: anywhere)."""

    words: str
    town: str = ""


def read(text: str, town: str, towns: Collection[str]) -> Term | None:
    """The term of a search, or None when it may not be kept.

    `town` is what was chosen or typed as a town; it counts only if it is one of `towns`, which are keys. A town
    among the words is taken for one.
    """
    parts = re.split(r"[\s,.;:'’-]+", sort_key(text))
    rest, found = without_town([part for part in parts if part], towns)
    words = [word for word in rest if word not in JOINING]
    if not 1 <= len(words) <= MOST_WORDS or not all(WORD.fullmatch(word) for word in words):
        return None
    term = " ".join(words)
    chosen = sort_key(town)
    return Term(term, chosen if chosen in towns else found) if len(term) <= LONGEST else None


def without_town(words: list[str], towns: Collection[str]) -> tuple[list[str], str]:
    """The words without the first town among them, and that town; the longest name wins."""
    for size in range(min(4, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            name = " ".join(words[start : start + size])
            if name in towns:
                return words[:start] + words[start + size :], name
    return words, ""
