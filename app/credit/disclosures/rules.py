"""How far the disclosures of who controls content are, and what can be done about them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.credit.disclosures.enums import ControllerRole, ControllerState, Mitigation, Nature
from app.language.reasons import Reason, reason
from app.people.rules import why_not_deal_with

LOOKS_BACK = 24
"""Months of which relationships are disclosed (ACCME, Standard 3)."""
VALID_FOR = timedelta(days=365)
"""How long a disclosure is taken as it was given; then it is asked for again."""
ASKED_AGAIN_AFTER = timedelta(days=7)
"""How long after a letter the next one goes."""
SECOND_CLICK = timedelta(minutes=5)
MOST_LETTERS = 5
"""A request and four reminders: who does not answer those is called."""
MOST_RELATIONSHIPS = 12

STATEMENT_VERSION = "2026-12"
STATEMENT = (
    "I have disclosed all financial relationships that I have, or had within the past "  # not shown
    "24 months, with ineligible companies: those whose primary business is producing, marketing, "
    "selling, re-selling, or distributing healthcare products used by or on patients. I will "
    "disclose again when this changes."
)  # not shown: signed word for word

NO_ANSWER = reason(
    "disclosure.no_answer",
    "Enter each relationship, or say that you had none in the past 24 months.",
)
BOTH_ANSWERS = reason(
    "disclosure.both_answers",
    "You entered a relationship and said that there is none. Take one of the two away.",
)
NO_COMPANY = reason("disclosure.no_company", "Enter the company of each relationship.")
NO_NATURE = reason("disclosure.no_nature", "Choose what each relationship is.")
NOBODY_OWES = reason(
    "disclosure.nobody_owes", "Nobody with an account owes a disclosure at the moment."
)
NOT_ASKED = reason("disclosure.not_asked", "Whoever owes a disclosure was asked in the last week.")
ARE_THERE = reason("disclosure.controller_there", "They are on the list already.")
NOT_THERE = reason("disclosure.controller_gone", "They are not on the list any more.")
BY_ACCOUNT = reason(
    "disclosure.by_account", "They have an account, so they disclose by themselves. Ask them."
)
NOTHING_TO_REVIEW = reason(
    "disclosure.nothing_to_review", "There is no disclosure of theirs that waits for a review."
)
ANOTHER_GIVEN = reason(
    "disclosure.another_given",
    "They disclosed anew while this page was open. Look at what they disclose now.",
)
FOR_OFFICERS = reason(
    "disclosure.for_officers",
    "The provider of this activity has a CME officer, who reviews disclosures.",
)
OFFICERS_DECIDE = reason(
    "disclosure.officers_decide",
    "The provider of this activity has a CME officer, who decides whether disclosures are needed.",
)
NOT_SAID = reason("disclosure.not_said", "Say of each relationship whether it is relevant.")
NO_MITIGATION = reason("disclosure.no_mitigation", "Choose how it was mitigated.")
NO_WORD = reason("disclosure.no_word", "Say what was done.")
NO_DAY = reason("disclosure.no_day", "Enter the day on which it was mitigated.")
NOT_YET_MITIGATED = reason(
    "disclosure.not_yet_mitigated", "A relationship is mitigated before it is cleared, not later."
)
DECIDED_MEANWHILE = reason(
    "disclosure.decided_meanwhile",
    "Somebody else decided while this page was open. Read what they decided first.",
)
NO_SOURCE = reason("disclosure.no_source", "Say how it came, and when.")


@dataclass(frozen=True)
class Relationship:
    """One financial relationship with an ineligible company."""

    id: UUID
    company: str
    nature: Nature
    has_ended: bool


@dataclass(frozen=True)
class Entered:
    """One relationship as somebody enters it."""

    company: str
    nature: Nature | None
    has_ended: bool


@dataclass(frozen=True)
class Verdict:
    """What a review says of one relationship."""

    is_relevant: bool | None
    mitigation: Mitigation | None = None
    word: str = ""
    mitigated_on: date | None = None


@dataclass(frozen=True)
class Reviewed:
    """The review of a disclosure that holds, for one activity."""

    at: datetime
    by: UUID
    verdicts: Mapping[UUID, Verdict]
    """By relationship."""


@dataclass(frozen=True)
class Given:
    """A disclosure as it was given, and its review for one activity."""

    id: UUID
    has_none: bool
    typed_name: str
    source: str
    signed_at: datetime
    valid_until: datetime
    relationships: Sequence[Relationship] = ()
    reviewed: Reviewed | None = None

    @property
    def relevant(self) -> list[Relationship]:
        """What was found relevant to the activity."""
        verdicts = self.reviewed.verdicts if self.reviewed else {}
        return [own for own in self.relationships if verdicts[own.id].is_relevant]


@dataclass(frozen=True)
class Controller:
    """Somebody who controls content of one cohort's activity."""

    id: UUID
    """Of the person, or, without an account, of their row on the list."""
    person_id: UUID | None
    name: str
    sort_name: str
    roles: frozenset[ControllerRole]
    units: frozenset[UUID] | None = None
    """The units whose sessions they lead, where that is all that they control."""
    row_id: UUID | None = None
    """Of what was entered by name, which can be taken away."""
    left_out: str = ""
    given: Given | None = None
    asked_at: datetime | None = None
    letters: int = 0


