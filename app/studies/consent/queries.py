"""Reads of consent: the texts in force, and how people stand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.studies.consent.rules import UNANSWERED, Stand
from app.studies.enums import ConsentScope, ConsentState, Respondent
from app.studies.models import Consent, ConsentText, ConsentWithdrawal
from app.studies.queries import surveys_of_project
from app.surveys.models import (
    ConfidentialAnswers,
    IdentifiedAnswers,
    Pseudonym,
    SurveyInvitation,
)


def newest_texts(
    session: Session, project_ids: Collection[UUID], respondent: Respondent
) -> dict[UUID, dict[str, ConsentText]]:
    """The texts in force of some projects, by project and language: one statement."""
    newer = aliased(ConsentText)
    found = (
        select(ConsentText)
        .where(
            col(ConsentText.project_id).in_(project_ids),
            col(ConsentText.respondent) == respondent,
            ~exists().where(
                col(newer.project_id) == col(ConsentText.project_id),
                col(newer.respondent) == col(ConsentText.respondent),
                col(newer.language) == col(ConsentText.language),
                col(newer.version) > col(ConsentText.version),
            ),
        )
        .order_by(col(ConsentText.language))
    )
    texts: dict[UUID, dict[str, ConsentText]] = {id_: {} for id_ in project_ids}
    for text in session.scalars(found):
        texts[text.project_id][text.language] = text
    return texts


def texts_of(session: Session, project_id: UUID) -> list[ConsentText]:
    """Every text of a project, the newest first."""
    found = (
        select(ConsentText)
        .where(col(ConsentText.project_id) == project_id)
        .order_by(
            *(col(ConsentText.respondent), col(ConsentText.language)),
            col(ConsentText.version).desc(),
        )
    )
    return list(session.scalars(found))


def text_by_id(session: Session, text_id: UUID) -> ConsentText | None:
    """The text that somebody answered."""
    return session.get(ConsentText, text_id)


def newest_consent(session: Session, project_id: UUID, enrollment_id: UUID) -> Consent | None:
    """Somebody's newest answer, whatever became of it."""
    found = (
        select(Consent)
        .where(col(Consent.project_id) == project_id, col(Consent.enrollment_id) == enrollment_id)
        .order_by(col(Consent.edition).desc())
        .limit(1)
    )
    return session.scalars(found).first()


def stands_in(
    session: Session, project_ids: Collection[UUID], enrollment_ids: Collection[UUID] | None = None
) -> dict[UUID, dict[UUID, Stand]]:
    """How everybody stands who answered, by enrollment for each project: one statement.

    `enrollment_ids`: of these people only.
    """
    newer = aliased(Consent)
    found = (
        select(Consent, ConsentWithdrawal)
        .outerjoin(ConsentWithdrawal, col(ConsentWithdrawal.consent_id) == col(Consent.id))
        .where(
            col(Consent.project_id).in_(project_ids),
            ~exists().where(
                and_(
                    col(newer.project_id) == col(Consent.project_id),
                    col(newer.enrollment_id) == col(Consent.enrollment_id),
                    col(newer.edition) > col(Consent.edition),
                )
            ),
        )
    )
    if enrollment_ids is not None:
        found = found.where(col(Consent.enrollment_id).in_(enrollment_ids))
    stands: dict[UUID, dict[UUID, Stand]] = {id_: {} for id_ in project_ids}
    for consent, gone in session.execute(found):
        stands[consent.project_id][consent.enrollment_id] = _stand(consent, gone)
    return stands


def stand_of(session: Session, project_id: UUID, enrollment_id: UUID) -> Stand:
    """How one person stands to one project."""
    found = stands_in(session, [project_id], [enrollment_id])
    return found[project_id].get(enrollment_id, UNANSWERED)


@dataclass(frozen=True)
class GivenAnswer:
    """One answer of somebody, the words that it was about, and whether it was taken back."""

    consent: Consent
    text: ConsentText
    withdrawal: ConsentWithdrawal | None


def answers_of(session: Session, project_id: UUID, enrollment_id: UUID) -> list[GivenAnswer]:
    """All that somebody answered to a project, the newest first: one statement."""
    found = (
        select(Consent, ConsentText, ConsentWithdrawal)
        .join(ConsentText, col(ConsentText.id) == col(Consent.text_id))
        .outerjoin(ConsentWithdrawal, col(ConsentWithdrawal.consent_id) == col(Consent.id))
        .where(col(Consent.project_id) == project_id, col(Consent.enrollment_id) == enrollment_id)
        .order_by(col(Consent.edition).desc())
    )
    return [GivenAnswer(*row) for row in session.execute(found)]


def own_invitations(enrollment_id: UUID, project_id: UUID) -> Select[UUID]:
    """The ids of somebody's invitations to a project's surveys, to be asked within a statement."""
    return select(col(SurveyInvitation.id)).where(
        col(SurveyInvitation.enrollment_id) == enrollment_id,
        col(SurveyInvitation.survey_id).in_(surveys_of_project(project_id)),
    )


def own_pseudonyms(enrollment_id: UUID) -> Select[str]:
    """What somebody is called in every project, to be asked within a statement."""
    return select(col(Pseudonym.pseudonym)).where(col(Pseudonym.enrollment_id) == enrollment_id)


@dataclass(frozen=True)
class OwnAnswers:
    """Which answers to a project are somebody's, to be asked within a statement."""

    identified: ColumnElement[bool]
    confidential: ColumnElement[bool]


def own_answers(project_id: UUID, enrollment_id: UUID) -> OwnAnswers:
    """Which identified and which confidential answers to a project are somebody's."""
    named = col(IdentifiedAnswers.invitation_id).in_(own_invitations(enrollment_id, project_id))
    confidential = and_(
        col(ConfidentialAnswers.survey_id).in_(surveys_of_project(project_id)),
        col(ConfidentialAnswers.pseudonym).in_(own_pseudonyms(enrollment_id)),
    )
    return OwnAnswers(named, confidential)


def count_answers(session: Session, project_id: UUID, enrollment_id: UUID) -> int:
    """To how many surveys somebody's answers are here, sent or begun: one statement."""
    own = own_answers(project_id, enrollment_id)
    first = select(func.count(col(IdentifiedAnswers.invitation_id))).where(own.identified)
    second = select(func.count(col(ConfidentialAnswers.id))).where(own.confidential)
    return session.scalar(select(first.scalar_subquery() + second.scalar_subquery())) or 0


def _stand(consent: Consent, gone: ConsentWithdrawal | None) -> Stand:
    at: datetime | None
    if gone is not None:
        state, at = ConsentState.WITHDRAWN, gone.withdrawn_at
    elif consent.given_at is not None:
        state, at = ConsentState.GIVEN, consent.given_at
    else:
        state, at = ConsentState.DECLINED, consent.declined_at
    scopes = consent.scopes if state is ConsentState.GIVEN else []
    offered = None
    if consent.offered is not None:
        offered = frozenset(ConsentScope(value) for value in consent.offered)
    return Stand(
        state,
        consent.edition,
        frozenset(ConsentScope(value) for value in scopes),
        offered,
        consent.text_id,
        at,
        gone.data if gone else None,
        gone.removed if gone else None,
    )
