"""From one brand colour to the variables of the kit, with contrast that holds (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

DEFAULT = "#0b5d4b"
WHITE = (255, 255, 255)
BLACK = (0, 0, 0)
# The page behind the cards, as in static/css/tokens.css.
PAPER = (245, 248, 247)
TEXT_CONTRAST = 4.5
# A little more than the 3:1 that is asked of pieces of a drawing.
GRAPHIC_CONTRAST = 3.2
HEX = re.compile(r"^#[0-9a-f]{6}$")
Rgb = tuple[int, int, int]


class NotAColour(ValueError):
    """A text that is not # and six hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of an organization; all as #rrggbb."""

    brand: str
    strong: str
    soft: str
    line: str
    middle: str


def parse(colour: str) -> Rgb:
    """#0b5d4b as three numbers from 0 to 255; raises NotAColour."""
    text = colour.strip().lower()
    if not HEX.match(text):
        raise NotAColour(f"{colour!r} is not # and six digits")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def write(rgb: Rgb) -> str:
    """Three numbers as #rrggbb."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def luminance(rgb: Rgb) -> float:
    """Relative luminance, 0 for black to 1 for white, as WCAG defines it."""
    channels = [value / 255 for value in rgb]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _darkened_until(start: Rgb, against: tuple[Rgb, ...], ratio: float) -> Rgb:
    """The first step from `start` towards black that has `ratio` against all of `against`."""
    steps = (mix(start, BLACK, step / 50) for step in range(51))
    return next(tone for tone in steps if all(contrast(tone, other) >= ratio for other in against))


def _tone(start: Rgb, lightness: float, most_saturation: float) -> Rgb:
    """The same hue at another lightness (0 to 1), no more vivid than `most_saturation`."""
    hue, _, saturation = rgb_to_hls(*(value / 255 for value in start))
    red, green, blue = hls_to_rgb(hue, lightness, min(saturation, most_saturation))
    return round(red * 255), round(green * 255), round(blue * 255)


@lru_cache(maxsize=512)
def palette(colour: str) -> Palette:
    """The tones made from one colour, darkened until text passes on white, on its own soft tint, and white on it."""
    start = parse(colour)
    soft = _tone(start, 0.92, 0.35)
    brand = _darkened_until(start, (WHITE, PAPER, soft), TEXT_CONTRAST)
    light = (_tone(start, step / 50, 0.5) for step in range(31, 51))
    return Palette(
        brand=write(brand),
        strong=write(mix(brand, BLACK, 0.22)),
        soft=write(soft),
        line=write(_tone(start, 0.79, 0.3)),
        middle=write(next(tone for tone in light if contrast(tone, brand) >= GRAPHIC_CONTRAST)),
    )


@lru_cache(maxsize=512)
def stylesheet(colour: str) -> str:
    """The stylesheet that an organization of this colour adds to the kit's."""
    tones = palette(colour)
    return (
        f":root{{--brand:{tones.brand};--brand-strong:{tones.strong};--brand-soft:{tones.soft};"
        f"--brand-line:{tones.line};--brand-mid:{tones.middle};--on-brand:#fff}}\n"
    )


@lru_cache(maxsize=512)
def digest(colour: str) -> str:
    """What names the stylesheet in its address: it changes when any tone does."""
    return sha256(stylesheet(colour).encode()).hexdigest()[:12]
