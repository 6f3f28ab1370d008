"""A project whose first wave asks now, with an instrument for its people and one for mentees."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.content.models import ContentRelease, ContentReleaseItem
from app.core.models import OutboxMessage
from app.studies.enums import RaterStep, Respondent
from app.studies.models import Project
from app.studies.queries import Studied
from app.studies.raters import actions as raters
from app.studies.raters.models import Rater
from app.studies.raters.queries import case_of
from app.studies.waves.asking.actions import ask
from app.studies.waves.planning.actions import plan_wave
from app.studies.waves.planning.rules import Asks, Planned
from app.studies.waves.queries import CohortStudied, cohorts_at_work
from app.surveys.models import Survey, SurveyInvitation
from tests.cast import NOW, Cast
from tests.studies.projects_of import make_project, settle
from tests.surveys.asking import EVERY_KIND, SECRET, add_instrument

SELF, MENTEES = "every-kind", "of-mentees"
FIRST_DAY = date(2026, 11, 12)
"""Of the cohort; the tests' now is six days later."""
LEARNERS = Asks(Respondent.LEARNER, SELF)
BOTH = frozenset({LEARNERS, Asks(Respondent.MENTEE, MENTEES)})


def release(session: Session, cast: Cast, *instruments: Mapping[str, Any]) -> None:
    """Put instruments into the newest release of the cast's program."""
    newest = session.scalars(
        select(ContentRelease)
        .where(col(ContentRelease.program) == cast.program.key)
        .order_by(col(ContentRelease.number).desc())
    ).first()
    assert newest is not None
    for data in instruments:
        version = add_instrument(session, dict(data))
        path = f"instruments/{version.key}.yaml"
        session.add(ContentReleaseItem(release_id=newest.id, version_id=version.id, path=path))
    session.flush()


@dataclass
class WaveWorld:
    """What tests of waves do."""

    session: Session
    cast: Cast
    project: Project
    asks: frozenset[Asks] = field(default=BOTH)

    @property
    def here(self) -> CohortStudied:
        (found,) = cohorts_at_work(self.session, self.project.id)
        return found

    def ask(self, now: datetime = NOW) -> int:
        return ask(self.session, self.here, secret=SECRET, now=now)

    def letters(self, kind: str) -> list[OutboxMessage]:
        own = select(OutboxMessage).where(col(OutboxMessage.kind) == kind)
        return list(self.session.scalars(own.order_by(col(OutboxMessage.created_at))))

    def surveys(self) -> list[Survey]:
        return list(self.session.scalars(select(Survey).order_by(col(Survey.key))))

    def invitations(self) -> list[SurveyInvitation]:
        return list(self.session.scalars(select(SurveyInvitation)))

    def name(self, place: Studied, address: str = "max@example.net") -> Rater:
        return raters.name_mentee(
            self.session, place, "Max Mentee", address, secret=SECRET, now=NOW
        )

    def says(self, rater: Rater, step: RaterStep, now: datetime = NOW) -> None:
        case = case_of(self.session, rater.id)
        assert case is not None
        raters.answer(self.session, case, step, None, now=now)


def make_world(
    session: Session, cast: Cast, *, settled: bool = True, **described: Any
) -> WaveWorld:
    """A project with one wave around the cohort's first day, which is on until December 3.

    `settled`: False where the other usual waves stay, so that it asks nobody yet.
    """
    release(session, cast, EVERY_KIND, {**EVERY_KIND, "key": MENTEES, "title": "Of mentees"})
    project = make_project(session, cast, **described)
    planned = Planned(0, -21, 21, BOTH)
    plan_wave(session, project.id, planned, months=0, by=cast.id("cora"), now=NOW)
    if settled:
        settle(session, project)
    return WaveWorld(session, cast, project)


LATER = NOW + timedelta(days=30)
