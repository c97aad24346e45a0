"""Open points of law: each is a switch, off by default, and off is the conservative reading.

An organization may turn one on, on its own account and with an opinion in hand; the engine then
reads the law the other way, and only there. English msgids; whoever shows them translates.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from catalog.fiscal.errors import UnknownCode


def _(message: str) -> str:
    """Mark a message for translation; whoever shows it translates."""
    return message


class SwitchCode(StrEnum):
    """Stable codes: they are stored with an organization and never renamed."""

    RELATIVES_APART = "relatives_apart"
    CONVERSION_OVER_BASE = "conversion_over_base"


@dataclass(frozen=True, slots=True)
class Switch:
    """What is open, what each position does, and who may turn it; `law_ref` is what leaves it open."""

    law_ref: str
    question: str
    when_off: str
    when_on: str
    set_by: str


SWITCHES: Mapping[SwitchCode, Switch] = MappingProxyType(
    {
        SwitchCode.RELATIVES_APART: Switch(
            law_ref="TUIR art.12 c.4-ter; D.Lgs.192/2025 art.1",
            question=_(
                "From 2025, are parents, grandparents, in-laws and siblings family even when they live elsewhere?"
            ),
            when_off=_("The purchase is put under review and not sold."),
            when_on=_("They are family as until 2024: living together is not asked."),
            set_by=_("HR of the organization, with a tax adviser's written opinion."),
        ),
        SwitchCode.CONVERSION_OVER_BASE: Switch(
            law_ref="L.208/2015 art.1 c.184; L.199/2025 art.1 c.8-9",
            question=_(
                "In 2026 and 2027, may performance bonuses be converted over 3,000, up to the limit of those in money?"
            ),
            when_off=_("What goes over the lower limit in the year is put under review and not sold."),
            when_on=_("Bonuses may be converted up to the limit of the year."),
            set_by=_("HR of the organization, with a tax adviser's written opinion."),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Switches:
    """The switches that an organization has turned on."""

    turned: frozenset[SwitchCode] = frozenset()

    def on(self, code: SwitchCode) -> bool:
        """Whether a switch is turned on."""
        return code in self.turned


CAUTIOUS = Switches()
"""Every switch off."""


def switches(codes: Collection[str]) -> Switches:
    """Return the switches of stored codes; UnknownCode for one that there is not."""
    unknown = sorted(set(codes) - set(SWITCHES))
    if unknown:
        raise UnknownCode("switch", unknown[0])
    return Switches(frozenset(SwitchCode(code) for code in codes))
