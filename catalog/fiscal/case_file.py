"""Case files: worked cases of the law in JSON, answered one by one.

The format is that of the fiscal data's own worked cases; docs/developers/law.md describes it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.fiscal.case_fields import Fields, named
from catalog.fiscal.case_reading import benefits_of, facts_of
from catalog.fiscal.errors import FiscalError
from catalog.fiscal.switches import CAUTIOUS, Switches
from catalog.fiscal.verdict import Verdict
from catalog.fiscal.year import assess_year
from catalog.fiscal.year_facts import CASH_OUT

KEYS = frozenset({"id", "reason", "confidence", "categories", "year", "expected", "facts", "purchases"})
VERDICT_KEYS = (
    "decision",
    "exempt",
    "taxable_ordinary",
    "taxable_if_paid_anyway",
    "substitute_tax_base",
    "substitute_tax",
)
LONGEST_NUMBER = 18
LONGEST_ERROR = 300


class CaseFileError(FiscalError):
    """The file as a whole cannot be read."""


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """The answer to one case: the verdict, or the error in its place.

    `keys` are those asked for; `undefined` those that the law gives no figure for.
    """

    case_id: str | None
    keys: tuple[str, ...] = VERDICT_KEYS
    verdict: Verdict | None = None
    undefined: frozenset[str] = frozenset()
    error: str = ""

    def as_json(self) -> dict[str, object]:
        """The answer as the command prints it: amounts are decimal strings."""
        if self.verdict is None:
            return {"id": self.case_id, "error": self.error}
        figures = {key: None if key in self.undefined else str(getattr(self.verdict, key)) for key in self.keys}
        return {"id": self.case_id, **figures}


def answers(text: str, switches: Switches = CAUTIOUS) -> Iterator[CaseAnswer]:
    """Answer each case of a file in its order; a case that is wrong has an error and the others go on.

    Raises CaseFileError where there are no cases to read.
    """
    for case in cases_of(text):
        yield answer(case, switches)


def cases_of(text: str) -> list[object]:
    """Return the cases of a file, not yet looked at; its other keys are for people."""
    if not text.strip():
        raise CaseFileError("the file is empty")
    try:
        parsed = json.loads(text, object_pairs_hook=_once, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise CaseFileError(f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise CaseFileError("not a case file: it is nested too deeply") from error
    if not isinstance(parsed, dict):
        raise CaseFileError(f'the file holds {named(parsed)}, not an object with a list of "cases"')
    cases = parsed.get("cases")
    if not isinstance(cases, list):
        raise CaseFileError('the file has no list of "cases"')
    return cases


def answer(case: object, switches: Switches = CAUTIOUS) -> CaseAnswer:
    """Answer one case; whatever is wrong in it becomes its error."""
    try:
        fields = Fields(case, "the case", KEYS)
        return _assessed(fields, switches)
    except FiscalError as error:
        return CaseAnswer(_id_of(case), error=str(error)[:LONGEST_ERROR])


def _assessed(fields: Fields, switches: Switches) -> CaseAnswer:
    case_id, keys = fields.required("id").text("id"), _keys_asked(fields)
    found = assess_year(facts_of(fields), benefits_of(fields), switches)
    asks_money = any(line.benefit.category == CASH_OUT for line in found.lines)
    # A request for money puts the whole plan at stake: no figure says what it would cost.
    undefined = frozenset({"taxable_if_paid_anyway"} if asks_money else ())
    return CaseAnswer(case_id, keys, found.whole, undefined)


def _keys_asked(fields: Fields) -> tuple[str, ...]:
    """Return the keys of `expected`, all where there is none."""
    if not fields.has("expected"):
        return VERDICT_KEYS
    expected = Fields(fields.row["expected"], "expected", frozenset(VERDICT_KEYS))
    return tuple(key for key in VERDICT_KEYS if expected.has(key))


def _id_of(case: object) -> str | None:
    found = case.get("id") if isinstance(case, dict) else None
    return found if isinstance(found, str) else None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Build an object; a key given twice becomes one that nobody knows, so that its case is an error."""
    found: dict[str, object] = {}
    for key, value in pairs:
        found[f"{key} (given twice)" if key in found else key] = value
    return found


def _whole(digits: str) -> int:
    """Read a whole number; one too long for any year or count is cut short, and stays out of every range."""
    return int(digits[:LONGEST_NUMBER])
