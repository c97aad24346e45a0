"""The bill of materials names every package that runs in service, with its version."""

import json

from machine import bill
from tests.project.sources import PROJECT


def test_every_pinned_package_is_in_the_bill_once() -> None:
    lock = (PROJECT / "requirements.lock").read_text()
    components = json.loads(bill.bill(lock))["components"]
    assert {(c["name"].lower(), c["version"]) for c in components} == set(bill.pinned(lock.lower()))
    names = [component["name"].lower() for component in components]
    assert {"django", "psycopg", "weasyprint", "celery"} <= set(names)


def test_extras_and_markers_do_not_hide_a_package() -> None:
    lock = "django==5.2.19 \\\n    --hash=sha256:aa\n"
    lock += "psycopg[binary]==3.3.9 ; python_version > '3' \\\n    --hash=sha256:bb\n"
    assert bill.pinned(lock) == [("django", "5.2.19"), ("psycopg", "3.3.9")]
