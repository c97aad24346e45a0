"""Numbers of companies: what is right is kept compact, what is wrong says which block."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from providers import company_data
from tests.providers.applications.company import IBAN, vat_number


@pytest.mark.parametrize(
    ("check", "typed", "kept"),
    [
        (company_data.checked_vat_number, f"IT {vat_number()[:5]} {vat_number()[5:]}", vat_number()),
        (company_data.checked_iban, "it60 x054 2811 1010 0000 0123 456", IBAN),
        (company_data.checked_iban, "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        (company_data.checked_tax_code, "rss mra 85m01 h501q", "RSSMRA85M01H501Q"),
        (company_data.checked_tax_code, vat_number(), vat_number()),
        (company_data.checked_recipient_code, "m5uxcr1", "M5UXCR1"),
        (company_data.checked_postcode, "41121", "41121"),
    ],
)
def test_what_is_right_is_kept_compact(check: Callable[[str], str], typed: str, kept: str) -> None:
    assert check(typed) == kept


@pytest.mark.parametrize(
    ("check", "typed", "told"),
    [
        (company_data.checked_vat_number, "0123456", "this one has 7"),
        (company_data.checked_vat_number, vat_number()[:-1] + "x", "digits alone"),
        (company_data.checked_vat_number, "00000000" + "361", "first seven digits"),
        (company_data.checked_vat_number, "01234565551", "Digits 8 to 10 (555)"),
        (company_data.checked_vat_number, vat_number()[:-1] + str((int(vat_number()[-1]) + 1) % 10), "does not fit"),
        (company_data.checked_iban, IBAN[:-1], "this one has 26"),
        (company_data.checked_iban, "60" + IBAN[2:], "two letters and two digits"),
        (company_data.checked_iban, "IT61" + IBAN[4:], "(61) do not fit the rest"),
        (company_data.checked_iban, IBAN[:-1] + "7", "account 000000123457"),
        (company_data.checked_iban, IBAN.replace("X", "1"), "fifth character must be a letter"),
        (company_data.checked_iban, IBAN[:5] + "A5428" + IBAN[10:], "Characters 6 to 10 (A5428)"),
        (company_data.checked_iban, "DE89370400440532013001", "blocks of four: DE89"),
        (company_data.checked_tax_code, "RSSMRA85M01H501Z", "last character, Z"),
        (company_data.checked_tax_code, "RSS", "this one has 3"),
        (company_data.checked_recipient_code, "12", "7 letters and digits"),
        (company_data.checked_postcode, "4112", "five digits"),
    ],
)
def test_what_is_wrong_says_which_block(check: Callable[[str], str], typed: str, told: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        check(typed)
    assert told in refused.value.messages[0]
