"""The project's own files, as git knows them, and their syntax trees."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Every file in the repository, also those not yet committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    paths = (PROJECT / name for name in listed.stdout.splitlines())
    return tuple(sorted(path for path in paths if path.is_file() and not path.is_symlink()))


def named(*suffixes: str, under: str = "", but: tuple[str, ...] = ()) -> list[Path]:
    """Tracked files with one of the suffixes, under a folder, not under others."""
    return [path for path in tracked() if path.suffix in suffixes and _is_within(shown(path), under, but)]


def _is_within(name: str, under: str, but: tuple[str, ...]) -> bool:
    return name.startswith(under) and not name.startswith(but or ("\0",))


def shown(path: Path) -> str:
    """A path as a person would name it."""
    return path.relative_to(PROJECT).as_posix()


def product_modules() -> list[Path]:
    """Python that runs in service: neither tests, nor bench, nor generated tables."""
    return [path for path in named(".py", but=("tests/", "bench/", "bin/")) if "migrations" not in path.parts]


@functools.cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(), filename=str(path))


def imported(path: Path) -> Iterator[str]:
    """Full names that a module imports, `from a import b` as `a.b`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
