"""The answers that a provider may ask for: which are needed, and what of them is kept."""

from collections.abc import Mapping

from providers.models import Offer, Question

# The day cannot go on without these; "nothing to declare" is a good answer to the others.
NEEDED = frozenset({Question.PICK_UP, Question.PHONE, Question.PHOTOS})
YES, NO = "yes", "no"
LONGEST = 300


def asked(offer: Offer) -> list[Question]:
    """The offer's questions in the order in which they are always asked."""
    return [question for question in Question if question in offer.questions]


def missing(offer: Offer, answers: Mapping[str, str]) -> list[Question]:
    """The needed questions without a usable answer."""
    return [q for q in asked(offer) if q in NEEDED and not usable(q, answers.get(q, ""))]


def usable(question: Question, answer: str) -> bool:
    """Whether an answer says something; a consent is a yes or a no."""
    if question == Question.PHOTOS:
        return answer in (YES, NO)
    return bool(answer.strip())


def kept(offer: Offer, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers to the offer's own questions, and nothing else that was sent."""
    said = {str(q): answers.get(q, "").strip()[:LONGEST] for q in asked(offer)}
    return {question: answer for question, answer in said.items() if answer}
