"""A bare machine: what is missing is installed when that is allowed, else asked for with the exact line to type."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from machine import packages
from machine.failure import StepError
from machine.packages import Manager, Need, ensure_packages
from tests.project.checkout import Checkout


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package manager that only notes what it was asked to do; delete `works` to make it fail."""
    program = tmp_path / "grocer"
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\ntest -e {tmp_path}/works\n')
    program.chmod(0o755)
    (tmp_path / "works").touch()
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    made = Manager("grocer", ("grocer", "get"), ("grocer", "refresh"))
    monkeypatch.setattr(packages, "MANAGERS", (made,))
    return tmp_path


def need(folder: Path, there: bool = False) -> Need:
    """Something that is there from the beginning, or once the grocer was asked for it."""
    return Need("Pasta", lambda: there or (folder / "asked").exists(), {"grocer": "pasta sauce"})


def test_nothing_is_installed_when_nothing_is_missing(manager: Path) -> None:
    ensure_packages([need(manager, there=True)])
    assert not (manager / "asked").exists()


def test_root_gets_what_is_missing(manager: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    ensure_packages([need(manager)])
    assert (manager / "asked").read_text().splitlines() == ["refresh", "get pasta sauce"]


def test_an_ordinary_user_is_told_the_exact_line(manager: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(StepError) as stopped:
        ensure_packages([need(manager)])
    assert str(stopped.value) == "Stopped: missing on this machine: Pasta.\nType:    sudo grocer get pasta sauce"
    assert not (manager / "asked").exists()


def test_an_installation_that_fails_says_which_command(manager: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    (manager / "works").unlink()
    with pytest.raises(StepError) as stopped:
        ensure_packages([Need("Pasta", lambda: False, {"grocer": "pasta"})])
    assert stopped.value.what.startswith("`grocer refresh` failed")
    assert stopped.value.remedy == "sudo grocer get pasta"


def test_every_need_has_a_name_in_debian() -> None:
    assert [each.label for each in packages.TEST_NEEDS if not each.packages.get("apt-get")] == []


def test_without_a_python_new_enough_it_says_so(checkout: Checkout, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tools / "python3").chmod(0o755)
    for name in ("sh", "dirname"):
        (tools / name).symlink_to(shutil.which(name) or name)
    finished = checkout.run("demo", env={"PATH": str(tools)})
    assert finished.returncode == 1
    assert "Python 3.11 or newer is needed" in finished.stderr


def test_packages_that_cannot_be_installed_are_told_without_a_traceback(checkout: Checkout) -> None:
    (checkout.root / "requirements.lock").write_text("nothing-of-that-name==1.0 --hash=sha256:" + "0" * 64 + "\n")
    offline = checkout.environment | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
    finished = checkout.run("manage", "say", "x", env=offline)
    assert finished.returncode == 1
    assert "could not be installed" in finished.stderr
    assert f"Type:    {checkout.root}/.venv/bin/python -m pip install" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_step_of_the_demo_that_fails_says_which_and_what_to_type(checkout: Checkout) -> None:
    manage = checkout.root / "manage.py"
    manage.write_text("import sys\nsys.argv[1] == 'migrate_all' and sys.exit('no room on the disk')\n")
    finished = checkout.run("demo")
    assert finished.returncode == 1
    assert "`manage.py migrate_all` failed: no room on the disk" in finished.stderr
    assert "Type:    bin/manage migrate_all" in finished.stderr
    assert checkout.processes() == []


def test_something_unforeseen_is_told_in_a_line_and_kept_in_a_log(checkout: Checkout) -> None:
    (checkout.root / "var" / "run").mkdir()
    (checkout.root / "var" / "run" / "pg.users").mkdir()  # where a file must be
    finished = checkout.run("manage", "say", "x")
    assert finished.returncode == 1
    assert "Traceback" not in finished.stderr
    assert finished.stderr.startswith("Stopped by something unforeseen")
    assert "Traceback" in (checkout.root / "var" / "log" / "commands.log").read_text()


def test_a_demo_that_does_not_come_up_shows_the_end_of_its_log(checkout: Checkout) -> None:
    (checkout.root / "welfare" / "wsgi.py").write_text("raise SystemExit('the wiring is wrong')\n")
    finished = checkout.run("demo")
    assert finished.returncode == 1
    assert "the web process does not stay up" in finished.stderr
    assert "Traceback" not in finished.stdout
    assert checkout.processes() == []


def test_an_unknown_command_lists_the_known_ones(checkout: Checkout) -> None:
    start = [str(checkout.root / "bin" / "machine" / "start.sh"), "dance"]
    finished = subprocess.run(["/bin/sh", *start], capture_output=True, text=True, check=False)
    assert finished.returncode == 2
    assert "bin/demo, bin/test, bin/manage, bin/check, bin/screens" in finished.stderr
