"""What surveys measured in some cohorts, as the report to leaders shows it.

Competency and mentees are of one project, of its newest analysis as that was shown: what it holds
back stays so here. A project of invented people is read only where there is none of real ones.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.outcomes.leadership.answers import AskedInstrument, Measured, Quote
from app.outcomes.leadership.changes import Competency, competency, controlled, mentees
from app.outcomes.leadership.evaluations import summaries
from app.outcomes.projects.analyses.queries import newest_within
from app.outcomes.projects.analyses.records import AnalysisRecord, from_json
from app.outcomes.quotes.queries import quotes_of
from app.outcomes.results.queries import (
    SurveyWithInstrument,
    answered_in,
    closed_evaluations,
)
from app.surveys.queries import count_done

SHORT = 12
"""Characters of a version's hash that are printed."""


def measured_in(session: Session, cohort_ids: Collection[UUID], now: datetime) -> Measured:
    """What was answered in these cohorts by a moment: five statements.

    Analyses and surveys that were made or closed later are none of it.
    """
    asked = [
        own
        for own in closed_evaluations(session, cohort_ids)
        if own.survey.closed_at is not None and own.survey.closed_at <= now
    ]
    cohorts = {own.survey.id: own.cohort for own in asked}
    analysis = _analysis(session, cohort_ids, now)
    changed = competency(analysis) if analysis else Competency()
    return Measured(
        overall=changed.overall,
        subscales=changed.subscales,
        earlier=changed.earlier,
        controlled=controlled(analysis) if analysis else [],
        mentees=mentees(analysis) if analysis else [],
        study=analysis.title if analysis else "",
        reference=analysis.reference if analysis else "",
        evaluation=summaries(answered_in(session, asked), _asked_in(session, asked)),
        quotes=[
            Quote(str(own.id), own.text, cohorts[own.survey_id])
            for own in quotes_of(session, cohorts)
        ],
        analysis=_name(analysis) if analysis else "",
        asked=list(dict.fromkeys([*_analyzed(analysis), *map(_evaluated, asked)])),
        is_synthetic=analysis is not None and analysis.is_synthetic,
    )


def _asked_in(session: Session, surveys: Sequence[SurveyWithInstrument]) -> list[int]:
    """How many each survey asks."""
    counted = count_done(session, [own.survey.id for own in surveys])
    return [counted[own.survey.id].asked for own in surveys]


def _analysis(
    session: Session, cohort_ids: Collection[UUID], now: datetime
) -> AnalysisRecord | None:
    """The first that measured how participants changed; else the first of all."""
    made = newest_within(session, cohort_ids)
    found = [from_json(own.found) for own in made if own.made_at <= now]
    return next((own for own in found if competency(own).overall), next(iter(found), None))


def _name(analysis: AnalysisRecord) -> str:
    return f"{analysis.code_version}, {analysis.cut_off[:10]}"


def _analyzed(analysis: AnalysisRecord | None) -> list[AskedInstrument]:
    if analysis is None:
        return []
    return [
        AskedInstrument(own.key, own.version[:SHORT], analysis.mode) for own in analysis.instruments
    ]


def _evaluated(own: SurveyWithInstrument) -> AskedInstrument:
    return AskedInstrument(own.instrument, own.hash[:SHORT], own.survey.mode.value)
