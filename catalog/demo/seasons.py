"""When people of the demo want what: how many orders a month, and the pull of each service in it."""

from collections.abc import Mapping

# Orders in an ordinary month.
PACE: Mapping[str, int] = {"officine-riva": 14, "primavera": 3, "il-ponte": 1, "girasole": 1}
# January to December: the gym's January, camps in June and July, an empty August, school in September.
MONTHS = (1.4, 0.9, 0.9, 0.9, 0.9, 1.9, 1.6, 0.4, 1.4, 0.9, 0.9, 1.1)

RARE, USUAL = 0.3, 1.0
# The pull of a type of service in some months; elsewhere what is said under 0.
PULL: Mapping[str, Mapping[int, float]] = {
    "summer_camp": {0: 0.0, 4: 1.0, 5: 5.0, 6: 9.0, 7: 6.0},
    "winter_camp": {0: 0.0, 11: 2.0, 12: 5.0},
    "after_school": {0: 1.5, 6: 0.2, 7: 0.1, 8: 0.3, 9: 6.0, 10: 3.0},
    "textbooks": {0: 0.0, 8: 2.0, 9: 8.0, 10: 2.0},
    "school_transport": {0: 0.6, 6: 0.0, 7: 0.0, 8: 0.5, 9: 4.0},
    "gym": {0: 1.5, 1: 8.0, 2: 3.0, 9: 4.0},
    "swimming_pool": {0: 1.5, 6: 3.0, 7: 3.0},
    "nursery": {0: RARE},
    "preschool": {0: 0.6},
    "assisted_stay": {0: RARE, 6: 2.0},
    "respite_stay": {0: RARE, 7: 1.5, 8: 2.0},
    "caregiver": {0: RARE, 8: 2.0},
    "cinema": {0: 1.0, 12: 3.0},
    "theatre": {0: 1.0, 10: 2.0, 12: 2.5},
    "transport_pass": {0: 1.2, 1: 2.0, 9: 3.0},
    "prevention": {0: 1.2},
}


def orders_in(slug: str, month: int) -> int:
    """How many orders an employer's people place in a month."""
    return round(PACE.get(slug, 0) * MONTHS[month - 1])


def pull_of(service_type: str, month: int) -> float:
    """How much a service is wanted in a month."""
    pulls = PULL.get(service_type, {0: USUAL})
    return pulls.get(month, pulls[0])
