"""What is installed is named by version and hash, from no particular address, and nothing of others lies here."""

import ast
import importlib.metadata
import re
import sys

from tests.project.sources import PROJECT, imported, named, product_modules, shown, tracked

LOCKS = ("requirements.lock", "requirements-test.lock")
OURS = {"welfare", "tenants", "providers", "members", "catalog", "machine", "tests", "bench"}
LONGEST_LINE = 1000


def pins(name: str) -> dict[str, str]:
    """Package to version, as a lock says."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", (PROJECT / name).read_text(), re.MULTILINE))


def test_no_lock_and_no_list_holds_an_address() -> None:
    for path in tracked():
        if path.name.startswith("requirements") or path.name in {"pyproject.toml", "Dockerfile"}:
            text = path.read_text()
            assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text) == [], shown(path)
    assert [shown(path) for path in tracked() if path.name in {"uv.lock", "poetry.lock", "package-lock.json"}] == []


def test_every_pin_has_its_hashes() -> None:
    for name in LOCKS:
        blocks = re.split(r"^(?=[a-z0-9])", (PROJECT / name).read_text(), flags=re.MULTILINE)[1:]
        assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_test_lock_holds_what_the_other_does_at_the_same_versions() -> None:
    runtime, test = (pins(name) for name in LOCKS)
    assert {name: test.get(name) for name in runtime} == runtime


def test_what_is_asked_for_is_locked() -> None:
    for source, lock in (("requirements.in", LOCKS[0]), ("requirements-test.in", LOCKS[1])):
        wanted = re.findall(r"^([A-Za-z0-9._-]+)", (PROJECT / source).read_text(), re.MULTILINE)
        wanted = [re.sub(r"[-_.]+", "-", name).lower() for name in wanted if not name.startswith("-")]
        assert set(wanted) <= set(pins(lock)), source


def test_what_runs_in_service_imports_only_what_the_runtime_lock_installs() -> None:
    owners = importlib.metadata.packages_distributions()
    locked = set(pins(LOCKS[0]))
    for path in product_modules():
        for name in {full.partition(".")[0] for full in imported(path)} - OURS - set(sys.stdlib_module_names):
            distributions = {re.sub(r"[-_.]+", "-", owner).lower() for owner in owners.get(name, [])}
            assert distributions & locked, f"{shown(path)} imports {name}, which requirements.in does not name"


def test_the_machinery_needs_only_the_standard_library() -> None:
    for path in named(".py", under="bin/"):
        roots = {full.partition(".")[0] for full in imported(path)}
        assert roots <= set(sys.stdlib_module_names) | {"machine"}, shown(path)


def test_nothing_of_others_is_vendored_or_minified() -> None:
    for path in named(".js", ".css", ".py", ".html", ".svg"):
        assert ".min." not in path.name, shown(path)
        assert max(map(len, path.read_text().splitlines()), default=0) < LONGEST_LINE, shown(path)
    assert [shown(path) for path in tracked() if "vendor" in path.parts or "node_modules" in path.parts] == []


def test_every_module_parses_under_the_oldest_python() -> None:
    """The tree of every module of ours parses under the oldest Python that we promise."""
    for path in named(".py"):
        ast.parse(path.read_text(), feature_version=(3, 11))
