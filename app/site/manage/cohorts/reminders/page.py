"""The rules of a cohort, whom each reaches in the next seven days, and why not the others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason
from app.messages.reminders.enums import Rule
from app.messages.reminders.occasions.rules import position_of
from app.messages.reminders.reader.rules import Reader, Settings
from app.messages.reminders.rules import AHEAD, Plan, plan
from app.messages.reminders.timing.rules import Setting, usual_of
from app.messages.reminders.week.rules import A_WEEK, UNANSWERED, Item, Planned
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.reminders.words import WHOM, WHOM_IN_SERIES, when

NAMED = 40
"""How many people are named of a group; of more it is said how many they are."""


OF_THE_EXPECTED = frozenset({Rule.UNIT_OPEN, Rule.UNSIGNED, Rule.MISSED, Rule.OFF_TRACK})
"""Rules of which nothing can ever become so in a series."""


@dataclass(frozen=True)
class Group:
    """Some people to whom the same holds."""

    title: Text
    about: str
    """The unit; empty: the cohort as a whole."""
    names: Sequence[str]
    more: int
    """How many besides."""

    @property
    def count(self) -> int:
        """How many people they are."""
        return len(self.names) + self.more


@dataclass(frozen=True)
class RuleCard:
    """One rule: what it is, when it goes, and to whom."""

    rule: str
    title: Text
    when: Text
    whom: Text
    is_on: bool
    is_changed: bool
    """Whether the cohort has it otherwise than its program."""
    reached: Sequence[Group]
    others: Sequence[Group]
    people_left_out: int
    """How many people it does not reach at all though its moment comes."""

    @property
    def people_reached(self) -> int:
        """How many letters that say it go out."""
        return sum(group.count for group in self.reached)


@dataclass(frozen=True)
class RemindersPage:
    """The reminders of a cohort."""

    cohort: str
    path: str
    cards: Sequence[RuleCard]
    a_week: int
    unanswered: int
    letters: int
    """How many go out in the next seven days."""
    people: int
    is_draft: bool
    archived: Reason | None
    saved: Text | None
    """The rule that was just set."""


_Planned = tuple[Reader, Plan]


class _Said(NamedTuple):
    """What holds of somebody: when a letter goes, or why it does not."""

    order: tuple[datetime, str]
    title: Text
    about: str
    name: str
    person: UUID


def reminders_page(
    here: CohortContext,
    settings: Settings,
    readers: Sequence[Reader],
    now: datetime,
    *,
    saved: Rule | None = None,
) -> RemindersPage:
    """Everybody is planned for, with all they have in other cohorts."""
    plans = [(reader, plan(reader, now)) for reader in readers]
    reached, others = _reached(here, plans, now), _others(here, plans, now)
    usual = usual_of(here.program.reminders)
    whom = WHOM_IN_SERIES if here.cohort.is_series else WHOM
    cards = [
        _card(rule, settings[rule], usual[rule], whom[rule], reached[rule], others[rule])
        for rule in Rule
        if not (here.cohort.is_series and rule in OF_THE_EXPECTED)
    ]
    return RemindersPage(
        cohort=here.cohort.title,
        path=path_of(here),
        cards=cards,
        a_week=A_WEEK,
        unanswered=UNANSWERED,
        letters=sum(_is_of(here, letter.items) for _, own in plans for letter in _soon(own, now)),
        people=len(readers),
        is_draft=here.cohort.is_draft,
        archived=why_not_change(here.cohort.archived_at),
        saved=saved.words if saved else None,
    )


def _card(
    rule: Rule,
    setting: Setting,
    usual: Setting,
    whom: Text,
    reached: Sequence[_Said],
    others: Sequence[_Said],
) -> RuleCard:
    return RuleCard(
        rule=rule.value,
        title=rule.words,
        when=when(rule, setting),
        whom=whom,
        is_on=setting.is_on,
        is_changed=setting != usual,
        reached=_groups(reached),
        others=_groups(others),
        people_left_out=len({own.person for own in others} - {own.person for own in reached}),
    )


def _soon(own: Plan, now: datetime) -> list[Planned]:
    return [letter for letter in own.letters if letter.at < now + AHEAD]


def _is_of(here: CohortContext, items: Iterable[Item]) -> bool:
    return any(item.place.cohort_id == here.cohort.id for item in items)


_OfRules = Mapping[Rule, list[_Said]]


def _reached(here: CohortContext, plans: Iterable[_Planned], now: datetime) -> _OfRules:
    """Who is told what when, by rule."""
    found: defaultdict[Rule, list[_Said]] = defaultdict(list)
    for reader, own in plans:
        for letter in _soon(own, now):
            title = _("{at:moment}", at=local(letter.at, reader.zone))
            for item in letter.items:
                if _is_of(here, [item]):
                    order = letter.at, reader.zone
                    said = _Said(order, title, _about(here, item), reader.name, reader.person_id)
                    found[item.thing.rule].append(said)
    return found


def _others(here: CohortContext, plans: Iterable[_Planned], now: datetime) -> _OfRules:
    """Who is not told, and why, by rule; somebody who is left out for one reason, once."""
    found: defaultdict[Rule, dict[object, _Said]] = defaultdict(dict)
    for reader, own in plans:
        for out in own.left_out:
            if out.at < now + AHEAD and _is_of(here, [out.item]):
                about = _about(here, out.item)
                said = _Said((now, out.why.code), out.why, about, reader.name, reader.person_id)
                found[out.item.thing.rule].setdefault((said.person, about, out.why), said)
    return defaultdict(list, {rule: list(of.values()) for rule, of in found.items()})


def _about(here: CohortContext, item: Item) -> str:
    position = position_of(item.thing.about)
    return here.label(position) if position else ""


def _groups(said: Iterable[_Said]) -> list[Group]:
    """Those to whom the same holds, in the order of their names."""
    found: defaultdict[tuple[tuple[datetime, str], str], list[_Said]] = defaultdict(list)
    for person in said:
        found[person.order, person.about].append(person)
    return [
        Group(
            ones[0].title,
            about,
            [person.name for person in ones[:NAMED]],
            max(0, len(ones) - NAMED),
        )
        for (_, about), ones in sorted(found.items(), key=lambda group: group[0])
    ]
