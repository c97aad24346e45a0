"""Every offer of the demo that can be ordered."""

from catalog.demo.services import Service
from catalog.demo.services_care import CARE
from catalog.demo.services_childhood import CHILDHOOD
from catalog.demo.services_leisure import LEISURE

SERVICES: tuple[Service, ...] = (*CHILDHOOD, *CARE, *LEISURE)
BY_TITLE = {service.title: service for service in SERVICES}
