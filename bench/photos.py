"""Milliseconds to read a voucher's code out of a photo of 12 megapixels: `python -m bench photos`.

Reference: opening the same JPEG with Pillow and making it smaller, nothing else; by turns, so that a busy machine
slows both alike. With a QR, without one, and pure noise, the worst that a camera could send; then two made to be
slow: a page of nothing but corners of QRs, and a file that would keep its decoder busy for an hour, which is given up.
"""

import io
import json
import os
import statistics
import time
from collections.abc import Callable

from PIL import Image

from bench import ready  # noqa: F401 - sets Django up before the models below
from catalog.orders import photos
from tests.accept import pictures

CODE = "7K2M9QPX4T8W3ZA0"
COMPARED = 20


def measure() -> None:
    """Print one line."""
    voucher = pictures.noisy(pictures.scene(CODE, width=900, angle=12, size=pictures.PHONE), 40)
    empty = pictures.noisy(pictures.scene(size=pictures.PHONE), 40)
    noise = Image.frombytes("RGB", pictures.PHONE, os.urandom(pictures.PHONE[0] * pictures.PHONE[1] * 3))
    print(json.dumps(figure(*(pictures.saved(photo, quality=88) for photo in (voucher, empty, noise)))), flush=True)


def figure(voucher: bytes, empty: bytes, noise: bytes) -> dict[str, object]:
    """The times, and the first one's ratio to the reference."""
    assert read(voucher) == CODE
    endless = pictures.endless_jpeg()
    corners = pictures.saved(pictures.corners((photos.LONGEST_SIDE, photos.LONGEST_SIDE)), "PNG")
    times = [(milliseconds(lambda: read(voucher)), milliseconds(lambda: shrink(voucher))) for _ in range(COMPARED)]
    ours, reference = (statistics.median(column) for column in zip(*times, strict=True))
    return {
        "name": "photos",
        "with_qr_ms": round(ours, 1),
        "without_qr_ms": median(lambda: read(empty)),
        "noise_ms": median(lambda: read(noise)),
        "corners_ms": median(lambda: read(corners)),
        "endless_ms": round(milliseconds(lambda: read(endless))),
        "shrink_ms": round(reference, 1),
        "ratio": round(ours / reference, 2),
    }


def read(photo: bytes) -> str:
    """The code; empty where there is none."""
    try:
        return photos.code_in(io.BytesIO(photo))
    except photos.Unreadable:
        return ""


def shrink(photo: bytes) -> None:
    """Pillow as anybody would call it."""
    Image.open(io.BytesIO(photo)).thumbnail((photos.LONGEST_SIDE, photos.LONGEST_SIDE))


def median(action: Callable[[], object]) -> float:
    """The middle of some runs."""
    return round(statistics.median(milliseconds(action) for _ in range(COMPARED)), 1)


def milliseconds(action: Callable[[], object]) -> float:
    """How long it took this process: waiting for a busy machine is not counted."""
    begin = time.process_time()
    action()
    return (time.process_time() - begin) * 1000


if __name__ == "__main__":
    measure()
