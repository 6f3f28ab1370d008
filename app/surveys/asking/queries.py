"""Who is asked, and which instruments a program has."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Enrollment
from app.content.models import ContentVersion
from app.content.releases.queries import current_versions
from app.core.models import OutboxMessage
from app.language.names import full_name
from app.packs.instruments.schema import InstrumentData
from app.people.models import Person
from app.surveys.arms.queries import has_some_session, is_for_place
from app.surveys.asking.rules import Invitee
from app.surveys.models import Survey, SurveyInvitation


def instruments_of(session: Session, program: str) -> dict[UUID, InstrumentData]:
    """The instruments of a program's current pack, by version and in an order of their titles."""
    found = {
        version.id: InstrumentData.model_validate(version.data)
        for (kind, _key), version in current_versions(session, program).items()
        if kind == "instrument"
    }
    return dict(sorted(found.items(), key=lambda own: own[1].title.casefold()))


def enrolled_places(
    session: Session, cohort_id: UUID, *, with_session_until: datetime | None = None
) -> list[UUID]:
    """The places of everybody who is enrolled and whose account is not closed.

    `with_session_until`: only of who has a live session that begins until then.
    """
    found = (
        select(col(Enrollment.id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(
            col(Enrollment.cohort_id) == cohort_id, is_enrolled(), col(Person.disabled_at).is_(None)
        )
    )
    if with_session_until is not None:
        found = found.where(has_some_session(literal(with_session_until)))
    return list(session.scalars(found.order_by(col(Enrollment.id))))


def invitees(session: Session, survey_id: UUID) -> list[Invitee]:
    """Those who are asked by their place and still have it, by family name.

    Of a survey about live sessions, those who have some.
    """
    rows = session.execute(
        select(col(SurveyInvitation.id), col(SurveyInvitation.is_done), Person)
        .join(Enrollment, col(Enrollment.id) == col(SurveyInvitation.enrollment_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(Survey, col(Survey.id) == col(SurveyInvitation.survey_id))
        .join(ContentVersion, col(ContentVersion.id) == col(Survey.version_id))
        .where(col(SurveyInvitation.survey_id) == survey_id, is_enrolled(), is_for_place())
        .order_by(col(Person.search_name), col(Person.id))
    )
    return [
        Invitee(
            row.id,
            row.Person.id,
            full_name(row.Person.given_name, row.Person.family_name, row.Person.degrees),
            row.is_done,
        )
        for row in rows
    ]


def written_at(session: Session, survey_id: UUID) -> datetime | None:
    """When people were last written to about a survey."""
    begins = col(OutboxMessage.key).startswith(f"survey:{survey_id}:", autoescape=True)
    moment: datetime | None = session.scalar(
        select(func.max(col(OutboxMessage.created_at))).where(begins)
    )
    return moment
