"""Reading the accounts of the organization in force."""

from tenants.identity.models import User


def with_role(role: str) -> list[User]:
    """The active accounts of the organization in force with a role."""
    return list(User.objects.filter(is_active=True, roles__contains=[role]).order_by("pk"))
