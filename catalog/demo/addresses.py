"""`var/demo.json`: where the demo answers and who can sign in; scripts and tests read it."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings

from catalog.demo.cast import ACCOUNTS, FIRMS, PASSWORD
from tenants.models import Organization


def host_of(slug: str) -> str:
    """The host of an organization."""
    return f"{slug}.{settings.SCAFFALE_DOMAIN}"


def described(slug: str, kind: str, port: str) -> dict[str, Any]:
    """One organization with its accounts; a password stands here because this is a demo."""
    users = [
        {"email": account.email, "password": PASSWORD, "roles": list(account.roles)}
        for account in ACCOUNTS
        if account.slug == slug
    ]
    host = host_of(slug)
    return {"slug": slug, "host": host, "url": f"http://{host}{port}", "kind": kind, "users": users}


def write(base: str, address: str) -> Path:
    """Write the file whole or not at all; `base` is the bare domain's address, `address` host:port."""
    port = f":{address.rsplit(':', 1)[1]}" if ":" in address else ""
    slugs = set(Organization.objects.values_list("slug", flat=True))
    organizations = [described(firm.slug, firm.kind, port) for firm in FIRMS if firm.slug in slugs]
    content = {"base": base, "address": address, "organizations": organizations}
    path = Path(settings.VAR_DIR) / "demo.json"
    temporary = path.with_suffix(".writing")
    temporary.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    os.chmod(temporary, 0o600)
    os.replace(temporary, path)
    return path
