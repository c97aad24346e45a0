"""Photos of vouchers as phones take them, drawn: turned, blurred, dim, small, noisy; and files that are none."""

import io
import struct
import zlib
from typing import Any

import segno
from PIL import Image, ImageEnhance, ImageFilter

from catalog.orders import qr

PHONE, HALF = (4000, 3000), (2000, 1500)
ORIENTATION = 0x0112


def symbol(text: str, width: int) -> Image.Image:
    """The QR as the voucher shows it, with its white edge, some pixels wide."""
    drawn = io.BytesIO()
    segno.make_qr(text, error=qr.LEVEL, boost_error=False).save(drawn, kind="png", scale=20, border=qr.QUIET_ZONE)
    return Image.open(drawn).convert("RGB").resize((width, width), Image.Resampling.BICUBIC)


def scene(*texts: str, width: int = 450, angle: float = 0, size: tuple[int, int] = HALF) -> Image.Image:
    """A table on which vouchers lie side by side, each QR some pixels wide and turned."""
    table = Image.new("RGB", size, (148, 160, 152))
    for index, text in enumerate(texts):
        turned = symbol(text, width).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
        left = (size[0] * (2 * index + 1)) // (2 * len(texts)) - turned.width // 2
        table.paste(turned, (left, (size[1] - turned.height) // 2))
    return table


def blurred(picture: Image.Image, radius: float) -> Image.Image:
    """Out of focus."""
    return picture.filter(ImageFilter.GaussianBlur(radius))


def dim(picture: Image.Image, light: float) -> Image.Image:
    """In little light."""
    return ImageEnhance.Brightness(picture).enhance(light)


def noisy(picture: Image.Image, strength: float) -> Image.Image:
    """With the grain of a bad sensor."""
    grain = Image.effect_noise(picture.size, strength).convert("RGB")
    return Image.blend(picture, grain, 0.35)


def shaded(picture: Image.Image) -> Image.Image:
    """Half of it in a shadow."""
    shadow = Image.linear_gradient("L").resize(picture.size)
    return Image.composite(picture, dim(picture, 0.3), shadow)


def askew(picture: Image.Image) -> Image.Image:
    """Seen from the side."""
    width, height = picture.size
    edges = (1.2, 0.15, -0.1 * width, 0.05, 1.1, -0.05 * height, 0.1 / width, 0.05 / height)
    return picture.transform(picture.size, Image.Transform.PERSPECTIVE, edges, Image.Resampling.BICUBIC)


def saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file."""
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()


def corners(size: tuple[int, int]) -> Image.Image:
    """As many of the squares that stand in a QR's corners as a picture can hold."""
    corner = Image.new("L", (9, 9), "white")
    for side, shade in ((7, "black"), (5, "white"), (3, "black")):
        corner.paste(shade, ((9 - side) // 2, (9 - side) // 2, (9 + side) // 2, (9 + side) // 2))
    page = Image.new("L", size, "white")
    for top in range(0, size[1], 9):
        for left in range(0, size[0], 9):
            page.paste(corner, (left, top))
    return page


def marked_as_turned(orientation: int) -> Image.Exif:
    """What a phone writes instead of turning the picture (1 to 8)."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return exif


def png_that_says(width: int, height: int) -> bytes:
    """A PNG whose header names a size, with next to nothing in it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body


def endless_jpeg(size: tuple[int, int] = (6000, 4000), repeats: int = 100_000) -> bytes:
    """A small progressive JPEG that makes its decoder go over the whole picture again and again."""
    plain = saved(Image.new("RGB", size, (10, 10, 10)), progressive=True, quality=50)
    scan, end = plain[plain.rfind(b"\xff\xda") : plain.rfind(b"\xff\xd9")], plain.rfind(b"\xff\xd9")
    return plain[:end] + scan * repeats + plain[end:]
