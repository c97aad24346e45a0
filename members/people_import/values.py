"""One cell, one value: dates, hours, names, e-mails as payroll programs write them, read or refused in words."""

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from members import dates, tax_code
from welfare import amounts, clock
from welfare.tables.rows import Cell, Formula

# How exports say "nothing".
BLANKS = frozenset({"", "-", "--", "---", "/", "//", "n.d.", "n/d"})
# How they say "never", where a day is asked for.
NO_DAY = re.compile(r"0{1,2}[/.-]0{1,2}[/.-]0{2,4}|0000-00-00|31[/.-]12[/.-]9999|9999-12-31")
DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T]+0{1,2}[:.]00(?:[:.]00(?:\.0+)?)?)?", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?:[ T]+0{1,2}[:.]00(?:[:.]00(?:\.0+)?)?)?", re.ASCII)
SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", re.ASCII)
DIGITS = re.compile(r"\d+", re.ASCII)
MOST_HOURS = 60
MOST_ZEROS_LOST = 3
SEXES = {"m": "M", "maschio": "M", "uomo": "M", "male": "M", "f": "F", "femmina": "F", "donna": "F", "female": "F"}
NAME_BEGINS = re.compile(r"[^\W\d_]|['’‘`]")


class Unreadable(ValueError):
    """A cell that holds no value of its kind; the sentence says what to write."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, and whether the cell was mended to get it."""

    value: Any
    is_mended: bool = False


def read(field: str, cell: Cell) -> Reading | None:
    """The value of a cell; None for an empty one. Raises Unreadable."""
    if isinstance(cell, Formula):
        raise Unreadable(_("Here stands a formula: paste its value."))
    if isinstance(cell, datetime.date):
        return Reading(checked_day(field, cell)) if field in DAYS else refuse_day(field)
    visible = cell if cell.isascii() else without_hidden_signs(cell)
    text = " ".join(visible.split())
    if text.casefold() in BLANKS:
        return None
    found = READERS[field](field, text)
    if found is None:
        return None
    return Reading(found.value, is_mended=True) if visible != cell else found


