"""The guides for people: every picture is of the table, small, used, and described; every role has a guide."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.guides import GUIDES, HEIGHTS, Picture
from tests.project.sources import PROJECT, named, shown

USERS = PROJECT / "docs" / "users"
IMAGES = PROJECT / "docs" / "images"
GUIDE_NAMES = ("dipendente", "cittadino", "hr", "paghe", "fornitore", "rete")
MOST_BYTES = 1_500_000
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+\.png)\)")


def pictures_in(path: Path) -> list[tuple[str, Path]]:
    """The pictures of a page: what is said of each, and its file."""
    return [(words, (path.parent / target).resolve()) for words, target in PICTURE.findall(path.read_text())]


def test_every_picture_of_the_table_is_drawn_and_every_one_drawn_is_in_the_table() -> None:
    assert len({picture.name for picture in GUIDES}) == len(GUIDES)
    assert {path.stem for path in IMAGES.glob("*.png")} == {picture.name for picture in GUIDES}


def test_every_picture_is_used_and_every_use_is_described() -> None:
    uses = [use for path in named(".md") for use in pictures_in(path)]
    assert {path for _, path in uses} == set(IMAGES.glob("*.png"))
    for words, path in uses:
        assert len(words) > 20, f"{path.name} needs words for those who cannot see it"


@pytest.mark.parametrize("picture", GUIDES, ids=lambda picture: picture.name)
def test_a_picture_is_as_wide_as_the_table_says_and_in_a_palette(picture: Picture) -> None:
    drawn = Image.open(IMAGES / f"{picture.name}.png")
    assert drawn.width == picture.width and drawn.height <= HEIGHTS[picture.width]
    assert drawn.mode == "P"


def test_all_pictures_together_are_light() -> None:
    assert sum(path.stat().st_size for path in IMAGES.iterdir()) < MOST_BYTES


@pytest.mark.parametrize("name", GUIDE_NAMES)
def test_a_guide_is_listed_shows_pictures_steps_and_whom_to_call(name: str) -> None:
    text = (USERS / f"{name}.md").read_text()
    assert f"]({name}.md)" in (USERS / "README.md").read_text()
    assert PICTURE.search(text), name
    assert re.search(r"^## Voglio ", text, re.MULTILINE) and re.search(r"^1\. ", text, re.MULTILINE)
    assert "## Se qualcosa non va" in text or "## Lavori fermi" in text
    assert "numero di aiuto" in text


def test_no_guide_is_forgotten() -> None:
    assert {shown(path) for path in USERS.glob("*.md")} == {
        f"docs/users/{name}.md" for name in (*GUIDE_NAMES, "README")
    }
