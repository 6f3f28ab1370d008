"""What becomes of each questionnaire of a file of records; pure.

What comes in is what could go out: answers of people who take part and allow both that answers are
passed on and that waves are put together, under the name by which their records go out. Everybody
else is nobody here, since a reason of their own would tell how they stand. They come only where
nothing is: of a questionnaire whose time has come, and that somebody neither answered nor began.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.language.reasons import Reason
from app.outcomes.redcap.misfits import Misfit
from app.outcomes.redcap.questions import Question
from app.outcomes.redcap.records import Project, Record
from app.outcomes.redcap.stored import typed
from app.outcomes.sharing.rules import in_codes
from app.outcomes.sharing.taking import rules
from app.outcomes.sharing.taking.answers import why_not_answered, written
from app.outcomes.sharing.taking.records import AskedHere, RowKey
from app.packs.instruments.rules import why_not_ask
from app.packs.instruments.schema import InstrumentData
from app.people.rules import NOT_FOR_ONESELF
from app.surveys.answering.rules import Answers
from app.surveys.enums import Purpose
from app.surveys.rules import NOT_OPEN, why_not_there

WHOLE = 2
"""How complete REDCap calls what is finished."""


class Outcome(StrEnum):
    """What becomes of one questionnaire of a file."""

    TAKEN = "taken"
    ALIKE = "alike"
    """It is here already, and says the same."""
    DIFFERS = "differs"
    """It is here already, and says something else; it is left as it is."""
    THERE = "there"
    """It is here already; whether it says the same is not told of so few."""
    CANNOT = "cannot"


@dataclass(frozen=True)
class Coming:
    """One questionnaire that comes in."""

    asked: AskedHere
    answers: Answers


@dataclass(frozen=True)
class Weighed:
    """One questionnaire of a file, and what becomes of it."""

    record: str
    event: str
    form: str
    outcome: Outcome
    questions: tuple[str, ...] = ()
    """What differs, by the names of fields; never what was answered."""
    why: Reason | None = None
    """Of what cannot come in."""
    coming: Coming | None = None


@dataclass(frozen=True)
class Plan:
    """What becomes of a file that fits the study."""

    sheets: Sequence[Weighed]
    only_here: int | None
    """How many could go out and are not in the file; None: too few to be told."""

    def of(self, outcome: Outcome) -> list[Weighed]:
        """The questionnaires of which this becomes, in the order of the file."""
        return [sheet for sheet in self.sheets if sheet.outcome is outcome]

    @property
    def coming(self) -> list[Coming]:
        """What would come in."""
        return [sheet.coming for sheet in self.sheets if sheet.coming is not None]

    def fingerprint(self, sha256: str) -> str:
        """Another one for another file, and whenever something else would come in of it."""
        keys = sorted(
            f"{own.asked.enrollment_id} {own.asked.wave_instrument_id}" for own in self.coming
        )
        return hashlib.sha256("\n".join([sha256, *keys]).encode()).hexdigest()


@dataclass(frozen=True)
class Checked:
    """What a file is."""

    misfits: tuple[Misfit, ...]
    records: int
    plan: Plan | None
    """None: it does not fit, or its records have names that nothing here has."""


@dataclass(frozen=True)
class Study:
    """What a file is weighed against."""

    project: Project
    """As it goes out."""
    instruments: Mapping[str, InstrumentData]
    """By form."""
    asked: Mapping[RowKey, AskedHere]
    """Of people whose answers may go out."""
    arms: Mapping[str, int]
    """The arm of each record that may go out."""
    compares: bool
    """Whether enough people allow it that it is told what is the same."""


@dataclass(frozen=True)
class Ready:
    """A file that was read and weighed while others went on writing."""

    study: Study
    """What it was weighed against."""
    records: Sequence[Record]
    checked: Checked


def plan(study: Study, records: Sequence[Record], *, by: UUID, now: datetime) -> Plan:
    """What becomes of each questionnaire. `by`: who looks, whose own answers stay away."""
    sheets = tuple(_weighed(study, record, by, now) for record in records)
    there = {RowKey(sheet.record, sheet.event, sheet.form) for sheet in sheets}
    here = [key for key, own in study.asked.items() if own.sent_at and key not in there]
    return Plan(sheets, len(here) if study.compares else None)


def _weighed(study: Study, record: Record, by: UUID, now: datetime) -> Weighed:
    key = RowKey(record.record_id, record.event, record.form)
    own = study.asked.get(key)
    if own is None or record.instance is not None:
        return Weighed(*key, Outcome.CANNOT, why=_why_not_found(study, record))
    if own.person_id == by:
        return Weighed(*key, Outcome.CANNOT, why=NOT_FOR_ONESELF)
    if own.sent_at is not None:
        return _beside(study, record, own)
    found = _coming(study, record, own, now)
    if isinstance(found, Reason):
        return Weighed(*key, Outcome.CANNOT, why=found)
    return Weighed(*key, Outcome.TAKEN, coming=found)


def _coming(study: Study, record: Record, own: AskedHere, now: datetime) -> Coming | Reason:
    if why := _why_not_now(own, now) or (None if record.complete == WHOLE else rules.NOT_WHOLE):
        return why
    instrument = study.instruments[record.form]
    if own.invitation_id is None and (why := why_not_ask(instrument)):
        return why
    found = written(instrument, record.answers, asks_then=own.asks_then)
    names = {question.key: question.field.name for question in _questions(study, record)}
    if why := why_not_answered(found, names):
        return why
    return Coming(own, found.answers)


def _why_not_found(study: Study, record: Record) -> Reason:
    if record.record_id not in study.arms:
        return rules.NOBODY
    arms = {event.name: event.arm for event in study.project.design.events}
    if arms[record.event] != study.arms[record.record_id]:
        return rules.OTHER_ARM
    return rules.NOT_ASKED if record.instance is None else rules.REPEATED


def _why_not_now(own: AskedHere, now: datetime) -> Reason | None:
    """Why nothing comes in for somebody who has not sent this."""
    if own.answers is not None:
        return rules.BEGUN
    if own.is_done or why_not_there(Purpose.WAVE, own.status, None):
        return rules.NOBODY  # what somebody had deleted stays so
    return NOT_OPEN if now < own.opens_at else None


def _beside(study: Study, record: Record, own: AskedHere) -> Weighed:
    """Own words are not in what goes out, so they are not compared."""
    key = RowKey(record.record_id, record.event, record.form)
    if not study.compares:
        return Weighed(*key, Outcome.THERE)
    questions = _questions(study, record)
    kinds = {item.code: item.kind for item in study.instruments[record.form].items}
    here = typed(questions, in_codes(kinds, own.answers or {}))
    differ = tuple(
        question.field.name
        for question in questions
        if question.origin.kind != "text"
        and record.answers.get(question.key) != here.get(question.key)
    )
    return Weighed(*key, Outcome.DIFFERS if differ else Outcome.ALIKE, differ)


def _questions(study: Study, record: Record) -> Sequence[Question]:
    return study.project.questions[record.form]
