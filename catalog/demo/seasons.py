"""When people of the demo want what: how many orders a month, and the pull of each service in it."""

from collections.abc import Mapping

# Orders in an ordinary month.
PACE: Mapping[str, int] = {"officine-riva": 14, "primavera": 3, "il-ponte": 1, "girasole": 1}
# January to December: the gym's January, camps in June and July, an empty August, school in September.
# In percent of an ordinary one.
MONTHS = (140, 90, 90, 90, 90, 190, 160, 40, 140, 90, 90, 110)

RARE, USUAL = 3, 10
# The pull of a type of service in some months; elsewhere what is said under 0.
PULL: Mapping[str, Mapping[int, int]] = {
    "summer_camp": {0: 0, 4: 10, 5: 50, 6: 90, 7: 60},
    "winter_camp": {0: 0, 11: 20, 12: 50},
    "after_school": {0: 15, 6: 2, 7: 1, 8: 3, 9: 60, 10: 30},
    "textbooks": {0: 0, 8: 20, 9: 80, 10: 20},
    "school_transport": {0: 6, 6: 0, 7: 0, 8: 5, 9: 40},
    "gym": {0: 15, 1: 80, 2: 30, 9: 40},
    "swimming_pool": {0: 15, 6: 30, 7: 30},
    "nursery": {0: RARE},
    "preschool": {0: 6},
    "assisted_stay": {0: RARE, 6: 20},
    "respite_stay": {0: RARE, 7: 15, 8: 20},
    "caregiver": {0: RARE, 8: 20},
    "cinema": {0: 10, 12: 30},
    "theatre": {0: 10, 10: 20, 12: 25},
    "transport_pass": {0: 12, 1: 20, 9: 30},
    "prevention": {0: 12},
}


def orders_in(slug: str, month: int) -> int:
    """How many orders an employer's people place in a month."""
    return (PACE.get(slug, 0) * MONTHS[month - 1] + 50) // 100


def pull_of(service_type: str, month: int) -> int:
    """How much a service is wanted in a month."""
    pulls = PULL.get(service_type, {0: USUAL})
    return pulls.get(month, pulls[0])
