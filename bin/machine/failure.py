"""How a step that cannot go on tells the person, and how progress is told."""

import sys


class StepError(Exception):
    """A step failed: `what` says what, `remedy` is a line to type or a thing to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        if not self.remedy:
            return f"Stopped: {self.what}"
        return f"Stopped: {self.what}\nType:    {self.remedy}"


def say(text: str) -> None:
    """Tell progress on standard error, so that a command's own output stays clean."""
    print(text, file=sys.stderr, flush=True)


def last_lines(text: str, count: int = 15) -> str:
    """The end of a log, which is where the cause of a failure stands."""
    return "\n".join(text.strip().splitlines()[-count:])
