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
OF_GUIDES = ROOT / "docs" / "images"


def screens(arguments: Sequence[str]) -> int:
    """Draw the pages at 360 and 1280 pixels into var/screens/, or the guides' pictures into docs/images/."""
    parser = argparse.ArgumentParser(prog="bin/screens", description=f"Draw every main page into {FOLDER}.")
    parser.add_argument("--guides", action="store_true", help=f"draw the pictures of the guides into {OF_GUIDES}")
    options = ["--guides"] if parser.parse_args(arguments).guides else []
    ensure_packages(TEST_NEEDS)
    ensure_environment(TEST_LOCK)
    if processes.is_running(SUPERVISOR):
        return _draw(options)
    say("No demo runs: starting one for the pictures ...")
    with running_demo(None):
        return _draw(options)


def _draw(options: Sequence[str]) -> int:
    folder = OF_GUIDES if options else FOLDER
    command = [venv_program("python"), "-m", "tests.browser.screens", str(VAR / "demo.json"), str(folder), *options]
    environment = {**os.environ, "SCAFFALE_CHROMIUM": chromium()}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
