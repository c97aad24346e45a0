"""Rules of the code that no general linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.project.sources import imported, named, product_modules, shown, tree

SWITCHES = {"set_tenant", "set_schema", "set_schema_to_public", "schema_context", "tenant_context"}
MONEY_ROOMS = ("members/ledger/", "catalog/", "providers/", "welfare/money.py")
# Where towns lie, how alike two words are, how often a made-up family has a grandmother.
NO_AMOUNTS = {
    "providers/demand/town_map.py",
    "providers/demand/towns.py",
    "providers/search.py",
    "catalog/demo/people.py",
}
CACHES = {"functools.lru_cache", "functools.cache"}
UNFINISHED = re.compile("|".join((r"\bTO" + "DO", r"\bFIX" + "ME", r"\bXX" + r"X\b", "Not" + "ImplementedError")))
PUT_OFF = re.compile("for " + r"now\b", re.IGNORECASE)


def names_used(path: Path) -> Iterator[tuple[int, str]]:
    """Every name and attribute of a module, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.alias):
            yield node.lineno, node.name


def test_only_isolation_switches_schema() -> None:
    checked = [path for path in product_modules() if shown(path) != "tenants/isolation.py"]
    assert [f"{shown(path)}:{line}" for path in checked for line, name in names_used(path) if name in SWITCHES] == []


def test_search_path_is_set_in_one_place() -> None:
    """In isolation; while an empty schema is made; and where a pooler is caught mixing."""
    allowed = {"tenants/isolation.py", "tenants/provisioning.py", "tenants/template.py", "welfare/pooling.py"}
    setting = re.compile(r"SET\s+(LOCAL\s+|SESSION\s+)?search_path|set_config\('search_path'", re.IGNORECASE)
    found = {shown(path) for path in product_modules() if setting.search(path.read_text())}
    assert found <= allowed


def is_float(node: ast.AST) -> bool:
    """A float constant, or a call of float()."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "float"
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def floats(path: Path) -> Iterator[int]:
    """The lines where a module handles floats."""
    yield from (node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.expr) and is_float(node))


def test_no_float_where_money_is() -> None:
    """Amounts are Decimal; floats stand only in the modules named above."""
    rooms = [path for path in product_modules() if shown(path).startswith(MONEY_ROOMS)]
    found = {shown(path) for path in rooms if any(floats(path))}
    assert found <= NO_AMOUNTS


def test_memory_of_the_process_holds_nothing_of_a_tenant() -> None:
    """A module that reads tables must not keep answers: all organizations share its memory."""
    for path in product_modules():
        names = set(imported(path))
        if names & CACHES:
            assert not any(".models" in name for name in names), f"{shown(path)} caches beside models"
            assert "django.db.connection" not in names, f"{shown(path)} caches beside the database"


def test_nothing_is_left_unfinished() -> None:
    """What is put off has an issue, not a remark in the code (texts on screen may say what they like)."""
    for path in named(".py", ".html", ".css", ".js", ".md", ".sh", ".yml", ".toml"):
        text = path.read_text()
        assert UNFINISHED.search(text) is None, shown(path)
        assert path.suffix == ".html" or PUT_OFF.search(text) is None, shown(path)


def test_no_test_is_skipped() -> None:
    """Only the absence of ../shared may skip a test."""
    for path in named(".py", under="tests/"):
        skips = [line for line, name in names_used(path) if name in {"skip", "skipif", "xfail", "importorskip"}]
        assert not skips or "shared" in path.read_text(), f"{shown(path)}:{skips[0]}"


def is_broad(handler: ast.ExceptHandler) -> bool:
    """True for `except:` and `except Exception:`."""
    return handler.type is None or ast.unparse(handler.type) in {"Exception", "BaseException"}


def swallowers(path: Path) -> Iterator[str]:
    """Handlers that catch everything and do nothing."""
    for node in ast.walk(tree(path)):
        if (
            isinstance(node, ast.ExceptHandler)
            and is_broad(node)
            and all(isinstance(step, ast.Pass) for step in node.body)
        ):
            yield f"{shown(path)}:{node.lineno}"


def test_a_broad_except_never_swallows() -> None:
    """`except Exception: pass` hides what went wrong."""
    assert [place for path in product_modules() for place in swallowers(path)] == []
