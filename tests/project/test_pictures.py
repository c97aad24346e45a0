"""Pictures are kept as they are while the page shows the same, and drawn anew when it changes."""

import io
from pathlib import Path

from PIL import Image, ImageDraw

from tests.browser.drawing import changed_share, keep

SIZE = (360, 400)


def page(*boxes: tuple[int, int, int, int], size: tuple[int, int] = SIZE) -> bytes:
    """A white page with dark boxes, as a browser would give it."""
    picture, written = Image.new("RGB", size, "white"), io.BytesIO()
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(box, fill="#17324d")
    picture.save(written, "PNG")
    return written.getvalue()


def test_a_new_picture_is_written_in_a_palette(tmp_path: Path) -> None:
    assert keep(page((0, 0, 100, 100)), tmp_path / "new.png", 0.03)
    assert Image.open(tmp_path / "new.png").mode == "P"


def test_another_date_is_no_change_and_another_card_is_one(tmp_path: Path) -> None:
    target = tmp_path / "page.png"
    keep(page((0, 0, 100, 100)), target, 0.03)
    before = target.read_bytes()
    assert not keep(page((0, 0, 100, 100), (200, 200, 240, 212)), target, 0.03)
    assert target.read_bytes() == before
    assert keep(page((0, 0, 100, 100), (0, 200, 300, 380)), target, 0.03)
    assert target.read_bytes() != before


def test_a_page_that_grew_is_another_page() -> None:
    first, second = (Image.open(io.BytesIO(page(size=size))) for size in (SIZE, (360, 420)))
    assert changed_share(first, second) == 1.0
