"""Why a plan cannot be opened as it is: a sentence, and the step that puts it right."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog.plans.setup.steps import Step
from welfare.errors import PlainError


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason, in the reader's language; `field` is the one that it speaks of in the step's form, if any."""

    step: Step
    text: str
    budget: UUID | None = None
    field: str | None = None


class Refused(PlainError):
    """A step, or the opening, that the rules do not allow; nothing was written."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(each.text for each in refusals))
        self.refusals = tuple(refusals)


class NotADraft(PlainError):
    """The plan is open or closed meanwhile: people rely on its terms, and nothing was written."""
