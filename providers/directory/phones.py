"""Italian phone numbers out of fields that hold several, cut short, glued or without their zero.

The rules, in order:
- `;`, `,` and a dash between spaces part numbers; a repeated area code begins another ("02/2109520002/21095200");
- a full stop joins ("02/4029.1" is the switchboard of 02 4029): people write the operator's figure so;
- after a number, one or two figures replace its last ones ("0375/43644-45-80" is three numbers), and as many
  figures as it has are another number of the same area ("0374/85117-85327");
- three figures and more, fewer than the number has ("035/759031/411"), may be an extension or another number: the
  first number is kept and they are left out, and told;
- bare figures without the leading zero get it back, as spreadsheets take it away ("331832302"): mobile numbers of
  nine figures are no longer given.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers

REGION = "IT"
BETWEEN = re.compile(r"[;,]|\s-\s|\s/\s|\s(?:e|o|oppure)\s", re.IGNORECASE)
LABELS = re.compile(r"(?:tel(?:efono)?|cell(?:ulare)?|centralino|n)\.?[:\s]*", re.IGNORECASE)
EXTENSION = re.compile(r"int(?:erno)?\.?\s*\d+", re.IGNORECASE)
GROUPS = re.compile(r"\d+|[/.\-]")
SHORTEST = 5  # a subscriber's number, without area code, that stands on its own
NO_ZERO = re.compile(r"(?!3\d{9}$|80\d|84\d|89\d|199|1\d\d$)[1-9]\d{7,9}")


@dataclass(frozen=True, slots=True)
class Phones:
    """The numbers that a field holds, written as Italy writes them, and what could not be read as one."""

    numbers: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def read_phones(text: str) -> Phones:
    """Every number of a field, each once; never raises."""
    numbers: dict[str, None] = {}
    left_out: list[str] = []
    for number, is_sure in candidates(text[:200]):
        written = formatted(number) if is_sure else ""
        if written:
            numbers[written] = None
        else:
            left_out.append(number)
    return Phones(tuple(numbers), tuple(left_out))


def formatted(number: str) -> str:
    """A number as Italy writes it, or nothing when no such number can be given."""
    try:
        parsed = phonenumbers.parse(number, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    abroad = parsed.country_code != phonenumbers.country_code_for_region(REGION)
    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL if abroad else phonenumbers.PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(parsed, form)


def candidates(text: str) -> Iterator[tuple[str, bool]]:
    """What may be a number, and whether a rule stands behind it."""
    for part in BETWEEN.split(text):
        bare = LABELS.sub("", EXTENSION.sub("", part)).strip("_ \n\t")
        compact = re.sub(r"[\s_()]+", "", bare)
        if not compact:
            continue
        if re.search(r"[^\d/.\-+]", compact):
            yield from among_words(part)
            continue
        for piece in parted(compact):
            yield from of_one_area(piece)


def among_words(part: str) -> Iterator[tuple[str, bool]]:
    """The numbers that stand among words; the part itself when there is none."""
    found = [match.raw_string for match in phonenumbers.PhoneNumberMatcher(part, REGION)]
    if not found:
        yield part.strip(), False
    for number in found:
        yield number, True


def parted(compact: str) -> list[str]:
    """The two pieces in which the area code is repeated, when each is a number; else the whole."""
    for length in (4, 3, 2):
        position = compact.find(compact[:length] + "/", length + SHORTEST)
        pieces = [compact[:position].strip("/.-"), compact[position:]]
        if position > 0 and compact.startswith("0") and all(map(formatted, pieces)):
            return pieces
    return [compact]


def of_one_area(piece: str) -> Iterator[tuple[str, bool]]:
    """The number of a piece and those that are written after it in short."""
    if piece.startswith(("+", "00")):
        yield piece, True
        return
    area, groups = area_and_groups(piece)
    if not groups:
        yield piece, False
        return
    first = groups[0]
    yield with_zero(area + first), True
    for group in groups[1:]:
        yield after_first(area, first, group)


def after_first(area: str, first: str, group: str) -> tuple[str, bool]:
    """What a group after the first number means: see the rules of this module."""
    if len(group) <= 2 < len(first):
        return area + first[: -len(group)] + group, True
    if len(group) >= SHORTEST and len(group) >= len(first) - 1:
        return (group if group.startswith("0") else area + group), True
    return group, False


def area_and_groups(piece: str) -> tuple[str, list[str]]:
    """The area code, and the groups of figures after it; points join, and short groups belong together."""
    parts = GROUPS.findall(piece)
    figures = [part for part in parts if part.isdigit()]
    has_area = len(figures) > 1 and len(figures[0]) <= 4 and figures[0].startswith(("0", "3"))
    groups: list[str] = []
    joins = False
    for part in parts[1:] if has_area else parts:
        if not part.isdigit():
            joins = part == "."
        elif groups and (joins or len(groups[0]) < SHORTEST - 1 or is_half(groups, part)):
            groups[-1] += part
        else:
            groups.append(part)
    return (figures[0] if has_area else ""), groups


def is_half(groups: list[str], part: str) -> bool:
    """Whether "1234" and "5678" are the halves of one number."""
    return len(groups) == 1 and len(groups[0]) == SHORTEST - 1 == len(part)


def with_zero(number: str) -> str:
    """A number with the zero that a spreadsheet took from it."""
    return "0" + number if NO_ZERO.fullmatch(number) else number
