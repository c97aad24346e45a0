"""Cache keys that no two organizations share."""

from typing import Any

from tenants import isolation

RATE_LIMIT = "allauth:rl:"
OF_ONE_USER = ":user:"


def organization_key(key: str, prefix: str, version: Any) -> str:
    """Put the schema in the key, but for sign-in limits by address or login.

    Those count over all hosts: per host, every organization would add a fresh allowance.
    """
    if key.startswith(RATE_LIMIT) and OF_ONE_USER not in key:
        return f"all:{prefix}:{version}:{key}"
    organization = isolation.current_or_none()
    schema = organization.schema_name if organization else isolation.PUBLIC
    return f"{schema}:{prefix}:{version}:{key}"
