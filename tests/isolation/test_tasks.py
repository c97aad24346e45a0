"""Tasks: none works without an organization, nor for one that is suspended; after its release it does."""

import uuid
from typing import Any

import pytest
from celery import Task

from tenants import isolation
from tenants.messages.models import Message
from tenants.messages.tasks import send_message
from tenants.models import FailedTask, Organization, Status
from tests import make
from tests.conftest import inside
from welfare.celery import application

# They visit every organization and take none; each is safe to send by anybody who can reach the broker.
VISITING = {
    "catalog.closing.remind_everywhere",
    "catalog.closing.settle_everywhere",
    "catalog.conversion.go_through_everywhere",
    "catalog.enrolments.go_through_everywhere",
    "catalog.feedback.ask_everywhere",
    "catalog.nominations.tend_everywhere",
    "catalog.orders.expire_everywhere",
    "catalog.orders.sweep",
    "catalog.plans.tell_everywhere",
    "catalog.quotes.tend_everywhere",
    "catalog.settlement.close_everywhere",
    "catalog.settlement.go_through",
    "catalog.settlement.pass_days_everywhere",
    "catalog.shelf.erase_photos",
    "catalog.shelf.put_versions_in_force",
    "catalog.shelf.tell_looks_everywhere",
    "catalog.subscriptions.go_through_everywhere",
    "members.apply_category_rules_everywhere",
    "members.close_leavers_everywhere",
    "members.erase_certificates",
    "members.erase_imports",
    "providers.accreditation.go_through",
    "providers.applications.lapse_everywhere",
    "providers.bookings.tasks.erase_bookings_due",
    "providers.demand.erase",
    "providers.enquiries.erase",
    "providers.opinions.count",
    "tenants.clean",
    "tenants.provisioning.sweep",
}


def registered() -> dict[str, Task]:
    application.loader.import_default_modules()
    return {name: task for name, task in application.tasks.items() if not name.startswith("celery.")}


def test_what_visits_all_organizations_is_written_here() -> None:
    """A task not in this list must refuse to run without an organization (the next tests)."""
    assert set(registered()) >= VISITING


def taking() -> list[str]:
    return sorted(set(registered()) - VISITING)


@pytest.mark.django_db
@pytest.mark.parametrize("name", taking())
@pytest.mark.parametrize("given", [(), ("",), (None,), ("nonsense",), (str(uuid.uuid4()),), ("public",)])
def test_without_an_organization_nothing_runs(name: str, given: tuple[Any, ...]) -> None:
    rest = [str(uuid.uuid4())] * 3 if given else []
    for count in range(len(rest) + 1):
        with pytest.raises((isolation.NoOrganization, TypeError)):
            registered()[name].run(*given, *rest[:count])
    assert isolation.current_or_none() is None
    assert FailedTask.objects.count() == 0


def queued(where: Organization) -> Message:
    with inside(where):
        return Message.objects.create(recipient=make.user("Anna"), kind="unknown")


def test_a_suspended_organization_s_work_waits_and_goes_on_after_its_release(alfa: Organization) -> None:
    message = queued(alfa)
    Organization.objects.filter(pk=alfa.pk).update(status=Status.SUSPENDED)
    with pytest.raises(isolation.Unavailable):
        send_message.run(alfa.key, str(message.pk))
    with inside(alfa):
        message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 0)
    Organization.objects.filter(pk=alfa.pk).update(status=Status.ACTIVE)
    send_message.run(alfa.key, str(message.pk))
    with inside(alfa):
        message.refresh_from_db()
    assert message.attempts == 1


def test_a_task_of_alfa_does_nothing_to_a_row_of_beta(alfa: Organization, beta: Organization) -> None:
    message = queued(beta)
    send_message.run(alfa.key, str(message.pk))
    with inside(beta):
        message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 0)


def test_a_task_leaves_the_connection_where_it_was(alfa: Organization, beta: Organization) -> None:
    message = queued(alfa)
    with inside(beta):
        send_message.run(alfa.key, str(message.pk))
        assert isolation.current() == beta
    send_message.run(alfa.key, str(message.pk))
    assert isolation.current_or_none() is None


def test_work_is_kept_when_a_worker_dies_and_every_task_ends() -> None:
    assert application.conf.task_acks_late is True
    assert application.conf.task_reject_on_worker_lost is True
    assert 0 < application.conf.task_soft_time_limit < application.conf.task_time_limit
