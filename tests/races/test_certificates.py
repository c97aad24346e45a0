"""Two officers decide on one certificate at the same moment: one of them does, and the member hears one answer."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from members import certificates
from members.certificates import Paper
from members.models import Certificate
from tenants import reviews
from tenants.isolation import SYSTEM
from tenants.messages.models import Message
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.members.papers import PDF
from tests.races.together import Meeting, at_once

ROUNDS = 4


@pytest.fixture(autouse=True)
def private(tmp_path: Path, settings: Any) -> None:
    settings.PRIVATE_FILES = tmp_path


def both(committed: Committed) -> list[Callable[[], bool]]:
    """One accepts what the other declines."""
    paper = Paper("INPS", datetime.date(2026, 1, 1), None, PDF, "pdf")
    with inside(committed.alfa):
        olga = make.relative(make.member("Anna"), "Olga")
        pk = certificates.send(olga, paper, actor=SYSTEM).pk

    def deciding(*, is_accepted: bool) -> Callable[[], bool]:
        def job() -> bool:
            with inside(committed.alfa):
                found = Certificate.objects.select_related("relative__member__user").get(pk=pk)
                return certificates.decide(found, is_accepted=is_accepted, reason="Manca", actor=SYSTEM)

        return job

    return [deciding(is_accepted=True), deciding(is_accepted=False)]


def told(committed: Committed) -> list[str]:
    """What members were told."""
    with inside(committed.alfa):
        return list(Message.objects.values_list("kind", flat=True))


def test_one_decision_holds(committed: Committed) -> None:
    for _ in range(ROUNDS):
        assert sorted(at_once(both(committed)), key=str) == [False, True]
    assert len(told(committed)) == ROUNDS


def test_control_without_conditions_both_decide(committed: Committed, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = Meeting(2)

    def anyway(certificate: Certificate, before: str, after: str, reason: str = "") -> bool:
        meeting.wait()
        return bool(Certificate.objects.filter(pk=certificate.pk).update(state=after))

    monkeypatch.setattr(reviews, "close", lambda _key: True)
    monkeypatch.setattr(certificates, "move", anyway)
    assert at_once(both(committed)) == [True, True]
    assert len(told(committed)) == 2
