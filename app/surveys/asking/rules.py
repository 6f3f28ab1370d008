"""Which instruments a coordinator can put, under which key, and whom a reminder reaches; pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.language.reasons import Reason, reason
from app.packs.instruments.rules import why_not_ask, why_not_ask_of
from app.packs.instruments.schema import InstrumentData
from app.surveys.rules import CLOSED_ALREADY, ENDS_FIRST, NOT_OPEN, is_told

JOB = "messages.send"
"""The kind of the work of delivering letters, whoever they are from."""

BY_POLICY = reason(
    "survey.by_policy", "The cohort’s policy asks for this, so it opens by itself. Choose another."
)
OVER = reason("survey.over", "That day is over. Choose one that is to come.")
NOBODY = reason("survey.nobody", "Nobody is enrolled, so there is nobody to ask.")
NOBODY_HAS_SESSIONS = reason(
    "survey.nobody_has_sessions",
    "This is about live sessions. Nobody who is enrolled has live sessions that begin before it "
    "closes.",
)
ALL_ANSWERED = reason("survey.all_answered", "Everybody has answered.")
REMINDED = reason("survey.reminded", "They were written to about it in the last 24 hours.")


@dataclass(frozen=True)
class Invitee:
    """Somebody who is asked."""

    invitation_id: UUID
    person_id: UUID
    name: str
    is_done: bool


def why_not_put(
    instrument: InstrumentData,
    by_policy: Collection[str],
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
) -> Reason | None:
    """Why an instrument is not put to a cohort. `by_policy`: those that its policy asks for."""
    if instrument.key in by_policy:
        return BY_POLICY
    if closes_at <= opens_at:
        return ENDS_FIRST
    if closes_at <= now:
        return OVER
    return why_not_ask(instrument) or why_not_ask_of(instrument, "learner")


def key_for(instrument: str, taken: Collection[str]) -> str:
    """The key of a survey: the instrument's, and a number where that was asked before."""
    number = 1
    while (key := instrument if number == 1 else f"{instrument}-{number}") in taken:
        number += 1
    return key


def why_not_remind(
    opens_at: datetime,
    closed_at: datetime | None,
    written_at: datetime | None,
    invitees: Sequence[Invitee],
    now: datetime,
) -> Reason | None:
    """Why nobody is reminded now. `written_at`: when people were last written to about it."""
    if closed_at is not None:
        return CLOSED_ALREADY
    if now < opens_at:
        return NOT_OPEN
    if not invitees or all(person.is_done for person in invitees):
        return ALL_ANSWERED if invitees else NOBODY
    is_recent = written_at is not None and (now - written_at).total_seconds() < 24 * 60 * 60
    return REMINDED if is_recent else None


def reminded(invitees: Sequence[Invitee]) -> Sequence[Invitee]:
    """Whom a reminder goes to: who has not answered.

    As long as fewer than five have, it goes to everybody: the list of letters would tell who has.
    """
    done = sum(person.is_done for person in invitees)
    if not is_told(done, is_closed=False):
        return invitees
    return [person for person in invitees if not person.is_done]


def askable(
    instruments: Mapping[UUID, InstrumentData], by_policy: Collection[str]
) -> dict[UUID, InstrumentData]:
    """Those of a program's instruments that can be put to a cohort, by version."""
    return {
        id_: own
        for id_, own in instruments.items()
        if own.key not in by_policy
        and why_not_ask(own) is None
        and why_not_ask_of(own, "learner") is None
    }
