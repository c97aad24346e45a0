"""The bill of materials names every package that runs in service, with its version."""

import json
import re
import subprocess
from pathlib import Path

from machine import checks
from tests.project.sources import PROJECT

PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def test_every_pinned_package_is_in_the_bill_with_its_version(tmp_path: Path) -> None:
    target = tmp_path / "sbom.json"
    command = [str(target) if word == str(checks.BILL) else word for word in checks.bill_of_materials().command]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    written = {(part["name"], part["version"]) for part in json.loads(target.read_text())["components"]}
    assert written == set(PINNED.findall((PROJECT / "requirements.lock").read_text()))
    assert {"django", "psycopg", "weasyprint", "openpyxl"} <= {name for name, _ in written}
