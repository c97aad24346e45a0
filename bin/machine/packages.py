"""System packages: what must be on the machine, looked for, then installed or asked for."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from machine.failure import StepError, last_lines, say

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Need:
    """One thing that must be there, how to look for it, and its package by package manager."""

    label: str
    is_there: Callable[[], bool]
    packages: dict[str, str]


@dataclass(frozen=True)
class Manager:
    """A system package manager and its commands."""

    program: str
    install: tuple[str, ...]
    refresh: tuple[str, ...] = ()


MANAGERS = (
    Manager("apt-get", ("apt-get", "install", "-y", "--no-install-recommends"), ("apt-get", "update")),
    Manager("dnf", ("dnf", "install", "-y")),
    Manager("pacman", ("pacman", "-S", "--noconfirm", "--needed")),
    Manager("apk", ("apk", "add")),
    Manager("brew", ("brew", "install")),
)


def _loads(*names: str) -> Callable[[], bool]:
    def look() -> bool:
        for name in names:
            try:
                ctypes.CDLL(name)
            except OSError:
                continue
            return True
        return False

    return look


def _makes_environments() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def chromium() -> str:
    """The browser that the browser tests and the screenshots drive, or an empty string."""
    named = os.environ.get("SCAFFALE_CHROMIUM", "")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), "")


def _has_chromium() -> bool:
    return chromium() != ""


VENV_NEED = Need(
    "Python's venv module", _makes_environments, {"apt-get": "python3-venv", "dnf": "python3", "brew": "python"}
)
PDF_NEEDS = (
    Need(
        "pango (lays out the PDFs)",
        _loads("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "/opt/homebrew/lib/libpangoft2-1.0.dylib"),
        {
            "apt-get": "libpango-1.0-0 libpangoft2-1.0-0",
            "dnf": "pango",
            "pacman": "pango",
            "apk": "pango",
            "brew": "pango",
        },
    ),
    Need(
        "harfbuzz-subset (makes the PDFs small and five times faster)",
        _loads("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib", "/opt/homebrew/lib/libharfbuzz-subset.dylib"),
        {
            "apt-get": "libharfbuzz-subset0",
            "dnf": "harfbuzz",
            "pacman": "harfbuzz",
            "apk": "harfbuzz-subset",
            "brew": "harfbuzz",
        },
    ),
)
BROWSER_NEED = Need(
    "Chromium (for browser tests and screenshots)",
    _has_chromium,
    {"apt-get": "chromium", "dnf": "chromium", "pacman": "chromium", "apk": "chromium", "brew": "chromium"},
)
RUNTIME_NEEDS = (VENV_NEED, *PDF_NEEDS)
TEST_NEEDS = (*RUNTIME_NEEDS, BROWSER_NEED)


def ensure_packages(needs: Sequence[Need]) -> None:
    """Install what is missing when allowed to (root), else stop with the line to type."""
    missing = [need for need in needs if not need.is_there()]
    if not missing:
        return
    manager = next((each for each in MANAGERS if shutil.which(each.program)), None)
    labels = ", ".join(need.label for need in missing)
    if manager is None:
        raise StepError(f"missing on this machine: {labels}. Install it with your system's package manager.")
    if os.geteuid() != 0:
        raise StepError(f"missing on this machine: {labels}.", line_to_type(manager, missing))
    say(f"Installing on this machine: {labels} ...")
    _install(manager, missing)
    still = [need.label for need in missing if not need.is_there()]
    if still:
        raise StepError(f"installed, but still not found: {', '.join(still)}.", line_to_type(manager, missing))


def line_to_type(manager: Manager, missing: Sequence[Need]) -> str:
    """The exact command that a person without root's rights is asked to type."""
    prefix = "" if manager.program == "brew" else "sudo "
    return prefix + " ".join((*manager.install, *_names(manager, missing)))


def _names(manager: Manager, missing: Sequence[Need]) -> list[str]:
    return " ".join(need.packages.get(manager.program, "") for need in missing).split()


def _install(manager: Manager, missing: Sequence[Need]) -> None:
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (manager.refresh, (*manager.install, *_names(manager, missing))):
        if not command:
            continue
        finished = subprocess.run(
            command, env=settings, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if finished.returncode != 0:
            say(last_lines(finished.stdout + finished.stderr))
            raise StepError(f"`{' '.join(command)}` failed (see above).", line_to_type(manager, missing))
