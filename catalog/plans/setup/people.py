"""The people a plan speaks of, as its rules ask of them."""

import datetime

from django.db.models import Q

from catalog.plans.amounts import Person
from members.declarations import standings
from members.models import Member

ASKED = ("uuid", "category_id", "hired_on", "left_on", "contract_hours")


def people_between(first: datetime.date, last: datetime.date) -> list[Person]:
    """Everybody in service on a day of a plan's year, with the children they declared for it; two queries."""
    begun = Q(hired_on__isnull=True) | Q(hired_on__lte=last)
    people = Member.objects.filter(begun, Q(left_on__isnull=True) | Q(left_on__gte=first))
    declared = standings(people, first.year)
    return [
        Person(category, hired_on, left_on, contract_hours, len(declared[key].children))
        for key, category, hired_on, left_on, contract_hours in people.order_by("pk").values_list(*ASKED)
    ]
