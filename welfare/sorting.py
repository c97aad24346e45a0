"""One spelling of a name for sorting, searching and comparing: databases sort and fold differently."""

import unicodedata


def sort_key(*parts: str) -> str:
    """The parts without case and accents (casefold, NFKD), parted by one space: `sort_key("Zoë", "D'Alò")`."""
    decomposed = unicodedata.normalize("NFKD", " ".join(parts).casefold())
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())
