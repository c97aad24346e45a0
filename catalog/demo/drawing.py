"""Small drawn pictures for the demo's services: hills, a sun, a house or water, in the colours of an area."""

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (960, 600)


def drawn(sky: str, near: str, far: str, *, is_house: bool = False) -> bytes:
    """A landscape as PNG."""
    width, height = SIZE
    picture = Image.new("RGB", SIZE, sky)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((650, 60, 800, 210), fill="#f2b544")
    pen.ellipse((-200, 270, 670, 900), fill=far)
    pen.ellipse((290, 330, width * 2, height * 2), fill=near)
    if is_house:
        pen.rectangle((250, 300, 440, 430), fill="#fff7ec")
        pen.polygon(((230, 300), (345, 205), (460, 300)), fill="#a34a24")
        pen.rectangle((320, 350, 370, 430), fill="#5b3a29")
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
