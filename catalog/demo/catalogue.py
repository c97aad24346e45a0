"""Every offer of the demo that can be ordered."""

from itertools import chain, zip_longest

from catalog.demo.services import Service
from catalog.demo.services_care import CARE
from catalog.demo.services_childhood import CHILDHOOD
from catalog.demo.services_leisure import LEISURE

TABLES = (CHILDHOOD, CARE, LEISURE)
SERVICES: tuple[Service, ...] = tuple(chain.from_iterable(TABLES))
BY_TITLE = {service.title: service for service in SERVICES}
# One of each table in turn: the first page of a shelf then shows what there is in all.
NEWEST_FIRST: tuple[Service, ...] = tuple(filter(None, chain.from_iterable(zip_longest(*TABLES))))
