"""Who a relative is to the employee, and where art. 12 of the TUIR puts each one."""

from enum import StrEnum


class Kinship(StrEnum):
    """The relatives that a member can name; the words on screen stand with `members`."""

    SPOUSE = "spouse"
    CIVIL_PARTNER = "civil_partner"
    CHILD = "child"
    PARENT = "parent"
    GRANDPARENT = "grandparent"
    PARENT_IN_LAW = "parent_in_law"
    CHILD_IN_LAW = "child_in_law"
    SIBLING = "sibling"
    UNMARRIED_PARTNER = "unmarried_partner"


ART_433 = frozenset(
    {
        Kinship.PARENT,
        Kinship.GRANDPARENT,
        Kinship.PARENT_IN_LAW,
        Kinship.CHILD_IN_LAW,
        Kinship.SIBLING,
    }
)
"""Relatives of art. 433 of the civil code other than spouse and children."""


def age_at_year_end(birth_year: int, year: int) -> int:
    """Return the years completed at 31 December of `year`, the day on which the law looks.

    Every birthday of a year has come by its last day, so the year of birth is enough.
    """
    return year - birth_year
