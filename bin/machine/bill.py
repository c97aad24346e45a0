"""The bill of materials (SBOM): what runs in service, as CycloneDX JSON in var/sbom.json; `bin/check --bill`."""

import re
from pathlib import Path

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot5
from packageurl import PackageURL

from machine.checkout import ROOT, VAR

PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.IGNORECASE | re.MULTILINE)


def pinned(lock: str) -> list[tuple[str, str]]:
    """Name and version of each package that a lock pins, in its order."""
    return PINNED.findall(lock)


def bill(lock: str) -> str:
    """The CycloneDX 1.5 document of a lock's packages."""
    document = Bom()
    for name, version in pinned(lock):
        address = PackageURL("pypi", name=name, version=version)
        component = Component(
            name=name, version=version, type=ComponentType.LIBRARY, purl=address, bom_ref=str(address)
        )
        document.components.add(component)
    return JsonV1Dot5(document).output_as_string(indent=2)


def write() -> Path:
    """Write var/sbom.json from requirements.lock; returns where."""
    target = VAR / "sbom.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(bill((ROOT / "requirements.lock").read_text(encoding="utf-8")) + "\n", encoding="utf-8")
    return target


if __name__ == "__main__":
    print(write())
