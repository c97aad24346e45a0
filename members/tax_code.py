"""The Italian tax code (codice fiscale) of a person, checked against the rest that is known.

DM 23 December 1976: three letters of the family name, three of the given name, year, month, day
with sex, place of birth, check character. Where two people would share a code, digits are
replaced by letters from the right (omocodia); such codes are as good as any other.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.it import codicefiscale

PROVISIONAL_LENGTH = 11
MONTHS = "ABCDEHLMPRST"
FEMALE_DAYS = 40
# Nobody works before; it tells the century of a code.
YOUNGEST = 14
DIGITS_OF_LETTERS = str.maketrans("LMNPQRSTUV", "0123456789")
TRANSLITERATED = str.maketrans({"Ø": "O", "Æ": "AE", "Œ": "OE", "Đ": "D", "Ð": "D", "Ł": "L", "Þ": "TH"})
UMLAUTS = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE"})


def _(message: str) -> str:
    """Mark a message for translation; whoever shows it translates."""
    return message


class Problem(StrEnum):
    """What is the matter with a tax code; PROVISIONAL alone is a warning."""

    MALFORMED = "malformed"
    WRONG_CHECK_CHARACTER = "wrong_check_character"
    FAMILY_NAME_DIFFERS = "family_name_differs"
    GIVEN_NAME_DIFFERS = "given_name_differs"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    SEX_DIFFERS = "sex_differs"
    PROVISIONAL = "provisional"

    @property
    def is_warning(self) -> bool:
        """Whether the code may be kept all the same."""
        return self is Problem.PROVISIONAL


MESSAGES: Mapping[Problem, str] = MappingProxyType(
    {
        Problem.MALFORMED: _("A tax code has 16 letters and digits: copy it from the health card."),
        Problem.WRONG_CHECK_CHARACTER: _("One character of the tax code is wrong: compare it with the health card."),
        Problem.FAMILY_NAME_DIFFERS: _("The tax code does not belong to this family name: correct one of the two."),
        Problem.GIVEN_NAME_DIFFERS: _("The tax code does not belong to this given name: correct one of the two."),
        Problem.BIRTH_DATE_DIFFERS: _("The tax code does not belong to this birth date: correct one of the two."),
        Problem.SEX_DIFFERS: _("The tax code does not belong to this sex: correct one of the two."),
        Problem.PROVISIONAL: _("This is a provisional tax code: replace it when the final one arrives."),
    }
)


def normalized(code: str) -> str:
    """Return the code as it is stored: capitals, without spaces and hyphens."""
    return str(codicefiscale.compact(code))


def problems(
    code: str, *, family_name: str, given_name: str, birth_date: date | None, sex: str | None = None
) -> list[Problem]:
    """Return what is wrong with a tax code and what it does not agree with; empty when all is well.

    `sex` is "M", "F" or unknown. A name without Latin letters and an unknown date are not compared.
    A code that is wrong in itself is compared with nothing. Never raises.
    """
    number = normalized(code)
    wrong = _wrong_in_itself(number)
    if wrong is not None:
        return [wrong]
    if len(number) == PROVISIONAL_LENGTH:
        return [Problem.PROVISIONAL]
    year, month, day, coded_sex = _birth(number)
    agreement = {
        Problem.FAMILY_NAME_DIFFERS: _agrees(number[:3], family_name, given=False),
        Problem.GIVEN_NAME_DIFFERS: _agrees(number[3:6], given_name, given=True),
        Problem.BIRTH_DATE_DIFFERS: birth_date is None
        or (year, month, day) == (birth_date.year % 100, birth_date.month, birth_date.day),
        Problem.SEX_DIFFERS: sex is None or sex == coded_sex,
    }
    return [problem for problem, agrees in agreement.items() if not agrees]


def fits_names(code: str, *, family_name: str, given_name: str) -> bool:
    """Whether a final code is right in itself and belongs to these names."""
    return len(normalized(code)) != PROVISIONAL_LENGTH and not problems(
        code, family_name=family_name, given_name=given_name, birth_date=None
    )


def born(code: str, *, today: date) -> date | None:
    """The birth date that a final code tells of somebody who is at least 14 today; None when it tells none."""
    number = normalized(code)
    if _wrong_in_itself(number) is not None or len(number) == PROVISIONAL_LENGTH:
        return None
    year, month, day, _sex = _birth(number)
    century = today.year - today.year % 100
    return date(century + year - (100 if century + year > today.year - YOUNGEST else 0), month, day)


def compose(*, family_name: str, given_name: str, birth_date: date, sex: str, place: str) -> str:
    """Return the code that the rules give to a person born in `place` (cadastral code, like B819).

    Only the tax office assigns codes (DPR 605/1973 art. 4): for invented people of demo and tests.
    """
    day = birth_date.day + FEMALE_DAYS * (sex == "F")
    names = _three_letters(_latin(family_name), given=False) + _three_letters(_latin(given_name), given=True)
    number = f"{names}{birth_date.year % 100:02}{MONTHS[birth_date.month - 1]}{day:02}{place}"
    return number + str(codicefiscale.calc_check_digit(number))


def _wrong_in_itself(number: str) -> Problem | None:
    """Check form, check character and that the date exists, as python-stdnum does and a bit more."""
    try:
        codicefiscale.validate(number)
    except InvalidChecksum:
        return Problem.WRONG_CHECK_CHARACTER
    except ValidationError:
        return Problem.MALFORMED
    if len(number) != PROVISIONAL_LENGTH and _day(number) > FEMALE_DAYS + 31:
        return Problem.MALFORMED
    return None


def _day(number: str) -> int:
    """Return the day as coded: 41 to 71 for women."""
    return int(number[9:11].translate(DIGITS_OF_LETTERS))


def _birth(number: str) -> tuple[int, int, int, str]:
    """Return the year without its century, the month, the day and the sex."""
    year = int(number[6:8].translate(DIGITS_OF_LETTERS))
    day = _day(number)
    female = day > FEMALE_DAYS
    return year, MONTHS.index(number[8]) + 1, day - FEMALE_DAYS * female, "F" if female else "M"


def _agrees(letters: str, name: str, *, given: bool) -> bool:
    """Whether three letters stand for a name; umlauts are written either way by the offices."""
    spellings = {_latin(name), _latin(name.upper().translate(UMLAUTS))} - {""}
    return not spellings or letters in {_three_letters(spelling, given=given) for spelling in spellings}


def _latin(name: str) -> str:
    """Return the letters A to Z of a name, accents taken off."""
    plain = unicodedata.normalize("NFKD", name.upper().translate(TRANSLITERATED))
    return "".join(letter for letter in plain if "A" <= letter <= "Z")


def _three_letters(name: str, *, given: bool) -> str:
    """Consonants first, then vowels, then X; of four consonants a given name drops the second."""
    consonants = [letter for letter in name if letter not in "AEIOU"]
    if given and len(consonants) > 3:
        del consonants[1]
    vowels = [letter for letter in name if letter in "AEIOU"]
    return "".join([*consonants, *vowels, "X", "X"])[:3]
