"""A request beside its answers, in the words of pages: where each stands, what the credit covers of it."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.orders import conditions, refusals
from catalog.orders.outlook import Prospect, of_credit, of_offer
from catalog.orders.purchase import EUR, Choice, purchase_of
from catalog.orders.refusals import Refusal
from catalog.orders.shown import ShownOrder
from catalog.quotes.accepting import agreed_of
from catalog.quotes.models import AskedProvider, Request
from catalog.quotes.queries import Written, answer_of, quotes_of, written_of
from members.ledger import queries as ledger
from members.ledger.queries import Lot
from providers.enquiries.services import Answer, Urgency
from providers.quoting.models import Quote
from welfare.clock import today

State = Quote.State
PILLS = {
    State.ASKED: "neutral", State.QUOTED: "", State.ACCEPTED: "", State.DECLINED: "refusal",
    State.WITHDRAWN: "refusal", State.NOT_CHOSEN: "neutral", State.CLOSED: "neutral", State.EXPIRED: "warn",
}  # fmt: skip
# What can be accepted stands first, then what may still come, then the rest.
RANK = {State.ACCEPTED: 0, State.QUOTED: 1, State.ASKED: 2}
LAST = 3


@dataclass(frozen=True)
class ShownQuote:
    """One provider's answer, with what the credit covers of it while it can be accepted."""

    asked: AskedProvider
    quote: Quote
    answer: Answer
    prospect: Prospect | None = None

    @property
    def state(self) -> str:
        """Where it stands, past its day whatever the nightly round did."""
        return state_of(self.quote)

    @property
    def words(self) -> str:
        """The same in words, as who asked reads it."""
        if self.state == State.ASKED:
            return pgettext("a quote", "No answer yet")
        return str(State(self.state).label)

    @property
    def pill(self) -> str:
        """The colour of it."""
        return PILLS[State(self.state)]

    @property
    def can_accept(self) -> bool:
        """Whether it holds today."""
        return self.state == State.QUOTED

    @property
    def has_price(self) -> bool:
        """Whether a price stands to be compared."""
        return self.state in (State.QUOTED, State.ACCEPTED)

    @property
    def order(self) -> ShownOrder | None:
        """The order that came of it."""
        return ShownOrder(self.asked.order) if self.asked.order else None


@dataclass(frozen=True)
class ShownRequest:
    """A request with its answers, the best of them ahead."""

    request: Request
    written: Written
    quotes: list[ShownQuote]

    @property
    def is_open(self) -> bool:
        """Whether something may still be accepted."""
        return self.request.state == Request.State.OPEN

    @property
    def priced(self) -> list[ShownQuote]:
        """Those with a price to compare."""
        return [each for each in self.quotes if each.has_price]

    @property
    def waiting(self) -> int:
        """How many have not answered yet."""
        return sum(each.state == State.ASKED for each in self.quotes)

    @property
    def chosen(self) -> ShownQuote | None:
        """The one that was accepted."""
        return next((each for each in self.quotes if each.quote.state == State.ACCEPTED), None)


def state_of(quote: Quote) -> str:
    """Where a quote stands today."""
    day = quote.valid_until if quote.state == State.QUOTED else quote.reply_by
    is_over = quote.state in (State.QUOTED, State.ASKED) and day is not None and day < today()
    return State.EXPIRED if is_over else quote.state


def shown_request(request: Request) -> ShownRequest:
    """A request that its member fetched; the queries grow with the answers alone, at most five."""
    quotes, is_open = quotes_of(request), request.state == Request.State.OPEN
    lots = lots_of(request) if is_open else []
    shown = [shown_quote(request, asked, quotes, lots) for asked in request.asked.all()]
    return ShownRequest(request, written_of(request), sorted(shown, key=standing))


def lots_of(request: Request) -> list[Lot]:
    """The member's credit today."""
    return [lot for lot in ledger.lots(request.member.uuid, on=today()) if lot.unit == EUR]


def shown_quote(request: Request, asked: AskedProvider, quotes: dict[uuid.UUID, Quote], lots: list[Lot]) -> ShownQuote:
    """One answer; what the credit covers of it is asked only while it can be accepted."""
    quote = quotes[asked.pk]
    is_held = request.state == Request.State.OPEN and state_of(quote) == State.QUOTED
    return ShownQuote(asked, quote, answer_of(asked), prospect_of(request, quote, lots) if is_held else None)


def standing(shown: ShownQuote) -> tuple[int, Decimal, str]:
    """The accepted one, then prices from the lowest, then who may still answer."""
    rank = RANK.get(State(shown.state), LAST)
    return rank, shown.quote.price or Decimal(0), shown.asked.provider_name


def prospect_of(request: Request, quote: Quote, lots: list[Lot]) -> Prospect:
    """What accepting would come to: the lots that would pay, or why not."""
    choice = Choice(quote.offer_id, relative_id=request.relative_id)
    purchase = purchase_of(request.member, choice, agreed=agreed_of(quote))
    try:
        conditions.check(purchase)
    except refusals.RulesUnread:
        # Who accepts is led to the rules first.
        pass
    except refusals.TaxRefusal as refusal:
        return Prospect("warn", refusal.heading, refusal.advice)
    except Refusal as refusal:
        return of_offer(refusal)
    return of_credit(purchase, lots)


def need_facts(written: Written) -> list[tuple[str, str]]:
    """What a member wrote, as label and value."""
    need, contact = written.need, written.contact
    facts = [
        (_("Where"), ", ".join(part for part in (contact.address, need.town) if part)),
        (_("How soon"), urgency_words(need.urgency)),
        (_("Days and hours"), need.when),
        (_("Phone"), " · ".join(part for part in (contact.phone, contact.hours) if part)),
    ]
    return [fact for fact in facts if fact[1]]


def urgency_words(code: str) -> str:
    """How soon, in words."""
    return str(Urgency(code).label) if code in Urgency.values else ""
