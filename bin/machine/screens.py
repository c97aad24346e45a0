"""bin/screens: a picture of every main page, from the demo that runs or from one started for it."""

import argparse
import os
import subprocess
from collections.abc import Sequence

from machine import processes
from machine.checkout import ROOT, VAR, venv_program
from machine.demo import SUPERVISOR, running_demo
from machine.environment import TEST_LOCK, ensure_environment
from machine.failure import say
from machine.packages import TEST_NEEDS, chromium, ensure_packages

FOLDER = VAR / "screens"


def screens(arguments: Sequence[str]) -> int:
    """Draw the pages at 360 and 1280 pixels into var/screens/."""
    argparse.ArgumentParser(prog="bin/screens", description=f"Draw every main page into {FOLDER}.").parse_args(
        arguments
    )
    ensure_packages(TEST_NEEDS)
    ensure_environment(TEST_LOCK)
    if processes.is_running(SUPERVISOR):
        return _draw()
    say("No demo runs: starting one for the pictures ...")
    with running_demo(None):
        return _draw()


def _draw() -> int:
    command = [venv_program("python"), "-m", "tests.browser.screens", str(VAR / "demo.json"), str(FOLDER)]
    environment = {**os.environ, "SCAFFALE_CHROMIUM": chromium()}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