def without_hidden_signs(text: str) -> str:
    """A text without the signs that show nothing: directions, joiners, soft hyphens, byte order marks."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def refuse_day(field: str) -> Reading:
    """A spreadsheet program has made a day of something else."""
    raise Unreadable(_("A date stands here: the spreadsheet program has changed the value. Write it again as text."))


def day(field: str, text: str) -> Reading | None:
    """A day written gg/mm/aaaa with / - . or aaaa-mm-gg."""
    return None if NO_DAY.fullmatch(text) else Reading(checked_day(field, written_day(text)))


def written_day(text: str) -> datetime.date:
    """The day that a text means, whenever it is. Raises Unreadable."""
    first, last = DAY_FIRST.fullmatch(text), YEAR_FIRST.fullmatch(text)
    if first:
        parts = (first[4], first[3], first[1])
    elif last:
        parts = (last[1], last[3], last[4])
    else:
        raise Unreadable(how_to_write_a_day(text))
    try:
        return datetime.date(*(int(part) for part in parts))
    except ValueError as error:
        raise Unreadable(_("This day does not exist: check day and month.")) from error


def how_to_write_a_day(text: str) -> str:
    """What to do about a text that is no day we read."""
    if SHORT_YEAR.fullmatch(text):
        return _("Write the year with four digits, like 07/01/2020.")
    if DIGITS.fullmatch(text):
        return _("A number stands here: give the column the format of a date.")
    return _("Write the date like 07/01/2020.")


def checked_day(field: str, found: datetime.date) -> datetime.date:
    """Refuse a day that a record may not hold. Raises Unreadable."""
    if field == "birth_date":
        if dates.is_too_old(found):
            raise Unreadable(_("Check the year of birth."))
        if found > clock.today():
            raise Unreadable(_("The birth date is in the future: check it."))
    elif found < dates.FIRST_HIRING:
        raise Unreadable(_("This day is too long ago: check the year."))
    elif found > dates.in_a_year():
        raise Unreadable(_("This day is more than a year away: check it."))
    return found


def hours(field: str, text: str) -> Reading:
    """Hours a week: 38,5 or 38.5, from 0 to 60."""
    number = amounts.read(text)
    if number is None or Decimal(number) < 0:
        raise Unreadable(_("Write the hours as a number, like 38,5."))
    value = Decimal(number)
    if value > MOST_HOURS:
        raise Unreadable(_("More than 60 hours a week: check it."))
    if value != round(value, 2):
        raise Unreadable(_("Write the hours with two decimals at most."))
    return Reading(round(value, 2))


def name(field: str, text: str) -> Reading:
    """A name; one that is all capitals is written as names are."""
    if len(text) > LONGEST["family_name"]:
        raise too_long(LONGEST["family_name"])
    if not NAME_BEGINS.match(text) or any(letter.isdigit() for letter in text):
        raise Unreadable(_("This is not a name: check it."))
    return Reading(capitalized(text) if text.isupper() else text)


def full_name(field: str, text: str) -> Reading:
    """Family and given name in one cell, as they stand: which is which is found later."""
    if len(text) > 2 * LONGEST["family_name"]:
        raise too_long(2 * LONGEST["family_name"])
    if not NAME_BEGINS.match(text) or any(letter.isdigit() for letter in text):
        raise Unreadable(_("This is not a name: check it."))
    return Reading(text)


def capitalized(text: str) -> str:
    """DE LUCA-D'ALÒ becomes De Luca-D'Alò."""
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), text)


def short_text(field: str, text: str) -> Reading:
    """A text of the record."""
    if len(text) > LONGEST[field]:
        raise too_long(LONGEST[field])
    return Reading(text)


def too_long(most: int) -> Unreadable:
    """The refusal of a text that the record has no room for."""
    return Unreadable(_("Too long: at most %(most)s characters.") % {"most": most})


def sex(field: str, text: str) -> Reading:
    """M or F."""
    found = SEXES.get(text.casefold())
    if found is None:
        raise Unreadable(_("Write M or F."))
    return Reading(found)


def email(field: str, text: str) -> Reading:
    """An e-mail in small letters; spaces, mailto: and signs around it are taken off."""
    typed = text.lower()
    mended = typed.replace(" ", "").removeprefix("mailto:").strip("<>;,.'\"")
    try:
        validate_email(mended)
    except ValidationError as error:
        raise Unreadable(_("This is not an e-mail address: check it.")) from error
    if len(mended) > LONGEST["email"]:
        raise too_long(LONGEST["email"])
    return Reading(mended, is_mended=mended != typed)


def code(field: str, text: str) -> Reading:
    """A tax code in capitals without spaces; a provisional one gets back the zeros a spreadsheet took."""
    typed = tax_code.normalized(text)
    is_short = DIGITS.fullmatch(typed) and MOST_ZEROS_LOST + len(typed) >= tax_code.PROVISIONAL_LENGTH
    number = typed.zfill(tax_code.PROVISIONAL_LENGTH) if is_short else typed
    wrong = tax_code.problems(number, family_name="", given_name="", birth_date=None)
    if wrong and not wrong[0].is_warning:
        raise Unreadable(_(tax_code.MESSAGES[wrong[0]]))
    return Reading(number, is_mended=number != typed)


LONGEST = {"number": 30, "family_name": 80, "given_name": 80, "site": 80, "level": 40, "email": 254}
DAYS = frozenset({"birth_date", "hired_on", "left_on"})
READERS: dict[str, Callable[[str, str], Reading | None]] = {
    "number": short_text,
    "family_name": name,
    "given_name": name,
    "full_name": full_name,
    "tax_code": code,
    "birth_date": day,
    "sex": sex,
    "email": email,
    "hired_on": day,
    "left_on": day,
    "site": short_text,
    "level": short_text,
    "contract_hours": hours,
}
