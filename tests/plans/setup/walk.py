"""Walking through the set-up as HR's browser does."""

import re
import uuid
from typing import Any

from django.test import Client

from catalog.plans.models import Budget, Plan
from tenants.models import Organization
from tests.conftest import inside
from welfare.clock import today

LIST = "/hr/piani/"
REST = {"residual": "lost", "refund_days": "0", "leaving": "now"}
SHARES = {"pro_rata": "none"}
SUMMARY = re.compile(r'<div class="error-summary".*?</div>', re.DOTALL)


def named(**changes: Any) -> dict[str, Any]:
    """What the first page sends for this year."""
    year = today().year
    fields = {"key": str(uuid.uuid4()), "name": "Piano", "starts_on": f"{year}-01-01", "ends_on": f"{year + 1}-05-31"}
    return fields | changes


class Walk:
    """HR of an organization, on the way through one plan."""

    def __init__(self, client: Client, organization: Organization) -> None:
        self.client, self.organization = client, organization

    def begin(self, query: str = "", **changes: Any) -> Plan:
        """Write the first page; raises when it is refused."""
        sent = named(**changes)
        response = self.client.post(f"{LIST}nuovo/nome/{query}", sent)
        assert response.status_code == 302, told(response)
        with inside(self.organization):
            self.plan = Plan.objects.get(pk=sent["key"])
        return self.plan

    def budget(self, source: str) -> Budget:
        """A budget of the plan as it is now."""
        with inside(self.organization):
            return Budget.objects.prefetch_related("amounts").get(plan=self.plan, source=source)

    def amounts(self, source: str) -> list[str]:
        """What a budget gives, everybody's first."""
        rows = sorted(self.budget(source).amounts.all(), key=lambda row: row.category_id or 0)
        return [str(row.amount) for row in rows]

    def address(self, step: str, source: str = "") -> str:
        """The page of a step."""
        middle = f"{self.budget(source).pk}/" if source else ""
        return f"{LIST}{self.plan.pk}/imposta/{middle}{step}/"

    def say(self, step: str, source: str = "", **fields: Any) -> str:
        """Answer a step; where it leads, or why it is refused."""
        response = self.client.post(self.address(step, source), fields)
        return response.headers["Location"] if response.status_code == 302 else told(response)

    def fill(self, source: str, amount: str = "100,00", **dates: str) -> None:
        """Answer all steps of a budget in the plainest way."""
        self.say("quanto", source, everybody=amount)
        self.say("parti", source, **SHARES)
        self.say("aree", source)
        self.say("quando", source, **({"expires_on": self.plan.ends_on.isoformat()} | dates))
        self.say("resto", source, **REST)

    def check(self) -> str:
        """The last page."""
        return self.client.get(self.address("verifica")).content.decode()

    def open(self) -> str:
        """Open the plan; its state after."""
        self.client.post(f"{LIST}{self.plan.pk}/apri/")
        with inside(self.organization):
            return Plan.objects.get(pk=self.plan.pk).state


def told(response: Any) -> str:
    """The summary of errors of a page that refuses."""
    assert response.status_code == 200, response.status_code
    found = SUMMARY.search(response.content.decode())
    assert found, "the page says nothing of what is wrong"
    return found[0]
