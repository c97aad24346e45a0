"""The settings of a process in service, started as one: cookies, keys, `check --deploy`."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IN_SERVICE = {
    "SCAFFALE_HTTPS": "1",
    "SCAFFALE_DEMO": "0",
    "SCAFFALE_DOMAIN": "scaffale.example",
    "SCAFFALE_KEYS": secrets.token_urlsafe(48),
}
TELL = """
import json
from django.conf import settings
names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "SESSION_COOKIE_SECURE",
         "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH",
         "SESSION_COOKIE_SAMESITE", "SECURE_SSL_REDIRECT", "DEBUG", "ALLOWED_HOSTS", "USE_X_FORWARDED_HOST"]
print(json.dumps({name: getattr(settings, name) for name in names} | {
    "proxy": getattr(settings, "SECURE_PROXY_SSL_HEADER", None), "mail": settings.EMAIL_BACKEND}))
"""


def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, **IN_SERVICE, "DJANGO_SETTINGS_MODULE": "welfare.settings", **variables}
    # A browser test of this worker may have set it for itself.
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_a_process_in_service_is_strict() -> None:
    told = json.loads(run("-c", TELL).stdout)
    assert told == {
        "SESSION_COOKIE_NAME": "__Host-scaffale_session",
        "CSRF_COOKIE_NAME": "__Host-scaffale_csrf",
        "LANGUAGE_COOKIE_NAME": "__Host-scaffale_language",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SECURE_SSL_REDIRECT": True,
        "DEBUG": False,
        "ALLOWED_HOSTS": ["scaffale.example", ".scaffale.example"],
        "USE_X_FORWARDED_HOST": False,
        "proxy": None,
        "mail": "django.core.mail.backends.smtp.EmailBackend",
    }


def test_a_forwarded_protocol_counts_only_behind_a_proxy_of_ours() -> None:
    told = json.loads(run("-c", TELL, SCAFFALE_TRUSTED_PROXIES="1").stdout)
    assert told["proxy"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_check_deploy_is_clean() -> None:
    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", "--database", "default")
    assert (checked.returncode, "no issues" in checked.stdout) == (0, True), checked.stderr


def test_it_does_not_start_without_keys_or_with_short_ones() -> None:
    for keys in ("", "short"):
        refused = run("-c", TELL, SCAFFALE_KEYS=keys)
        assert refused.returncode != 0
        assert "SCAFFALE_KEYS" in refused.stderr
