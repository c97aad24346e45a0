"""The few commands that a person types, and how each begins and ends."""

import argparse
import os
import signal
import subprocess
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from machine import variables
from machine.checkout import LOGS, ROOT, RUN, make_folders, venv_program
from machine.checks import advisory_check, run_checks, static_checks
from machine.demo import demo
from machine.environment import RUNTIME_LOCK, TEST_LOCK, ensure_environment
from machine.failure import StepError, say
from machine.locking import take_slot
from machine.packages import RUNTIME_NEEDS, TEST_NEEDS, Need, chromium, ensure_packages
from machine.postgres import DATABASE, SERVING, TESTING, Server
from machine.preparation import ICONS, TOWNS, TRANSLATIONS, prepare
from machine.screens import screens

TEST_RUNS_AT_ONCE = 8
INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: Sequence[str]) -> int:
    """Run one command; a failure is told in words, its traceback goes to a log."""
    command = COMMANDS.get(arguments[0] if arguments else "")
    if command is None:
        say(f"Commands: {', '.join(f'bin/{name}' for name in COMMANDS)}")
        return 2
    for number in INTERRUPTIONS:
        if signal.getsignal(number) != signal.SIG_IGN:  # nohup, and `&` in a script, mean it
            signal.signal(number, _interrupt)
    try:
        make_folders()
        return command(arguments[1:])
    except StepError as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        return 0 if command is demo else 130
    except Exception as error:
        log = LOGS / "commands.log"
        log.write_text(traceback.format_exc())
        say(f"Stopped by something unforeseen: {error}\nDetails: {log}")
        return 1


def _interrupt(*_: object) -> None:
    """TERM and a closed terminal end a command as Ctrl-C does: cleaning up."""
    for number in INTERRUPTIONS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def run(command: Sequence[str], environment: Mapping[str, str], folder: Path = ROOT) -> int:
    """Run a program at the person's terminal. Ctrl-C is the program's to handle; we outlive it to clean up."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    with subprocess.Popen(command, env=dict(environment), cwd=folder) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            raise
        finally:
            signal.signal(signal.SIGINT, before)


def manage(arguments: Sequence[str]) -> int:
    """bin/manage: manage.py in the demo's environment, with the database up, from the folder where the person is."""
    ensure_packages(RUNTIME_NEEDS)
    ensure_environment(RUNTIME_LOCK)
    command = [venv_program("python"), str(ROOT / "manage.py"), *arguments]
    if variables.has_database_of_its_own():
        return run(command, variables.named_database_variables(), Path.cwd())
    with Server(SERVING) as server:
        return run(command, variables.demo_variables(server), Path.cwd())


def test(arguments: Sequence[str]) -> int:
    """bin/test: the whole suite, in parallel and in random order; arguments go to pytest."""
    parallel = ["-n", str(os.cpu_count() or 1)]
    with test_environment(TEST_NEEDS) as environment:
        return run([venv_program("python"), "-m", "pytest", *parallel, *arguments], environment)


@contextmanager
def test_environment(needs: Sequence[Need]) -> Iterator[dict[str, str]]:
    """What tests and checks run in: everything installed, a database of their own up."""
    ensure_packages(needs)
    ensure_environment(TEST_LOCK)
    slot = take_slot(RUN, "test-run", TEST_RUNS_AT_ONCE)
    if slot is None:
        raise StepError(f"{TEST_RUNS_AT_ONCE} test runs are at work in this checkout. Wait for one to end.")
    database = DATABASE if slot[0] == 0 else f"{DATABASE}_{slot[0]}"
    external = variables.has_database_of_its_own()
    with nullcontext() if external else Server(TESTING) as server:
        environment = variables.test_variables(server, database) | {"SCAFFALE_CHROMIUM": chromium()}
        prepare(environment, database, [TRANSLATIONS, ICONS, TOWNS])
        yield environment


def check(arguments: Sequence[str]) -> int:
    """bin/check: the static checks; with --audit also the public list of known holes."""
    parser = argparse.ArgumentParser(prog="bin/check", description="What CI checks before the tests.")
    parser.add_argument("only", nargs="*", help="words of the checks to run, e.g. types style (default: all)")
    parser.add_argument("--audit", action="store_true", help="also ask the public list of known holes (needs network)")
    chosen = parser.parse_args(arguments)
    with test_environment(RUNTIME_NEEDS) as environment:
        checks = [check for check in static_checks() if not chosen.only or set(chosen.only) & set(check.label.split())]
        return run_checks(checks + ([advisory_check()] if chosen.audit else []), environment)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": demo,
    "test": test,
    "manage": manage,
    "check": check,
    "screens": screens,
}
