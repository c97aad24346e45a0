"""Who would be in which category: what HR looks at before a rule, or the order of rules, is kept."""

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members import categories
from members.categories import BY_HAND, FREE, Ruled
from members.category_rules import Rule, rule_from
from members.models import Category, Member
from members.queries import employed_on
from welfare import clock

SHOWN = 20
# The key of a category that is being written.
NEW = 0


@dataclass(frozen=True)
class Part:
    """Some of the people a rule speaks of, and the category that they are, or come, in."""

    name: str
    people: int


@dataclass(frozen=True)
class MoveShown:
    """How many people go from one category to another, by name."""

    source: str
    target: str
    people: int


@dataclass(frozen=True)
class Preview:
    """What a rule would do: whom it takes, who moves, who stays elsewhere and why, and whom it cannot see."""

    people: int
    moves: list[MoveShown]
    held_by_rules: list[Part]
    held_by_hand: list[Part]
    # People without the data that the rule asks for: the condition, and how many.
    unknown: list[Part]
    everybody: int
    first: list[Member] = field(default_factory=list)
    # That what was seen is what is kept.
    digest: str = ""

    @property
    def more(self) -> int:
        """How many are taken and not named."""
        return self.people - len(self.first)

    @property
    def refusal(self) -> str:
        """Why a rule that takes nobody cannot be kept; empty for one that takes somebody."""
        if self.people:
            return ""
        if not (self.held_by_rules or self.held_by_hand):
            nobody = ngettext(
                "The %(n)s person who is here today does not meet this rule: loosen it, or check the record.",
                "Of the %(n)s people who are here today nobody meets this rule: loosen it, or check the records.",
                self.everybody,
            )
            return nobody % {"n": self.everybody}
        return _(
            "Everybody who meets this rule stands elsewhere, by hand or by an earlier rule: let this rule be tried "
            "before the others, or let it also move people whose category was given by hand."
        )


def preview(category: Category, rule: Rule, *, releases: bool, before: int | None) -> Preview:
    """What `categories.keep` would do today; a fixed number of queries, however many people there are."""
    kept = list(categories.in_order())
    key, day = category.pk or NEW, clock.today()
    names = {each.pk: each.name for each in kept} | {key: category.name}
    rules = draft(kept, category, rule, before)
    free = FREE | categories.released(category, rule) if releases else FREE
    taken = Q(free, target=key) | Q(BY_HAND, category=key)
    met: QuerySet[Any] = categories.people_in(rule, day).annotate(target=categories.first_fitting(rules, day))
    by_rules, by_hand, people = shares(met, key, releases=releases)
    moves = shown_moves(categories.misplaced(rules, day, free), names)
    unknown, everybody = blind_spots(rule, day)
    found = Preview(people, moves, parts(by_rules, names), parts(by_hand, names), unknown, everybody)
    first = list(met.filter(taken).select_related("user", "category").order_by("sort_name", "pk")[:SHOWN])
    return Preview(**{**vars(found), "first": first, "digest": digest(key, rule, releases, rules, found)})


def draft(kept: Sequence[Category], category: Category, rule: Rule, before: int | None) -> list[Ruled]:
    """The rules as they would be tried."""
    others = [each for each in kept if each.pk != category.pk]
    in_order = categories.inserted(others, category, before)
    rules = [Ruled(each.pk or NEW, rule if each is category else rule_from(each.rule)) for each in in_order]
    return [each for each in rules if not each.rule.is_empty]


def shares(met: QuerySet[Any], key: int, *, releases: bool) -> tuple[Counter[int], Counter[int], int]:
    """Of those who meet the rule: who stays by an earlier rule, who by hand, by category; and how many are taken."""
    by_rules: Counter[int] = Counter()
    by_hand: Counter[int] = Counter()
    people = 0
    groups = met.order_by().values_list("target", "category", "category_by_hand").annotate(n=Count("pk"))
    for target, category, is_by_hand, n in groups:
        stays_by_hand = category is not None and is_by_hand and not releases
        if stays_by_hand and category != key:
            by_hand[category] += n
        elif not stays_by_hand and target != key:
            by_rules[target] += n
        else:
            people += n
    return by_rules, by_hand, people


def parts(counts: Counter[int], names: dict[int, str]) -> list[Part]:
    """Counts by category, the most first."""
    return [Part(names[key], n) for key, n in counts.most_common()]


def shown_moves(misplaced: QuerySet[Any], names: dict[int, str]) -> list[MoveShown]:
    """Who goes where, by name."""
    nowhere = _("no category")
    return [
        MoveShown(
            names[move.source] if move.source else nowhere,
            nowhere if move.target is None else names[move.target],
            move.people,
        )
        for move in categories.moves(misplaced)
    ]


def blind_spots(rule: Rule, day: datetime.date) -> tuple[list[Part], int]:
    """How many people in force lack what the rule asks for, and how many are in force; one query."""
    asked = {
        _("level"): (rule.levels, Q(level="")),
        _("site"): (rule.sites, Q(site="")),
        _("contract hours a week"): (rule.of_hours() != Q(), Q(contract_hours__isnull=True)),
        _("hiring date"): (rule.of_seniority(day) != Q(), Q(hired_on__isnull=True)),
    }
    missing = {f"n{place}": Count("pk", filter=lacks) for place, (_asks, lacks) in enumerate(asked.values())}
    counts = Member.objects.filter(employed_on(day)).aggregate(everybody=Count("pk"), **missing)
    found = [
        Part(str(name), counts[f"n{place}"])
        for place, (name, (is_asked, _lacks)) in enumerate(asked.items())
        if is_asked and counts[f"n{place}"]
    ]
    return found, counts["everybody"]


def digest(key: int, rule: Rule, releases: bool, rules: Sequence[Ruled], found: Preview) -> str:
    """A short mark of what was shown: another rule, order or figure gives another one."""
    figures = asdict(found) | {"first": [], "key": key, "rule": rule.as_kept(), "releases": releases}
    figures["rules"] = [(each.category_id, each.rule.as_kept()) for each in rules]
    return hashlib.sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest()[:32]


def moves_of_order(keys: Sequence[int]) -> list[MoveShown]:
    """Who would move if the rules were tried in this order; two queries."""
    kept = {each.pk: each for each in categories.in_order()}
    rules = categories.ruled([kept[key] for key in keys])
    names = {key: each.name for key, each in kept.items()}
    return shown_moves(categories.misplaced(rules, clock.today()), names)
