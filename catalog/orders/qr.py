"""QR codes as SVG: one path, no text, no style, no address in them."""

import segno
from django.utils.safestring import SafeString, mark_safe

# Sixteen characters of base32 fill the smallest symbol (21 modules) at level Q: a quarter may be damaged.
LEVEL = "q"
QUIET_ZONE = 4


def svg(text: str, level: str = LEVEL) -> SafeString:
    """An inline SVG that scales to the width it gets; `text` is drawn, never written into it."""
    symbol = segno.make_qr(text, error=level, boost_error=False)
    drawn = symbol.svg_inline(omitsize=True, border=QUIET_ZONE, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308 - made of module positions, holds nothing that was typed