def state_of(own: Controller, now: datetime) -> ControllerState:
    """How far somebody is. Whoever disclosed anew is to be reviewed anew."""
    if own.left_out:
        return ControllerState.LEFT_OUT
    if own.given is None:
        return ControllerState.WAITING
    if own.given.valid_until <= now:
        return ControllerState.EXPIRED
    return ControllerState.CLEARED if own.given.reviewed else ControllerState.TO_REVIEW


def uncleared(controllers: Iterable[Controller], now: datetime) -> list[Controller]:
    """Who keeps something shut."""
    done = {ControllerState.CLEARED, ControllerState.LEFT_OUT}
    return [own for own in controllers if state_of(own, now) not in done]


def to_ask(controllers: Iterable[Controller], now: datetime) -> list[Controller]:
    """Who owes a disclosure, has an account, and got no letter in the last week."""
    return [
        own
        for own in controllers
        if _owes(own, now) and (own.asked_at is None or own.asked_at + ASKED_AGAIN_AFTER <= now)
    ]


def to_remind(controllers: Iterable[Controller], now: datetime) -> list[Controller]:
    """Those of them whom somebody asked before, and not too often."""
    return [own for own in to_ask(controllers, now) if 0 < own.letters < MOST_LETTERS]


def why_not_ask(controllers: Sequence[Controller], now: datetime) -> Reason | None:
    """Why nobody is asked."""
    owe = [own for own in controllers if _owes(own, now)]
    if not owe:
        return NOBODY_OWES
    return None if to_ask(owe, now) else NOT_ASKED


def _owes(own: Controller, now: datetime) -> bool:
    """Whether somebody is to disclose by themselves."""
    owes = {ControllerState.WAITING, ControllerState.EXPIRED}
    return own.person_id is not None and state_of(own, now) in owes


def why_not_disclose(entered: Sequence[Entered], *, none: bool) -> Reason | None:
    """Why a disclosure cannot be taken as it is."""
    if none and entered:
        return BOTH_ANSWERS
    if not none and not entered:
        return NO_ANSWER
    if any(not own.company for own in entered):
        return NO_COMPANY
    return NO_NATURE if any(own.nature is None for own in entered) else None


def is_again(before: Given | None, entered: Sequence[Entered], now: datetime) -> bool:
    """Whether somebody just signed the same: a second click, and no other disclosure."""
    if before is None or before.signed_at + SECOND_CLICK <= now:
        return False
    there = [Entered(own.company, own.nature, own.has_ended) for own in before.relationships]
    return there == list(entered)


def why_not_enter_paper(own: Controller | None) -> Reason | None:
    """Why nobody enters a paper for somebody."""
    if own is None:
        return NOT_THERE
    return BY_ACCOUNT if own.person_id is not None else None


def why_not_review_as(by: UUID, own_id: UUID, officers: Collection[UUID]) -> Reason | None:
    """Why a review is not somebody's to make: of oneself, or where officers are there for it.

    `officers`: of the activity's provider. One who is alone and disclosed leaves it to others.
    """
    able = set(officers) - {own_id}
    not_theirs = FOR_OFFICERS if able and by not in able else None
    return why_not_deal_with([own_id], by=by) or not_theirs


def why_not_decide(by: UUID, officers: Collection[UUID]) -> Reason | None:
    """Why whether disclosures are needed is not somebody's to decide: officers are there for it."""
    return OFFICERS_DECIDE if officers and by not in officers else None


def why_not_review(
    whose: Controller | None, verdicts: Mapping[UUID, Verdict], seen: UUID, today: date
) -> Reason | None:
    """Why a disclosure cannot be reviewed so. `seen`: the disclosure that was on the page."""
    if whose is None or whose.given is None or whose.left_out:
        return NOTHING_TO_REVIEW
    if whose.given.id != seen:
        return ANOTHER_GIVEN
    found = [verdicts.get(each.id, Verdict(None)) for each in whose.given.relationships]
    wrong = (why_not for verdict in found for why_not in wrong_in(verdict, today).values())
    return next(wrong, None)


def wrong_in(verdict: Verdict, today: date) -> dict[str, Reason]:
    """What a verdict lacks, by its field in the form. `today`: in the activity's zone."""
    if not verdict.is_relevant:
        return {"relevant": NOT_SAID} if verdict.is_relevant is None else {}
    wrong: dict[str, Reason] = {}
    if verdict.mitigation is None:
        wrong["mitigation"] = NO_MITIGATION
    if not verdict.word.strip():
        wrong["word"] = NO_WORD
    if verdict.mitigated_on is None:
        wrong["mitigated_on"] = NO_DAY
    elif verdict.mitigated_on > today:
        wrong["mitigated_on"] = NOT_YET_MITIGATED
    return wrong
