"""Phones and e-mail addresses out of fields that hold several, broken or cut short; real examples."""

import pytest

from providers.directory.emails import Emails, read_emails
from providers.directory.phones import Phones, read_phones

PHONES = [
    ("035/348111", ["035 348111"], []),
    ("0373/2061", ["0373 2061"], []),
    # An extension, or another number: the first is kept.
    ("035/759031/411", ["035 759031"], ["411"]),
    ("0375/43644-45-\n80", ["0375 43644", "0375 43645", "0375 43680"], []),
    ("0362/942683/4", ["0362 942683", "0362 942684"], []),
    ("0374/85117-\n85327", ["0374 85117", "0374 85327"], []),
    ("02/95339553 -\n02/95019813", ["02 9533 9553", "02 9501 9813"], []),
    ("022630993302/26\n309516", ["02 2630 9933", "02 2630 9516"], []),
    ("02/2109520002/2\n1095200", ["02 2109 5200"], []),
    ("02/4029.1", ["02 40291"], []),
    ("02/939301.1", ["02 939 3011"], []),
    ("02 29536391", ["02 2953 6391"], []),
    # Without the zero that a spreadsheet took.
    ("331832302", ["0331 832302"], []),
    ("266227662", ["02 6622 7662"], []),
    ("24882282", ["02 488 2282"], []),
    # Not in the list, and seen elsewhere.
    ("tel. 02/1234567 int. 12", ["02 123 4567"], []),
    ("0331/844495 - cell. 333 1234567", ["0331 844495", "333 123 4567"], []),
    ("02/1234567; 02/7654321", ["02 123 4567", "02 765 4321"], []),
    ("+39 035 759031", ["035 759031"], []),
    ("800 123456", ["800 123 456"], []),
    ("3331234567", ["333 123 4567"], []),
    ("+41 91 8141111", ["+41 91 814 11 11"], []),
    ("0332.74.74.40", ["0332 747440"], []),
    ("centralino 035/314240 chiedere di Rita", ["035 314240"], []),
    ("in allestimento", [], ["in allestimento"]),
    ("02/12", [], ["0212"]),
    ("", [], []),
    ("_", [], []),
]
EMAILS = [
    ("masserini.ilenia@tiscali.it", ["masserini.ilenia@tiscali.it"], []),
    ("infermeria vaglietti@ virgilio.it", ["infermeriavaglietti@virgilio.it"], []),
    ("segreteria\n@pension atocontes si.it", ["segreteria@pensionatocontessi.it"], []),
    ("info@capr otti- zavaritt.it", ["info@caprotti-zavaritt.it"], []),
    ("OPSENNA\n@LIBERO.I T", ["opsenna@libero.it"], []),
    (
        "info@fon dazioneriz zini.com, rsaguidizz olo@tin.it",
        ["info@fondazionerizzini.com", "rsaguidizzolo@tin.it"],
        [],
    ),
    (
        "info@rsas\nanvincenz o.it, rsasanvinc enzo@libe ro.it,",
        ["info@rsasanvincenzo.it", "rsasanvincenzo@libero.it"],
        [],
    ),
    # Twice the same, parted by white space alone.
    (
        "protocollo\n@cremon asolidale.i t protocollo\n@cremon asolidale.i t",
        ["protocollo@cremonasolidale.it"],
        [],
    ),
    # A domain is never guessed, a letter neither.
    ("cdivilladell erose@tis calinet", [], ["cdivilladell erose@tis calinet"]),
    ("suorecarit\nà@iol.it", [], ["suorecarit à@iol.it"]),
    ("orioneser\negno@lib erot.it", ["orioneseregno@liberot.it"], []),
    # Not in the list, and seen elsewhere.
    ("info@casa,example.it", ["info@casa.example.it"], []),
    ("info(at)casa.example", ["info@casa.example"], []),
    ("info@casa.example.", ["info@casa.example"], []),
    ("mailto:info@casa.example", ["info@casa.example"], []),
    ("Direzione <info@casa.example>", ["info@casa.example"], []),
    ("info@casa.example; altro@casa.example", ["info@casa.example", "altro@casa.example"], []),
    ("www.casa.example", [], ["www.casa.example"]),
    ("", [], []),
]


@pytest.mark.parametrize(("written", "numbers", "left_out"), PHONES)
def test_phones(written: str, numbers: list[str], left_out: list[str]) -> None:
    assert read_phones(written) == Phones(tuple(numbers), tuple(left_out))


@pytest.mark.parametrize(("written", "addresses", "left_out"), EMAILS)
def test_emails(written: str, addresses: list[str], left_out: list[str]) -> None:
    assert read_emails(written) == Emails(tuple(addresses), tuple(left_out))


@pytest.mark.parametrize("text", ["0" * 5000, "/" * 5000, "a@" * 3000, "1 " * 3000, "@", "٠٢٣", "\0", "-1-", "+", "00"])
def test_nonsense_is_left_out_and_told(text: str) -> None:
    assert read_phones(text).numbers == ()
    assert read_emails(text).addresses == ()
