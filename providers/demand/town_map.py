"""The map of the network's services: a circle for each town, as large as it has services, among the towns around.

No tiles and no outlines: the towns themselves, as grey points, show how the land lies. Everything on the map stands
in the table under it, too.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q

from providers.demand.towns import Place
from providers.models import Offer
from providers.taxonomy import KINDS
from tenants.models import Status
from welfare.sorting import sort_key

# In the units of the drawing, which is as wide as a small phone shows it: text of 14 stays 14 pixels.
WIDTH, SHORTEST, TALLEST = 344, 240, 460
MARGIN = 34
SMALLEST, LARGEST = 9.0, 18.0  # radii, no amounts
# The least that is shown, in degrees of latitude: about 30 km. Nearer there is nothing to see.
NEAREST = 0.27  # degrees, no amount
MOST_LABELS = 14
MOST_POINTS = 1500
# Left, top, right, bottom.
Box = tuple[float, float, float, float]
LETTER, LINE = 7.2, 16.0  # a letter's width and a line's height, no amounts


@dataclass(slots=True)
class Town:
    """A town with services: how many, of which areas."""

    name: str
    areas: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """All its services."""
        return sum(self.areas.values())

    @property
    def told(self) -> str:
        """The areas in words, the largest first."""
        labels = {kind.area: str(kind.area_label) for kind in KINDS.values()}
        largest = sorted(self.areas.items(), key=lambda each: (-each[1], each[0]))
        return " · ".join(f"{labels.get(area, area)} {count}" for area, count in largest)


@dataclass(frozen=True, slots=True)
class Label:
    """A town's name: where its text is anchored, and the box that it fills."""

    x: float
    y: float
    anchor: str
    box: Box


@dataclass(frozen=True, slots=True)
class Circle:
    """A town on the drawing; no label where its name would stand on something."""

    town: Town
    x: float
    y: float
    radius: float
    label: Label | None


@dataclass(frozen=True, slots=True)
class TownMap:
    """The drawing: its height, the circles, the other towns as one path of points; names that no town has."""

    height: int
    circles: list[Circle]
    points: str
    unplaced: list[str]


def towns_of(area: str = "") -> list[Town]:
    """Towns with services in force, the largest first; of one area if asked. One query."""
    supplier = Q(provider__organization__isnull=True) | Q(provider__organization__status=Status.ACTIVE)
    offers = Offer.objects.filter(supplier, state=Offer.State.PUBLISHED)
    rows = (offers.filter(area=area) if area else offers).order_by().values_list("town", "area")
    towns: dict[str, Town] = {}
    for name, code, count in rows.annotate(n=Count("pk")).order_by("town", "area"):
        town = towns.setdefault(sort_key(name), Town(name))
        town.areas[code] = town.areas.get(code, 0) + count
    return sorted(towns.values(), key=lambda town: (-town.count, sort_key(town.name)))


def draw(towns: Sequence[Town], places: Mapping[str, Place]) -> TownMap:
    """The drawing of some towns, the largest first, among all places that are known."""
    placed = [(town, places[key]) for town in towns if (key := sort_key(town.name)) in places]
    unplaced = [town.name for town in towns if sort_key(town.name) not in places]
    if not placed:
        return TownMap(SHORTEST, [], "", unplaced)
    frame = frame_of([place for _town, place in placed])
    circles = circles_of(placed, frame)
    return TownMap(frame.height, circles, points_of(places.values(), frame), unplaced)


@dataclass(frozen=True, slots=True)
class Frame:
    """How degrees become units of the drawing: the corner at the top left, units for a degree of each."""

    north: float
    east: float
    down: float
    right: float
    height: int

    def at(self, place: Place) -> tuple[float, float]:
        """Where a place lies."""
        return round((place.east - self.east) * self.right, 1), round((self.north - place.north) * self.down, 1)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is on the drawing."""
        return 0 <= x <= WIDTH and 0 <= y <= self.height


def frame_of(shown: Sequence[Place]) -> Frame:
    """The smallest frame around some places, a degree of longitude as wide as it is there."""
    north, south = max(place.north for place in shown), min(place.north for place in shown)
    east, west = max(place.east for place in shown), min(place.east for place in shown)
    narrow = math.cos(math.radians((north + south) / 2))
    tall, wide = max(north - south, NEAREST), max((east - west) * narrow, NEAREST)
    down = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
    height = round(min(max(tall * down + 2 * MARGIN, SHORTEST), TALLEST))
    top = (north + south) / 2 + height / 2 / down
    left = (east + west) / 2 - WIDTH / 2 / (down * narrow)
    return Frame(top, left, down, down * narrow, height)


def circles_of(placed: Sequence[tuple[Town, Place]], frame: Frame) -> list[Circle]:
    """The circles; the largest towns are named first, on the side where their names touch nothing."""
    most = max(town.count for town, _place in placed)
    spots = [(town, *frame.at(place), radius_of(town.count, most)) for town, place in placed]
    taken = [(x - radius, y - radius, x + radius, y + radius) for _town, x, y, radius in spots]
    circles: list[Circle] = []
    named = 0
    for index, (town, x, y, radius) in enumerate(spots):
        others = taken[:index] + taken[index + 1 :]
        free = (
            label for label in labels_at(town.name, x, y, radius)
            if fits(label.box, frame) and not any(touch(label.box, other) for other in others)
        )  # fmt: skip
        label = next(free, None) if named < MOST_LABELS else None
        if label is not None:
            named += 1
            taken.append(label.box)
        circles.append(Circle(town, x, y, radius, label))
    return circles


def labels_at(name: str, x: float, y: float, radius: float) -> list[Label]:
    """Where a name may stand: under its circle, over it, at its right, at its left."""
    wide, beside = len(name) * LETTER, radius + 3
    low, left, right = y - LINE / 2, x - wide / 2, x + wide / 2
    return [
        Label(x, round(y + radius + LINE - 3, 1), "middle", (left, y + radius, right, y + radius + LINE)),
        Label(x, round(y - radius - 4, 1), "middle", (left, y - radius - LINE, right, y - radius)),
        Label(round(x + beside, 1), round(y + 5, 1), "start", (x + beside, low, x + beside + wide, low + LINE)),
        Label(round(x - beside, 1), round(y + 5, 1), "end", (x - beside - wide, low, x - beside, low + LINE)),
    ]


def radius_of(count: int, most: int) -> float:
    """The radius of a circle whose surface grows with the count."""
    return round(max(SMALLEST, LARGEST * math.sqrt(count / most)), 1)


def fits(box: Box, frame: Frame) -> bool:
    """Whether a label stays on the drawing."""
    return frame.holds(box[0], box[1]) and frame.holds(box[2], box[3])


def touch(one: Box, other: Box) -> bool:
    """Whether two boxes lie over one another."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def points_of(places: Iterable[Place], frame: Frame) -> str:
    """The towns around as one path of points."""
    spots = [spot for spot in map(frame.at, places) if frame.holds(*spot)]
    # Over a whole country every other point is enough to show the land.
    shown = spots[:: max(1, math.ceil(len(spots) / MOST_POINTS))]
    return "".join(f"M{x:g} {y:g}h0" for x, y in shown)
