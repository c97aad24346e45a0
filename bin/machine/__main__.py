"""Run as `python3 bin/machine COMMAND ...`: makes the package importable, then dispatches."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from machine.commands import main  # noqa: E402  (the path above must be set first)

sys.exit(main(sys.argv[1:]))
