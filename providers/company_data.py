"""What identifies a company and where it is paid: checked, with which characters are wrong and what to do.

Check digits: VAT number DM 23 December 1976 (Luhn), IBAN ISO 13616 with the bank's own control letter (ABI).
Each function returns the value as it is kept, or raises ValidationError.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import exceptions, iban
from stdnum.it import codicefiscale, iva

VAT_DIGITS = 11
IBAN_LENGTHS = {"IT": 27, "SM": 27}
# Where an Italian IBAN's parts begin and end: country, check digits, control letter, bank, branch, account.
BANK, BRANCH, ACCOUNT = slice(5, 10), slice(10, 15), slice(15, 27)
RECIPIENT = re.compile(r"[A-Z0-9]{6,7}", re.ASCII)
# The exchange system's word for "by certified mail": says nothing without an address.
BY_MAIL = "0000000"
POSTCODE = re.compile(r"[0-9]{5}", re.ASCII)


def checked_vat_number(text: str) -> str:
    """Eleven digits: seven of the company, three of the tax office, one that checks them."""
    number = compact(text).removeprefix("IT")
    if not re.fullmatch(r"[0-9]+", number, re.ASCII):
        raise ValidationError(_("A VAT number is made of digits alone: take away letters and signs."), code="format")
    if len(number) != VAT_DIGITS:
        words = _("A VAT number has 11 digits, this one has %(n)d: compare it with an invoice of yours.")
        raise ValidationError(words % {"n": len(number)}, code="length")
    try:
        return str(iva.validate(number))
    except exceptions.InvalidChecksum as error:
        words = _(
            "One of these digits is wrong, or two are swapped: the last one, %(last)s, does not fit the others. "
            "Compare them in blocks: %(blocks)s."
        )
        shown = {"last": number[-1], "blocks": f"{number[:4]} {number[4:7]} {number[7:10]} {number[10]}"}
        raise ValidationError(words % shown, code="checksum") from error
    except exceptions.ValidationError as error:
        raise ValidationError(part_of_vat_number(number), code="component") from error


def part_of_vat_number(number: str) -> str:
    """Which block of a VAT number cannot be."""
    if number.startswith("0000000"):
        return _("The first seven digits are all zero: they number the company. Compare them with an invoice of yours.")
    words = _("Digits 8 to 10 (%(block)s) name the tax office, and there is none of that number: compare these three.")
    return words % {"block": number[7:10]}


def checked_tax_code(text: str) -> str:
    """Eleven digits for a body, sixteen characters for a person who trades under their own name."""
    code = compact(text)
    if len(code) not in (11, 16):
        words = _("A tax code has 11 digits (a company) or 16 characters (a person), this one has %(n)d.")
        raise ValidationError(words % {"n": len(code)}, code="length")
    try:
        return str(codicefiscale.validate(code))
    except exceptions.InvalidChecksum as error:
        words = _(
            "The last character, %(last)s, does not fit the others: one is wrong, or two are swapped. "
            "Compare them in blocks: %(blocks)s."
        )
        shown = {"last": code[-1], "blocks": in_blocks(code)}
        raise ValidationError(words % shown, code="checksum") from error
    except exceptions.ValidationError as error:
        words = _("This is no tax code: compare it with the certificate of the tax office, in blocks: %(blocks)s.")
        raise ValidationError(words % {"blocks": in_blocks(code)}, code="format") from error


def checked_iban(text: str) -> str:
    """An account of any country that has IBANs; of an Italian one, which part is wrong is told."""
    number = compact(text)
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+", number, re.ASCII):
        raise ValidationError(
            _("An IBAN begins with two letters and two digits, like IT60: copy it from a bank statement."),
            code="format",
        )
    length = IBAN_LENGTHS.get(number[:2])
    if length and len(number) != length:
        words = _(
            "An Italian IBAN has %(length)d characters, this one has %(n)d. It is, in blocks of four: %(blocks)s."
        )
        shown = {"length": length, "n": len(number), "blocks": in_blocks(number)}
        raise ValidationError(words % shown, code="length")
    if length and not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z][0-9]{10}[A-Z0-9]{12}", number, re.ASCII):
        raise ValidationError(misplaced_in_iban(number), code="format")
    try:
        valid = str(iban.validate(number, check_country=False))
    except exceptions.ValidationError as error:
        raise ValidationError(wrong_part_of_iban(number), code="checksum") from error
    if length and not control_letter_fits(valid):
        raise ValidationError(wrong_part_of_iban(valid), code="checksum")
    return valid


def control_letter_fits(number: str) -> bool:
    """Whether the bank's control letter fits bank, branch and account."""
    return bool(codicefiscale.calc_check_digit(number[5:]) == number[4])


def misplaced_in_iban(number: str) -> str:
    """Which part of an Italian IBAN holds letters where digits stand, or the reverse."""
    if not number[4].isalpha():
        return _("The fifth character must be a letter, and it is %(it)s.") % {"it": number[4]}
    if not number[BANK].isdigit():
        return _("Characters 6 to 10 (%(block)s) name the bank and are digits alone.") % {"block": number[BANK]}
    return _("Characters 11 to 15 (%(block)s) name the branch and are digits alone.") % {"block": number[BRANCH]}


def wrong_part_of_iban(number: str) -> str:
    """Which part of an IBAN with a wrong check is to be compared."""
    if number[:2] not in IBAN_LENGTHS:
        words = _("A character of this IBAN is wrong, or two are swapped. Compare it in blocks of four: %(blocks)s.")
        return words % {"blocks": in_blocks(number)}
    if control_letter_fits(number):
        words = _("The two digits after %(country)s (%(digits)s) do not fit the rest, which holds together.")
        return words % {"country": number[:2], "digits": number[2:4]}
    words = _(
        "A character after the fourth is wrong, or two are swapped. Compare letter %(letter)s, bank %(bank)s, "
        "branch %(branch)s, account %(account)s with a bank statement."
    )
    shown = {"letter": number[4], "bank": number[BANK], "branch": number[BRANCH], "account": number[ACCOUNT]}
    return words % shown


def checked_recipient_code(text: str) -> str:
    """The code by which electronic invoices reach a body: seven characters, six for public offices."""
    code = compact(text)
    if not RECIPIENT.fullmatch(code):
        raise ValidationError(
            _("A recipient code has 7 letters and digits (6 for public offices): your accountant knows it."),
            code="format",
        )
    return code


def checked_postcode(text: str) -> str:
    """Five digits."""
    code = compact(text)
    if not POSTCODE.fullmatch(code):
        raise ValidationError(_("A postcode has five digits."), code="format")
    return code


def compact(text: str) -> str:
    """Without spaces, points and hyphens, in capitals."""
    return re.sub(r"[\s.\-]", "", text).upper()


def in_blocks(text: str) -> str:
    """In blocks of four, as banks print it."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
