"""Draws pages of the demo: `python -m tests.browser.screens DEMO_JSON FOLDER [--guides]`."""

import sys
from pathlib import Path

from tests.browser.demo_network import DemoNetwork, browser
from tests.browser.drawing import Studio, keep
from tests.browser.guides import GUIDES, HEIGHTS
from tests.browser.pages import PAGES

WIDTHS = {"phone": (360, 780), "desktop": (1280, 900)}


def main(description: Path, folder: Path, *, for_guides: bool) -> int:
    """Draw the main pages, or the pictures of the guides; 1 when one of them could not be shown."""
    folder.mkdir(parents=True, exist_ok=True)
    with browser() as started:
        studio = Studio(started, DemoNetwork(description))
        failures = draw_guides(studio, folder) if for_guides else draw_pages(studio, folder)
    for problem in failures:
        print(problem)
    return 1 if failures else 0


def draw_pages(studio: Studio, folder: Path) -> list[str]:
    """Every main page at phone and desktop width, whole; what went wrong."""
    failures = []
    for page in PAGES:
        for width, size in WIDTHS.items():
            try:
                (folder / f"{page.name}-{width}.png").write_bytes(studio.shoot(page, size))
            except LookupError as error:
                failures.append(str(error))
    print(f"{len(PAGES) * len(WIDTHS) - len(failures)} screens in {folder}")
    return failures


def draw_guides(studio: Studio, folder: Path) -> list[str]:
    """The pictures of the guides, those that changed; what went wrong."""
    failures, drawn = [], []
    for picture in GUIDES:
        tallest = HEIGHTS[picture.width]
        try:
            content = studio.shoot(picture.page, (picture.width, tallest), tallest)
        except LookupError as error:
            failures.append(f"{picture.name}: {error}")
            continue
        if keep(content, folder / f"{picture.name}.png", picture.tolerance):
            drawn.append(picture.name)
    print(f"{len(drawn)} of {len(GUIDES)} pictures changed in {folder}: {', '.join(drawn) or 'none'}")
    return failures


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), for_guides="--guides" in sys.argv))
