"""From what people answered to what is analyzed: points and scores, about now and about then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from app.outcomes.analysis.project.records import Instrument, Scale, Sheet, Study
from app.packs.instruments.names import COMPOSITE, NOT_APPLICABLE, THEN
from app.packs.instruments.schema import InstrumentData, Perspective
from app.packs.instruments.scoring import NA, NotApplicable, scored_point, scores
from app.studies.trials.rules import Arm
from app.surveys.enums import IdentityMode

if TYPE_CHECKING:
    from app.studies.models import Project


@dataclass(frozen=True)
class AskedSurvey:
    """A survey of a project's wave, and what it asks."""

    survey_id: UUID
    key: str
    version: str
    data: Mapping[str, Any]
    """Of the instrument."""
    months: int
    is_mentee: bool


@dataclass(frozen=True)
class SentSheet:
    """What one person sent."""

    survey_id: UUID
    link: str | None
    """Whose it is, as far as the mode keeps that (`surveys/answering/queries.py`)."""
    answers: Mapping[str, Any]
    sent_at: datetime | None


@dataclass(frozen=True)
class Invited:
    """The learner whom an invitation is about, and until when it was to be answered."""

    place: UUID
    closes_at: datetime


class SheetKey(NamedTuple):
    """By what a sheet and its invitation find each other."""

    survey_id: UUID
    link: str
    """Of the sheet: `SentSheet.link`."""


class Drawn(NamedTuple):
    """What was drawn for a place, by what it is called; nothing where there is no trial."""

    arm: str = ""
    stratum: str = ""


@dataclass(frozen=True)
class Known:
    """What is known of people besides their answers."""

    invited: Mapping[SheetKey, Invited]
    links: Mapping[UUID, bool]
    """By place: whether they allowed that waves are put together; nobody who was not asked."""
    drawn: Mapping[UUID, Drawn]
    """By place."""
    reference: str = ""
    """The arm that the others are compared with."""


@dataclass(frozen=True)
class Whose:
    """What is known of whom a sheet is about, and when it was asked."""

    person: str | None
    wave: int
    is_mentee: bool = False
    arm: str = ""
    stratum: str = ""
    is_in_window: bool = True


def study(
    project: Project,
    asked: Sequence[AskedSurvey],
    sent: Sequence[SentSheet],
    known: Known,
    now: datetime,
) -> Study:
    """A project as it is analyzed. `asked`: in order of instruments."""
    return Study(
        key=project.key,
        title=project.title,
        mode=project.mode,
        plan_version=project.plan_version,
        least=project.least,
        cut_off=now,
        is_synthetic=project.is_synthetic,
        instruments=tuple(_instruments(project.mode, asked, sent, known)),
        reference=known.reference,
    )


def reference(arms: Sequence[Arm]) -> str:
    """The arm that the others are compared with: the first one without live sessions, if any."""
    without = (arm for arm in arms if not arm.has_sessions)
    return next(without, arms[0]).title


def _instruments(
    mode: IdentityMode, asked: Sequence[AskedSurvey], sent: Sequence[SentSheet], known: Known
) -> Iterator[Instrument]:
    for (key, version), same in groupby(asked, key=lambda survey: (survey.key, survey.version)):
        surveys = {survey.survey_id: survey for survey in same}
        data = InstrumentData.model_validate(next(iter(surveys.values())).data)
        own = [
            sheet
            for answered in sent
            if (survey := surveys.get(answered.survey_id))
            for sheet in sheets_of(data, answered.answers, whose(mode, survey, answered, known))
        ]
        if scales := scales_of(data):
            yield Instrument(key, data.title, version, scales, own)


def whose(mode: IdentityMode, survey: AskedSurvey, sent: SentSheet, known: Known) -> Whose:
    """What the mode keeps, and the person allows, to be known of a sheet.

    Of anonymous answers that is the code at most; who does not allow that waves are put together is
    another person in each.
    """
    if mode.is_anonymous or sent.link is None:
        return Whose(sent.link, survey.months, survey.is_mentee)
    invited = known.invited.get(SheetKey(survey.survey_id, sent.link))
    if invited is None:
        return Whose(None, survey.months, survey.is_mentee)
    may_link = known.links.get(invited.place, True)
    drawn = known.drawn.get(invited.place, Drawn())
    return Whose(
        person=str(invited.place) if may_link else None,
        wave=survey.months,
        is_mentee=survey.is_mentee,
        arm=drawn.arm,
        stratum=drawn.stratum,
        is_in_window=sent.sent_at is None or sent.sent_at <= invited.closes_at,
    )


def scales_of(instrument: InstrumentData) -> tuple[Scale, ...]:
    """What an instrument scores: its subscales in their order, then the composite."""
    found = [_scale(instrument, own.code, own.title, own.items) for own in instrument.subscales]
    if instrument.composite is not None:
        scored = tuple(instrument.scored)
        found.append(_scale(instrument, COMPOSITE, instrument.composite.title, scored))
    return tuple(found)


def _scale(instrument: InstrumentData, code: str, title: str, items: tuple[str, ...]) -> Scale:
    own = [instrument.scale_of(instrument.by_code[item]) for item in items]
    known = [scale for scale in own if scale is not None]
    low, high = min(scale.low for scale in known), max(scale.high for scale in known)
    return Scale(code, title, items, low, high)


def sheets_of(
    instrument: InstrumentData, answers: Mapping[str, Any], whose: Whose
) -> Iterator[Sheet]:
    """One sheet for each time that somebody answered about; none where they scored nothing."""
    for perspective, ending in (("now", ""), ("then", THEN)):
        given = dict(_scored(instrument, answers, ending))
        if given:
            yield _sheet(instrument, given, whose, perspective)  # type: ignore[arg-type]


def _scored(
    instrument: InstrumentData, answers: Mapping[str, Any], ending: str
) -> Iterator[tuple[str, int | NotApplicable]]:
    for code in instrument.scored:
        answer = answers.get(code + ending)
        if answer == NOT_APPLICABLE:
            yield code, NA
        elif isinstance(answer, int):
            yield code, answer


def _sheet(
    instrument: InstrumentData,
    given: Mapping[str, int | NotApplicable],
    whose: Whose,
    perspective: Perspective,
) -> Sheet:
    means = {score.code: score.mean for score in scores(instrument, given)}
    return Sheet(
        person=whose.person,
        wave=whose.wave,
        scores={code: mean for code, mean in means.items() if mean is not None},
        points=dict(_points(instrument, given)),
        perspective=perspective,
        is_mentee=whose.is_mentee,
        arm=whose.arm,
        stratum=whose.stratum,
        is_in_window=whose.is_in_window,
    )


def _points(
    instrument: InstrumentData, given: Mapping[str, int | NotApplicable]
) -> Iterator[tuple[str, int]]:
    """With those of reversed questions turned, as reliability wants them."""
    for code, answer in given.items():
        item = instrument.by_code[code]
        scale = instrument.scale_of(item)
        if scale is not None and isinstance(answer, int):
            yield code, scored_point(item, scale, answer)
