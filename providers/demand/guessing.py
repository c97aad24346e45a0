"""Which kind of service a searched word probably means: by the words of the kinds' own names."""

import difflib

from providers.taxonomy import KINDS, ServiceKind
from welfare.sorting import sort_key

ALIKE = 80  # hundredths of a likeness
SHORTEST = 4


def kind_meant(term: str) -> ServiceKind | None:
    """The kind whose name has the likest word to one of the term's; None when none is like enough."""
    best: tuple[int, ServiceKind | None] = (0, None)
    for kind in KINDS.values():
        for own in words_of(kind.label):
            for word in words_of(term):
                score = round(100 * difflib.SequenceMatcher(None, word, own).ratio())
                if score > best[0]:
                    best = (score, kind)
    return best[1] if best[0] >= ALIKE else None


def words_of(text: str) -> list[str]:
    """The words that say something."""
    return [word for word in sort_key(text).replace("-", " ").split() if len(word) >= SHORTEST]
