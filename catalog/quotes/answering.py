"""What a provider does about a request: answers, corrects, declines, withdraws, proposes another price.

Called inside the provider's schema. What it writes is kept on both sides, in one transaction; the move of the nameless
quote decides between a provider that withdraws and a member who accepts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from catalog.quotes import conversing, refusals, telling
from catalog.quotes.models import AskedProvider
from providers.enquiries import sealing
from providers.enquiries.services import Answer, keep_answer, kept_answer
from providers.models import Fulfilment
from providers.quoting import moves
from providers.quoting.models import Quote, Side, Variation
from providers.quoting.moves import Terms
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare.clock import now

State = Quote.State
# What the trails are told of a piece of news.
ACTS = {"answered": "quote_answered", "corrected": "quote_corrected", "declined": "quote_declined"}


@dataclass(frozen=True)
class NewPrice:
    """Another price for work that was agreed, and why."""

    price: Decimal
    vat_rate: Decimal
    reason: str


@contextmanager
def at_members(quote: Quote) -> Iterator[AskedProvider]:
    """In the member's schema, as the system: who acts is written below, where the member reads it (decision 0009).

    Raises OutOfReach where its data is not there, or comes from an older backup.
    """
    if not isolation.schema_exists(quote.issuer.schema_name):
        raise refusals.OutOfReach
    with isolation.enter(quote.issuer, reason="answer a request for a quote"):
        asked = AskedProvider.objects.select_related("request__member__user").filter(pk=quote.pk).first()
        if asked is None:
            raise refusals.OutOfReach
        yield asked


def answer(quote: Quote, terms: Terms, included: str, *, actor: Actor) -> None:
    """Answer with a price, or correct the answer; the member is told. Raises NoLongerNeeded, OutOfReach.

    The same answer again changes nothing.
    """
    if is_same(quote, terms, included):
        return
    news = "corrected" if quote.state == State.QUOTED else "answered"
    with transaction.atomic():
        move(moves.give, quote, terms)
        write_answer(quote, Answer(included=included), news, actor)


def is_same(quote: Quote, terms: Terms, included: str) -> bool:
    """Whether this answer stands already: a form that was sent twice."""
    if quote.state != State.QUOTED:
        return False
    given = Terms(quote.price, quote.vat_rate, quote.starts_on, quote.valid_until)  # type: ignore[arg-type]
    return given == terms and kept_answer(quote.pk).included == included


def decline(quote: Quote, reason: str, *, actor: Actor) -> None:
    """Say that one cannot, and why. Raises NoLongerNeeded, OutOfReach."""
    with transaction.atomic():
        move(moves.decline, quote)
        write_answer(quote, Answer(reason=reason), "declined", actor)


def withdraw(quote: Quote, *, actor: Actor) -> None:
    """Take an answer back that nobody has accepted. Raises NoLongerNeeded, OutOfReach."""
    with transaction.atomic():
        move(moves.withdraw, quote)
        with at_members(quote) as asked:
            note(asked, "quote_withdrawn", actor)
            telling.tell_member(asked, "withdrawn")
        record(actor, "quote_withdrawn", subject=str(quote.pk))


def move(act: object, quote: Quote, *terms: object) -> None:
    """A move of the quote, in the words of this room when it comes too late."""
    try:
        act(quote, *terms)  # type: ignore[operator]
    except moves.NotOpen as error:
        raise refusals.NoLongerNeeded from error


def write_answer(quote: Quote, said: Answer, news: str, actor: Actor) -> None:
    """Keep the words of an answer on both sides, and tell the member."""
    keep_answer(quote.pk, said)
    record(actor, ACTS[news], subject=str(quote.pk))
    with at_members(quote) as asked:
        AskedProvider.objects.filter(pk=asked.pk).update(sealed=sealing.seal(asdict(said)))
        note(asked, ACTS[news], actor)
        telling.tell_member(asked, news, quote.revision)


def note(asked: AskedProvider, action: str, actor: Actor) -> None:
    """Write in the member's organization what the provider did, where the member reads it."""
    record(actor, action, person_id=asked.request.member.user_id, subject=str(asked.pk))


def propose(quote: Quote, new: NewPrice, *, actor: Actor) -> Variation:
    """Propose another price for work whose voucher is still to be used. Raises VoucherOver, OutOfReach.

    One at a time: a second proposal while one waits is a VariationOver.
    """
    with transaction.atomic():
        held = moves.lock(quote.pk)
        if held.state != State.ACCEPTED or not is_to_be_used(held):
            raise refusals.VoucherOver
        variation = proposed(held, new)
        conversing.write(held, Side.PROVIDER, new.reason, actor=actor, news="")
        record(actor, "variation_proposed", subject=str(quote.pk))
        with at_members(held) as asked:
            note(asked, "variation_proposed", actor)
            telling.tell_member(asked, "variation", variation.pk)
    return variation


def proposed(quote: Quote, new: NewPrice) -> Variation:
    """Write the nameless row; raises VariationOver while another waits."""
    try:
        with transaction.atomic():
            return Variation.objects.create(quote=quote, price=new.price, vat_rate=new.vat_rate)
    except IntegrityError as error:
        raise refusals.VariationOver from error


def is_to_be_used(quote: Quote) -> bool:
    """Whether the voucher of a quote that was accepted has still to be used."""
    if quote.fulfilment_id is None:
        return False
    return Fulfilment.objects.filter(pk=quote.fulfilment_id, state=Fulfilment.State.ISSUED).exists()


def withdraw_variation(quote: Quote, variation: Variation, *, actor: Actor) -> None:
    """Take another price back; what was agreed stands. Raises VariationOver, OutOfReach."""
    with transaction.atomic():
        waiting = Variation.objects.filter(pk=variation.pk, quote=quote, state=Variation.State.PROPOSED)
        if not waiting.update(state=Variation.State.WITHDRAWN, decided_at=now()):
            raise refusals.VariationOver
        record(actor, "variation_withdrawn", subject=str(quote.pk))
        with at_members(quote) as asked:
            note(asked, "variation_withdrawn", actor)
            telling.tell_member(asked, "variation_withdrawn", variation.pk)
