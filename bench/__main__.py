"""`python -m bench NAME`: run one measurement in an environment and a database of its own.

With DATABASE_URL (and DATABASE_OWNER_URL) set, on that server; else on the serving server of this
checkout, which is started if need be. Prints one line of JSON a figure.
"""

import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bin"))

from machine import variables  # noqa: E402 - bin/ is on the path from here
from machine.checkout import make_folders  # noqa: E402
from machine.postgres import SERVING, Server  # noqa: E402

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if "\ndef measure(" in path.read_text())

PREPARATION = (("cut_icons",), ("collectstatic", "--noinput"))


def main(arguments: list[str]) -> int:
    """Run the measurements named; 2 and the list of names when there is none of that name."""
    unknown = set(arguments) - set(NAMES)
    if not arguments or unknown:
        print(f"Measurements: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    make_folders()
    external = variables.has_database_of_its_own()
    with nullcontext() if external else Server(SERVING) as server:
        return max(measured(name, variables.test_variables(server, "postgres")) for name in arguments)


def measured(name: str, environment: dict[str, str]) -> int:
    """Run one measurement in a process of its own."""
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    ours = environment | {
        "SCAFFALE_BENCH_DATABASE": f"scaffale_bench_{name}",
        "SCAFFALE_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "welfare.settings",
    }
    for command in PREPARATION:
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=ours, check=True, stdout=subprocess.DEVNULL
        )
    return subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, env=ours, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
