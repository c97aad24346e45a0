"""Whatever people and providers do, the places taken are those of live bookings and of places that are kept."""

import datetime
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from catalog.orders import calling_off, slot_cancellation, waiting_news
from catalog.orders.cancel import cancel_order
from catalog.orders.models import Order, WaitingRequest
from catalog.orders.refusals import Refusal
from providers import slots, waiting_due
from providers.models import Slot, Waiting
from tenants.isolation import SYSTEM
from tenants.models import Organization, Status
from tests.conftest import inside
from tests.waiting import line as lines
from tests.waiting.line import Line, Person, is_sound
from welfare.clock import now

people = st.integers(0, 3)
REASON = "Il Secchia è in piena: il Mulino resta chiuso."


class Places(RuleBasedStateMachine):
    """One slot, four families of two organizations, a provider, and time."""

    alfa: Organization
    beta: Organization

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.line: Line = lines.set_up(self.alfa, self.beta)
        ugo = lines.person(self.alfa, "Ugo", "Ivo", self.line.stage.voluntary)
        with inside(self.alfa):
            anna = Person(self.alfa, self.line.stage.anna, self.line.stage.leo)
        self.is_unswept = False
        self.people = [anna, self.line.bruno, self.line.carla, ugo]

    def teardown(self) -> None:
        """Leave the organizations as they were."""
        Organization.objects.filter(pk=self.alfa.pk).update(status=Status.ACTIVE)
        transaction.savepoint_rollback(self.savepoint)

    @rule(who=people)
    def join(self, who: int) -> None:
        """Somebody stands in line, if there is anything to wait for."""
        self.attempt(lambda: self.line.join(self.people[who]))

    @rule(who=people)
    def book(self, who: int) -> None:
        """Somebody books, a kept place or a free one."""
        person = self.people[who]
        has_kept = self.kept(person)
        order = self.attempt(lambda: self.line.book(person))
        if has_kept and self.line.slot.state != "cancelled":
            assert isinstance(order, Order), order

    def kept(self, person: Person) -> bool:
        """Whether a place is kept for a person's child, in time."""
        with inside(person.where):
            own = WaitingRequest.objects.filter(member=person.member, relative=person.child, closed_at__isnull=True)
            references = list(own.values_list("reference", flat=True))
        return Waiting.objects.filter(pk__in=references, state="offered", offered_until__gt=now()).exists()

    def attempt(self, work: Any) -> Any:
        """Do it, or leave it when it is refused in words."""
        try:
            return work()
        except (Refusal, slots.WrongMove, slots.FewerThanTaken) as refusal:
            return refusal

    @rule(who=people)
    def cancel(self, who: int) -> None:
        """A member cancels the oldest order that stands."""
        person = self.people[who]
        with inside(person.where):
            order = Order.objects.filter(member=person.member, state="placed").order_by("placed_at").first()
            if order is not None:
                cancel_order(order, actor=person.actor)

    @rule(who=people)
    def leave(self, who: int) -> None:
        """Somebody leaves the line, or the place that is kept."""
        person = self.people[who]
        with inside(person.where):
            request = WaitingRequest.objects.filter(member=person.member, closed_at__isnull=True).first()
        if request is not None:
            self.line.leave(person, request)

    @rule(capacity=st.integers(1, 4))
    def resize(self, capacity: int) -> None:
        """The provider changes how many places there are."""
        slot = self.line.slot
        fields = {
            "capacity": capacity, "starts_on": slot.starts_on, "ends_on": slot.ends_on, "hours": "", "place": ""
        }  # fmt: skip
        with inside(self.beta):
            self.attempt(lambda: slots.change_slot(slot, fields, actor=SYSTEM))

    @rule()
    def close_or_open(self) -> None:
        """The provider closes the dates, or opens them again."""
        slot = self.line.slot
        act = slots.close_slot if slot.state == "open" else slots.reopen_slot
        with inside(self.beta):
            self.attempt(lambda: act(slot, actor=SYSTEM))

    @rule()
    def a_day_passes(self) -> None:
        """Kept places that nobody confirmed go on."""
        late = now() - datetime.timedelta(seconds=1)
        Waiting.objects.filter(state="offered").update(offered_until=late)
        waiting_due.move_due()

    @rule()
    def sweep_and_tell(self) -> None:
        """The sweeper looks, and everybody is told."""
        waiting_due.move_due()
        self.is_unswept = False
        for organization_id, reference in waiting_due.news(100):
            with inside(Organization.objects.get(pk=organization_id)):
                waiting_news.tell(reference)

    @rule()
    def suspend_or_release(self) -> None:
        """Alfa is suspended, or released."""
        status = Organization.objects.get(pk=self.alfa.pk).status
        other = Status.SUSPENDED if status == Status.ACTIVE else Status.ACTIVE
        # A release is seen by the next sweep alone.
        self.is_unswept = True
        Organization.objects.filter(pk=self.alfa.pk).update(status=other)

    @rule(is_meant=st.integers(0, 9))
    def call_off(self, is_meant: int) -> None:
        """Seldom: the provider cancels the dates."""
        if is_meant:
            return
        with inside(self.beta):
            self.attempt(lambda: slot_cancellation.start(self.line.slot, REASON, actor=SYSTEM))
            calling_off.carry_on(self.line.slot.pk)

    @invariant()
    def places_are_sound(self) -> None:
        """Taken = live bookings + kept places, within the capacity."""
        assert is_sound(self.line.stage.slot)

    @invariant()
    def nobody_waits_beside_a_free_place(self) -> None:
        """A free place of open dates means that nobody waits whose organization is at work."""
        slot = self.line.slot
        if slot.state == Slot.State.OPEN and slot.left and not self.is_unswept:
            assert not Waiting.objects.filter(slot=slot, state="waiting", organization__status="active").exists()

    @invariant()
    def both_halves_agree(self) -> None:
        """Once told, a request is open exactly while its shared half is."""
        for organization in (self.alfa, self.beta):
            with inside(organization):
                open_ones = set(WaitingRequest.objects.filter(closed_at__isnull=True).values_list("pk", flat=True))
            own = Waiting.objects.filter(organization=organization)
            still = set(own.filter(state__in=["waiting", "offered"]).values_list("pk", flat=True))
            untold = set(own.filter(is_news=True).values_list("pk", flat=True))
            assert still <= open_ones <= still | untold


def test_any_sequence_keeps_the_places_sound(alfa: Organization, beta: Organization) -> None:
    Places.alfa, Places.beta = alfa, beta
    checks = settings(max_examples=20, stateful_step_count=20, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Places, settings=checks)
