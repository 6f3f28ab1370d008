"""What a learner may do with a unit, and why not; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.cohorts.rules import is_open, why_not_work
from app.language.reasons import Reason, ReasonKind, reason
from app.language.words import normalize_for_search
from app.learning.items.rules import Item, still_open

if TYPE_CHECKING:
    from app.cohorts.context import LearnerInCohort
    from app.cohorts.queries import UnitRow

NOT_OPEN = reason("unit.not_open", "This unit is not open yet.")
ALREADY_SIGNED = reason("unit.already_signed", "You have already signed this.")
SIGNED_AS_DONE = reason(
    "unit.signed_as_done", "You signed that this is done. Withdraw the attestation first."
)
NOT_SIGNED = reason("unit.not_signed", "There is nothing to withdraw: this unit is not signed.")
CERTIFIED = reason(
    "unit.certified",
    "A certificate rests on this attestation, so it stays as it is. Ask your coordinator if it is "
    "wrong.",
)
CLAIMED = reason(
    "unit.claimed",
    "You have claimed credit that rests on this attestation. Take the claim back first.",
)
OTHER_NAME = ReasonKind(
    "signature.other_name", "Type your name as it stands in your profile: {name}."
)
OTHER_STATEMENT = reason(
    "signature.other_statement",
    "The statement was changed while your page was open. Read it again and sign.",
)
OTHER_TEXT = ReasonKind(
    "text.changed_while_open",
    "The text of {unit} was updated while this page was open. Read it again first.",
)
TEXT_MOVED = ReasonKind(
    "text.moved", "The text of {unit} was updated on {moved:day}. Look at it again."
)
SIGNED_TEXT_DIFFERS = ReasonKind(
    "text.moved_after_signing",
    "The text of {unit} was updated on {moved:day}, after you signed. "
    "You signed the text of {signed:day}, and that stays.",
)


@dataclass(frozen=True)
class UnitTimes:
    """The moments that decide what may be done in a unit."""

    opens_at: datetime
    opened_early: bool
    closes_at: datetime
    why_shut: Reason | None = None
    """Why it is shut whatever the clock says."""


def times_of(learner: LearnerInCohort, unit: UnitRow) -> UnitTimes:
    """The moments that decide what this learner may do in a unit."""
    return UnitTimes(unit.opens_at, unit.opened_early, learner.cohort.closes_at, unit.why_shut)


def why_not_do(times: UnitTimes, now: datetime) -> Reason | None:
    """Why nothing can be recorded in a unit at this moment."""
    if not is_open(times.opens_at, now, opened_early=times.opened_early):
        return NOT_OPEN
    return times.why_shut or why_not_work(times.closes_at, now)


def why_not_attest(
    times: UnitTimes, items: Iterable[Item], *, signed: bool, now: datetime
) -> Reason | None:
    """Why a unit cannot be attested."""
    if signed:
        return ALREADY_SIGNED
    return why_not_do(times, now) or still_open(items)


def why_not_untick(*, signed: bool) -> Reason | None:
    """Why a tick cannot be taken back."""
    return SIGNED_AS_DONE if signed else None


def why_not_withdraw(
    *, signed: bool, claimed: bool, issued: int, closes_at: datetime, now: datetime
) -> Reason | None:
    """Why an attestation cannot be withdrawn. `issued`: how many certificates rest on it."""
    if not signed:
        return NOT_SIGNED
    if issued:
        return CERTIFIED
    if claimed:
        return CLAIMED
    return why_not_work(closes_at, now)


def why_not_this_name(typed: str, accepted: Iterable[str]) -> Reason | None:
    """Why a typed name is not the signer's own; letter case, accents and spaces do not matter."""
    names = list(accepted)
    if _plain(typed) in {_plain(name) for name in names}:
        return None
    return OTHER_NAME(name=names[0])


def statement_for(text: str, *, unit: str, title: str) -> str:
    """The statement a learner signs, by plain substitution of its two placeholders."""
    return text.replace("{unit}", unit).replace("{title}", title)


def _plain(name: str) -> str:
    return "".join(letter for letter in normalize_for_search(name) if letter.isalnum())


def why_not_this_statement(shown: str, current: str) -> Reason | None:
    """Why a signature cannot be taken: the statement changed while the page was open."""
    return OTHER_STATEMENT if shown != current else None


def why_not_this_text(shown: str, current: str, *, unit: str) -> Reason | None:
    """Why a text cannot be signed or answered: another one was on the page. By their hashes."""
    return OTHER_TEXT(unit=unit) if shown != current else None


def moved_text(moved_at: datetime | None, *, zone: str, unit: str) -> Reason | None:
    """What is said to who has not signed a unit whose text was replaced. `zone`: the cohort's."""
    if moved_at is None:
        return None
    return TEXT_MOVED(unit=unit, moved=moved_at.astimezone(ZoneInfo(zone)))


def why_signed_text_differs(
    *, same: bool, moved_at: datetime | None, signed_at: datetime, zone: str, unit: str
) -> Reason | None:
    """What is said to who signed a text that their unit no longer has. `zone`: they signed in."""
    if same or moved_at is None:
        return None
    here = ZoneInfo(zone)
    return SIGNED_TEXT_DIFFERS(
        unit=unit, moved=moved_at.astimezone(here), signed=signed_at.astimezone(here)
    )
