"""A cohort whose policy asks for an evaluation: everybody in it has done the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.actions import enroll
from app.cohorts.models import Cohort, Enrollment, PolicyVersion
from app.cohorts.queries import NEWEST_POLICY
from app.content.models import ContentReleaseItem
from app.content.releases.queries import newest_release
from app.credit.evaluations.actions import attend_to
from app.people.enums import Profession
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.queries import survey_of
from tests.cast import LONG_AGO, NOW, Cast, make_completer, make_person
from tests.surveys import asking

KEY = "final-evaluation"
EVALUATION = asking.EVERY_KIND | {"key": KEY, "title": "Evaluation of the program"}


def load_instrument(session: Session, data: dict[str, Any] = EVALUATION) -> None:
    """The content of the program has it from now on."""
    release = newest_release(session, "mentor-development")
    assert release is not None
    version = asking.add_instrument(session, data)
    path = f"modules/mentor-development/instruments/{data['key']}.yaml"
    session.add(ContentReleaseItem(release_id=release.id, version_id=version.id, path=path))
    session.flush()


def ask_in_policy(session: Session, cohort: Cohort, keys: Sequence[str] = (KEY,)) -> None:
    """Another version of the cohort's policy, which asks for these."""
    own = col(PolicyVersion.cohort_id) == cohort.id
    before = session.scalars(select(PolicyVersion).where(own, NEWEST_POLICY)).one()
    session.add(
        PolicyVersion(
            cohort_id=cohort.id,
            version=before.version + 1,
            data=before.data | {"surveys": list(keys)},
            created_at=LONG_AGO,
            by=None,
            reason="An evaluation is asked for.",
        )
    )
    session.flush()


@dataclass
class Gated:
    """The evaluation that was put, and who is asked, in order of their coming."""

    session: Session
    cohort: Cohort
    survey: Survey
    places: list[Enrollment]

    def invitation(self, place: Enrollment) -> SurveyInvitation:
        """What one of them was asked by."""
        own = (
            col(SurveyInvitation.survey_id) == self.survey.id,
            col(SurveyInvitation.enrollment_id) == place.id,
        )
        return self.session.scalars(select(SurveyInvitation).where(*own)).one()

    def answer(self, *places: Enrollment, now: datetime = NOW) -> None:
        """They answer."""
        for place in places:
            asking.send(self.session, self.invitation(place), now=now)


def gate(session: Session, cast: Cast, people: int = 6, *, now: datetime = NOW) -> Gated:
    """The finished cohort with Ben first and others, who all have done the rest, and are asked."""
    load_instrument(session)
    ask_in_policy(session, cast.spring)
    places = [cast.enrollment("ben")]
    for number in range(people - 1):
        name = f"gated{number}"
        person = make_person(
            session,
            name,
            "Gil",
            f"Gated{number}",
            "MD",
            Profession.PHYSICIAN,
            institution=cast.institution("High Desert"),
        )
        enroll(session, cast.spring, person.id, by=None, now=LONG_AGO)
        places.append(make_completer(session, person, cast.spring))
    attend_to(session, cast.spring.id, secret=asking.SECRET, now=now)
    survey = survey_of(session, cast.spring.id, KEY)
    assert survey is not None
    return Gated(session, cast.spring, survey, places)
