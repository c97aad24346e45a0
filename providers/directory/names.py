"""Italian names, towns and addresses out of lists written in capitals.

"CASA DI RIPOSO S. GIUSEPPE ONLUS" becomes "Casa di Riposo S. Giuseppe ONLUS". Text that has lower case
already keeps its case: whoever wrote it knew better. Spelling is never changed.
"""

import re
from dataclasses import dataclass

# fmt: off
# Lower in the middle of a name.
PARTICLES = frozenset((
    "di", "del", "dello", "della", "dei", "degli", "delle", "da", "dal", "dallo", "dalla", "dai", "dagli", "dalle",
    "a", "al", "allo", "alla", "ai", "agli", "alle", "in", "nel", "nello", "nella", "nei", "negli", "nelle", "con",
    "per", "tra", "fra", "su", "sul", "sullo", "sulla", "sui", "sugli", "sulle", "e", "ed", "ex", "c/o", "de'",
))
# fmt: on
# Lower after a particle alone: an article elsewhere begins a name ("RSA Il Ronco", "per la Terza Età").
ARTICLES = frozenset({"il", "lo", "la", "i", "gli", "le"})
# Elided words that are lower before an apostrophe ("Gera d'Adda", "Canneto sull'Oglio").
ELIDED = frozenset({"d", "dell", "all", "dall", "nell", "sull"})
# "Salvo D'Acquisto": the one who is spoken of has the capital in the name.
CAPITAL_D = frozenset({"acquisto", "annunzio"})
# After an initial a particle is part of a surname: "A. Di Dio", "C. A. Dalla Chiesa".
IN_SURNAMES = frozenset({"di", "del", "della", "dalla"})
# A trailing apostrophe that is no accent: "Ca' d'Industria", "Cassina de' Pecchi".
CUT_SHORT = frozenset({"ca'", "de'", "a'", "po'", "mo'", "da'"})
MOST_APOSTROPHES = 5
ACCENTED = dict(zip("aeiou", "àèìòù", strict=True))
FIXED = {
    "SPA": "S.p.A.", "S.P.A": "S.p.A.", "SRL": "S.r.l.", "S.R.L": "S.r.l.", "SCRL": "S.c.r.l.", "S.C.R.L": "S.c.r.l.",
    "F.LLI": "F.lli", "C.GI": "C.gi", "C/O": "c/o", "SNC": "snc", "BIS": "bis", "TER": "ter", "R.S.A": "RSA",
    "O.N.L.U.S": "ONLUS", "A.S.P": "ASP", "A.P.S": "APS", "A.S.L": "ASL", "I.P.A.B": "IPAB", "SS.": "SS.",
}  # fmt: skip
ACRONYMS = frozenset({"RSA", "ONLUS", "IPAB", "ASP", "APS", "ASL", "ARL", "ETS", "INPS"})
ROMAN = re.compile(r"(?=[XVI])X{0,3}(?:IX|IV|V?I{0,3})°?")
INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*\.?")
# "S.MARIA", "FOND.RSA": an abbreviation with no space after it. Dotted capitals ("G.B.", "A.S.FAR.M.") stay.
GLUED = re.compile(r"(?<![\w.])(?!F\.LLI)((?:[^\W\d_]\.)?[^\W\d_]+\.)(?=[^\W\d_]{3,}\.?(?![\w.]))")
# A word that the width of a column has cut: no Italian word of this length ends so.
CUT_BY_COLUMN = re.compile(r"\b([^\W\d_]{9,}[BCDFGHLMNPQRSTVZ]) ([^\W\d_]{0,1}[AEIO])(?!\w)")
OPENING, CLOSING = '"(-«“', '")-,;:»”'
# What the list itself has cut off at the end of a name; "ex" after a bracket alone.
LEFT_HANGING = frozenset((
    "di", "del", "della", "dei", "degli", "delle", "dell'", "al", "alla", "in", "e", "ed", "per", "con", "san", "de",
    "(ex",
))  # fmt: skip
LOOSE_SIGNS = " ,(-"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands: first of its part, after a particle, after an initial."""

    first: bool = True
    after_particle: bool = False
    after_initial: bool = False


def read_name(text: str) -> str:
    """The name of an institution: capitals, pairs of quotes and brackets, and no word left hanging."""
    name = balanced(spaced(text))
    return cased(closed(without_hanging(name) if is_capital(name) else name))


def without_hanging(name: str) -> str:
    """Without the words and signs left hanging at the end: taken off one by one, so that time grows as length does."""
    while True:
        bare = name.rstrip(LOOSE_SIGNS)
        begin = max(map(bare.rfind, LOOSE_SIGNS)) + 1
        word = bare[begin:].lower()
        if not begin or not {word, bare[begin - 1] + word} & LEFT_HANGING:
            return bare
        name = bare[:begin]


def read_place(text: str) -> str:
    """A town or an address."""
    return cased(spaced(text))


def spaced(text: str) -> str:
    """One space between words, none before commas or inside words that a narrow column has broken."""
    flat = re.sub(r"\s+", " ", text.replace("’", "'").replace("\xad", "")).strip()
    flat = re.sub(r" +([,;:])", r"\1", flat)
    flat = re.sub(r"(?<=\w)- (?=\w)", "-", flat)
    flat = re.sub(r" -(?=\w)", " - ", flat)
    flat = re.sub(r",(?=[^\s\d])", ", ", flat)
    return CUT_BY_COLUMN.sub(r"\1\2", flat) if is_capital(flat) else flat


def balanced(name: str) -> str:
    """Without a quotation mark that has no partner."""
    if name.count('"') % 2 == 0:
        return name
    head, _, tail = name.rpartition('"')
    return re.sub(r"\s+", " ", f"{head}{' ' if head.endswith(' ') else ''}{tail}").strip()


def closed(name: str) -> str:
    """With the bracket that the list forgot."""
    return name + ")" if name.count("(") > name.count(")") else name


def is_capital(text: str) -> bool:
    """Whether nobody has thought about case here."""
    return text.upper() == text


def cased(text: str) -> str:
    """Text in capitals as Italian writes names; other text as it is."""
    if not is_capital(text):
        return text
    place, words = Place(), []
    for token in GLUED.sub(r"\1 ", text).split(" "):
        word, place = cased_token(token, place)
        words.append(word)
    # "Edificio A": a letter at the end is a label.
    return re.sub(r" a$", " A", " ".join(words))


def cased_token(token: str, place: Place) -> tuple[str, Place]:
    """One word with the punctuation around it, and where the next one stands."""
    core = token.lstrip(OPENING)
    opening, core = token[: len(token) - len(core)], core.rstrip(CLOSING)
    closing = token[len(opening) + len(core) :]
    if not core:
        return token, Place(first="-" in token or place.first)
    at = Place(first=True) if opening else place
    pieces = [cased_word(piece, at if not index else Place(first=False)) for index, piece in enumerate(core.split("-"))]
    lower = core.lower()
    following = Place(
        first=False,
        after_particle=lower in PARTICLES,
        after_initial=len(core) == 2 and core.endswith(".") and core != "S.",
    )
    return opening + "-".join(pieces) + closing, following


def cased_word(word: str, place: Place) -> str:
    """One word without punctuation around it."""
    fixed = FIXED.get(word.rstrip(".") if word.count(".") > 1 else word)
    if fixed:
        return fixed
    lower = word.lower()
    if lower in PARTICLES and (not place.first or lower == "ex"):
        return word.capitalize() if place.after_initial and lower in IN_SURNAMES else lower
    if lower in ARTICLES and place.after_particle and not place.first:
        return lower
    if 0 < word.count("'") <= MOST_APOSTROPHES:
        return with_apostrophe(word, place)
    return word if is_code(word) else capital(word)


def is_code(word: str) -> bool:
    """Figures, acronyms, Roman numbers, initials: all that stays in capitals."""
    bare = word.rstrip(".")
    return (
        any(c.isdigit() for c in word)
        or bare in ACRONYMS
        or ROMAN.fullmatch(word) is not None
        or INITIALS.fullmatch(word) is not None
        or word.count(".") > 2
    )


def with_apostrophe(word: str, place: Place) -> str:
    """ "D'ADDA", "DELL'ANZIANO", "SANT'ANDREA", "CITTA'", "CA'"."""
    lower = word.lower()
    if lower in CUT_SHORT:
        return word.capitalize()
    if word.endswith("'"):
        stem = lower[:-1]
        if stem and stem[-1] in ACCENTED and word.count("'") == 1:
            return (stem[:-1] + ACCENTED[stem[-1]]).capitalize()
    head, _, rest = word.partition("'")
    tail = cased_word(rest, Place())
    if head.lower() in ELIDED and not place.first and rest.lower() not in CAPITAL_D:
        return f"{head.lower()}'{tail}"
    if head.lower() == "l" and place.after_particle:
        return f"l'{tail}"
    return f"{head.capitalize()}'{tail}"


def capital(word: str) -> str:
    """A capital and the rest lower."""
    return word[:1].upper() + word[1:].lower()
