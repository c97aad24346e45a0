"""The words of a cap of the year, kept or crossed, and of credit that may not pay; what works instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.fiscal import LimitKind
from catalog.orders.crossing import Crossing, LimitStep
from catalog.orders.shown import Ground, grounds
from catalog.orders.ways import Notice, WayOut
from catalog.plans.models import Budget
from catalog.plans.paying import Hindrance
from catalog.shelf.areas import BY_CODE
from welfare.money import format_euro
from welfare.templatetags.kit import day

DECLARATIONS = "family:declarations"


def title_of_limit(crossing: Crossing) -> str:
    """The heading: what would happen."""
    return _("You would pay tax on all of it") if crossing.is_pool else _("You would pay tax on a part of it")


def notices_of_limit(crossing: Crossing) -> list[Notice]:
    """What would be taxed and the amount that would still fit, with the law."""
    taxed = format_euro(crossing.taxed)
    text = _("If your credit paid for it all the same, %(amount)s would be taxed like pay.") % {"amount": taxed}
    return [
        Notice(each.message, f"{text} {still_fits(crossing)}", each.law)
        for each in grounds(crossing.answer.verdict.reasons)
    ]


def still_fits(crossing: Crossing) -> str:
    """How much more could be had this year."""
    if not crossing.fits:
        return _("This year nothing more fits.")
    return _("Up to %(amount)s still fits.") % {"amount": format_euro(crossing.fits)}


def facts_of_limit(crossing: Crossing) -> list[tuple[str, str]]:
    """What counts in the cap, the price, the cap itself."""
    if crossing.is_pool:
        parts = [
            (_("Asked for here this year"), crossing.orders),
            (_("Given by your employer besides"), crossing.outside),
            (_("From other employers, as you declared"), crossing.elsewhere),
        ]
    else:
        parts = [(_("Counted this year so far"), crossing.limit.used)]
    found = [(label, format_euro(value)) for label, value in parts if value]
    limit = (LABELS[crossing.limit.kind](), format_euro(crossing.limit.cap))
    return [*found, (_("This service"), format_euro(crossing.price)), limit]


LABELS = {
    LimitKind.POOL: lambda: _("Limit of fringe benefits"),
    LimitKind.CATEGORY: lambda: _("Limit of the year"),
    LimitKind.MEALS: lambda: _("Limit of meals"),
    LimitKind.CUMULATIVE: lambda: _("Limit of vouchers for several goods"),
    LimitKind.CONVERSION: lambda: _("Limit of converted bonuses"),
    LimitKind.PREMIUM: lambda: _("Limit of bonuses"),
}


@dataclass(frozen=True)
class ShownLimit:
    """A cap with a purchase in it, for `components/limit.html`."""

    label: str
    cap: Decimal
    used: Decimal
    left: Decimal
    law: str
    is_pool: bool


def shown_limit(step: LimitStep) -> ShownLimit:
    """A cap as it will stand after a purchase."""
    after = step.after
    return ShownLimit(LABELS[after.kind](), after.cap, after.used, after.left, after.law_ref, step.is_pool)


def ways_at_limit(crossing: Crossing, area: str) -> list[WayOut]:
    """A smaller amount, the declaration that raises the cap, services that the cap does not touch."""
    ways = []
    if crossing.fits:
        label = _("Choose one that costs at most %(amount)s") % {"amount": format_euro(crossing.fits)}
        ways.append(WayOut(label, _("Choose"), "shelf:list", query=f"?area={area}&ordina=prezzo"))
    if crossing.cap_with_children:
        label = _("Have you dependent children? Declare them, and your limit becomes %(cap)s")
        label %= {"cap": format_euro(crossing.cap_with_children)}
        detail = _("It takes their tax codes; then this service fits.")
        ways.append(WayOut(label, pgettext("go to a page", "Declare"), DECLARATIONS, detail=detail))
    detail = _("School, care, health, sport and culture do not count in it.") if crossing.is_pool else ""
    ways.append(WayOut(_("Look for a service outside this limit"), _("Open the shelf"), "shelf:list", detail=detail))
    return ways


def notices_of_budgets(hindered: Sequence[tuple[Budget, Hindrance]], reasons: Sequence[Ground]) -> list[Notice]:
    """Of each credit why it does not pay; the law's own words where there is nothing more to say."""
    if not hindered:
        return [Notice(ground.message, ground.advice, ground.law) for ground in reasons]
    law = reasons[0].law
    return [hindered_notice(budget, why, law) for budget, why in hindered]


def hindered_notice(budget: Budget, why: Hindrance, law: str) -> Notice:
    """Why one credit does not pay, and what to do."""
    title, text = HINDRANCES[why]()
    opens_on = day(budget.opens_on) if budget.opens_on else ""
    words = {"name": budget.name, "day": opens_on, "areas": areas_of(budget)}
    return Notice(title % words, text % words, law if why in OF_THE_LAW else "")


def areas_of(budget: Budget) -> str:
    """The areas of the shelf that a budget pays for, as people read them."""
    return ", ".join(str(BY_CODE[code].label) for code in budget.opens if code in BY_CODE)


OF_THE_LAW = frozenset({Hindrance.ONLY_FRINGE, Hindrance.SOURCE, Hindrance.NO_BASIS})
HINDRANCES = {
    Hindrance.NOT_YET: lambda: (
        _("“%(name)s” can be used from %(day)s"),
        _("Come back then, or choose a service that another credit of yours pays."),
    ),
    Hindrance.AREA: lambda: (
        _("“%(name)s” does not pay for services of this kind"),
        _("Your plan keeps it for: %(areas)s."),
    ),
    Hindrance.ONLY_FRINGE: lambda: (
        _("“%(name)s” pays for goods and vouchers only"),
        _("It is credit for fringe benefits: shopping, fuel, goods. Another credit of yours may pay for this service."),
    ),
    Hindrance.NO_BASIS: lambda: (
        _("“%(name)s” cannot be spent yet"),
        _("Your organization has not said by which act it gives this credit, as tax law asks. Tell your staff office."),
    ),
    Hindrance.SOURCE: lambda: (
        _("Tax law does not let “%(name)s” pay for this service"),
        _("It depends on where the credit comes from. See in your account what each credit is for."),
    ),
}
