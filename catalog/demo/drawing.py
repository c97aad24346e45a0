"""Small drawn pictures for the demo's services: hills, a sun, a house or water, in the colours of an area."""

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (960, 600)


def drawn(sky: str, near: str, far: str, *, is_house: bool = False) -> bytes:
    """A landscape as PNG."""
    width, height = SIZE
    picture = Image.new("RGB", SIZE, sky)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((width * 0.68, height * 0.1, width * 0.68 + 150, height * 0.1 + 150), fill="#f2b544")
    pen.ellipse((-200, height * 0.45, width * 0.7, height * 1.5), fill=far)
    pen.ellipse((width * 0.3, height * 0.55, width * 1.4, height * 1.6), fill=near)
    if is_house:
        pen.rectangle((250, 300, 440, 430), fill="#fff7ec")
        pen.polygon(((230, 300), (345, 205), (460, 300)), fill="#a34a24")
        pen.rectangle((320, 350, 370, 430), fill="#5b3a29")
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
