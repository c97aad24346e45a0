"""What stands against a purchase, and the ways out of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WayOut:
    """Something to do next; without `to` it goes back to the choice, with all that was typed."""

    label: str
    link: str
    # The name of a page, and what follows its address.
    to: str = ""
    query: str = ""
    detail: str = ""
    # The name of a page of the offer that takes what was typed at once.
    posts_to: str = ""


@dataclass(frozen=True)
class Notice:
    """One thing that stands against it."""

    title: str
    text: str
    law: str = ""
