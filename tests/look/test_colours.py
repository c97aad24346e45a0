"""One brand colour gives tones whose contrast holds, whatever the colour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.brand import colours
from tenants.brand.colours import PAPER, WHITE, contrast, parse

channel = st.integers(0, 255)
any_colour = st.tuples(channel, channel, channel).map(colours.write)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#0b5d4b", "#ffffff", 7.83),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(parse(one), parse(other)) == pytest.approx(ratio, abs=0.01)


@given(any_colour)
def test_text_passes_on_every_ground(colour: str) -> None:
    tones = colours.palette(colour)
    brand, soft = parse(tones.brand), parse(tones.soft)
    for ground in (WHITE, PAPER, soft):
        assert contrast(brand, ground) >= 4.5
    assert contrast(parse(tones.strong), soft) >= 4.5


@given(any_colour)
def test_the_middle_tone_is_seen_on_the_brand(colour: str) -> None:
    tones = colours.palette(colour)
    assert contrast(parse(tones.middle), parse(tones.brand)) >= 3


def test_a_dark_colour_is_kept_as_it_is() -> None:
    assert colours.palette("#0b5d4b").brand == "#0b5d4b"


def test_a_light_colour_is_darkened_and_stays_itself() -> None:
    red, green, blue = parse(colours.palette("#ffcc00").brand)
    assert red > green > blue


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "#0b5d4b; background: url(//x)"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(colours.NotAColour):
        colours.stylesheet(text)


def test_the_digest_changes_with_the_colour() -> None:
    assert colours.digest("#0b5d4b") != colours.digest("#0b5d4c")
    assert colours.digest("#0b5d4b") == colours.digest("#0b5d4b")
