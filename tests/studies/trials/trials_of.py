"""A trial for tests: a sealed list, and people who agreed and completed the baseline."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.content.models import ContentVersion
from app.people.models import Institution
from app.studies.enums import ConsentScope, Respondent
from app.studies.models import Consent, ConsentText, Project, Wave, WaveInstrument, WaveSurvey
from app.studies.trials import actions
from app.studies.trials.models import Trial
from app.studies.trials.setup.actions import design
from app.studies.trials.setup.rules import Design
from app.surveys.models import Survey, SurveyInvitation
from tests.cast import NOW, Cast, add_enrollment, make_person
from tests.studies.projects_of import make_project
from tests.surveys.asking import put_survey

SECRET = "s" * 40
DESIGN = Design()


def make_trial(
    session: Session, cast: Cast, wish: Design = DESIGN, *, seal: bool = True, **other: object
) -> tuple[Project, Trial]:
    """A trial of the running cohort, with a baseline that everybody in it can answer."""
    project = make_project(session, cast, **other)  # type: ignore[arg-type]
    put_baseline(session, cast, project)
    trial = design(session, project, wish, by=cast.id("cora"), now=NOW)
    if seal:
        actions.seal_list(session, project, trial, secret=SECRET, by=cast.id("cora"), now=NOW)
    return project, trial


def put_baseline(session: Session, cast: Cast, project: Project) -> Survey:
    loaded = select(ContentVersion).where(col(ContentVersion.key) == "every-kind")
    survey = put_survey(
        session,
        cast.fall,
        project.mode,
        key=project.key,
        scope_id=project.id,
        version=session.scalars(loaded).first(),
    )
    wave = session.scalars(
        select(Wave).where(col(Wave.project_id) == project.id, col(Wave.months) == 0)
    ).one()
    asks = WaveInstrument(wave_id=wave.id, instrument="every-kind", respondent=Respondent.LEARNER)
    session.add(asks)
    session.flush()
    put = WaveSurvey(survey_id=survey.id, wave_instrument_id=asks.id, cohort_id=cast.fall.id)
    session.add(put)
    session.flush()
    return survey


def make_ready(
    session: Session, project: Project, places: Sequence[Enrollment], *, is_done: bool = True
) -> None:
    """Rows as they are once these people agreed and sent the baseline."""
    own = select(ConsentText).where(col(ConsentText.project_id) == project.id)
    text = session.scalars(own.where(col(ConsentText.respondent) == Respondent.LEARNER)).one()
    survey = session.scalars(select(Survey).where(col(Survey.key) == project.key)).one()
    for place in places:
        session.add(agreed(project.id, place.id, text.id))
        session.add(SurveyInvitation(survey_id=survey.id, enrollment_id=place.id, is_done=is_done))
    session.flush()


def agreed(project_id: UUID, enrollment_id: UUID, text_id: UUID) -> Consent:
    return Consent(
        project_id=project_id,
        enrollment_id=enrollment_id,
        edition=1,
        text_id=text_id,
        scopes=[ConsentScope.USE.value],
        given_at=NOW,
    )


def draw(session: Session, project: Project, trial: Trial, place: UUID, cast: Cast) -> int:
    """The arm that is drawn for somebody, by its number."""
    by = cast.id("cora")
    return actions.draw(session, project, trial, place, secret=SECRET, by=by, now=NOW).arm


def places(session: Session, cast: Cast, count: int) -> list[Enrollment]:
    """So many people more in the running cohort, at each of 13 institutions in turn."""
    sites = [*session.scalars(select(Institution))]
    for number in range(13 - len(sites)):
        name = f"Site {number:02}"
        sites.append(Institution(name=name, short_name=name, zone="America/Denver"))
    session.add_all(sites)
    session.flush()
    found = []
    for number in range(count):
        who = f"r{number}", f"R{number}", "Random", "MD", cast.person("ben").profession
        person = make_person(session, *who, institution=sites[number % len(sites)])
        found.append(add_enrollment(session, person, cast.fall, at=NOW - timedelta(days=90)))
    session.flush()
    return found
