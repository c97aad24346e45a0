"""What the bars at the top and the bottom show to each role."""

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation`: the items of the role in use; empty for visitors."""
    return {"navigation": []}
