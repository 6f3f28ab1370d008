"""Surveys of a cohort that people have answered, made in few statements."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort
from app.content.models import ContentRelease, ContentReleaseItem, ContentVersion
from app.surveys import actions
from app.surveys.asking.queries import enrolled_places
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.models import AnonymousAnswers, IdentifiedAnswers, Survey, SurveyInvitation
from tests.cast import NOW
from tests.crowds import fill
from tests.outcomes.results.instruments import OWN, sheets
from tests.surveys.asking import SECRET, add_instrument

OPENED, CLOSES = NOW - timedelta(days=20), NOW + timedelta(days=5)


def own_instrument(session: Session, **other: Any) -> ContentVersion:
    """The instrument of these tests, loaded once."""
    key = other.get("key", OWN["key"])
    found = select(ContentVersion).where(col(ContentVersion.key) == key)
    return session.scalar(found) or add_instrument(session, {**OWN, **other})


def add_to_pack(session: Session, version: ContentVersion) -> None:
    """Let the program's newest release hold an instrument, too."""
    newest = select(ContentRelease).where(col(ContentRelease.program) == version.program)
    release = session.scalars(newest.order_by(col(ContentRelease.number).desc())).first()
    assert release
    path = f"modules/{version.program}/instruments/{version.key}.yaml"
    session.add(ContentReleaseItem(release_id=release.id, version_id=version.id, path=path))
    session.flush()


def ask(
    session: Session,
    cohort: Cohort,
    *,
    mode: IdentityMode = IdentityMode.UNLINKED,
    key: str = "own",
    purpose: Purpose = Purpose.OTHER,
    asks_then: bool = False,
    opens_at: datetime = OPENED,
    version: ContentVersion | None = None,
) -> Survey:
    """A survey that everybody in the cohort is asked."""
    survey = actions.put(
        session,
        cohort_id=cohort.id,
        key=key,
        purpose=purpose,
        mode=mode,
        version_id=(version or own_instrument(session)).id,
        opens_at=opens_at,
        closes_at=CLOSES,
        asks_then=asks_then,
        by=None,
        now=opens_at,
    )
    actions.invite(
        session, survey, enrollment_ids=enrolled_places(session, cohort.id), now=opens_at
    )
    return survey


def answer(
    session: Session, survey: Survey, given: Sequence[dict[str, Any]], *, at: datetime = NOW
) -> None:
    """So many of those who are asked have answered; anonymous answers need to be five."""
    asked = select(col(SurveyInvitation.id)).where(
        col(SurveyInvitation.survey_id) == survey.id, col(SurveyInvitation.is_done).is_(False)
    )
    own = session.scalars(asked.limit(len(given))).all()
    assert len(own) == len(given)
    if survey.mode.is_anonymous:
        kept = [{"answers": answers} for answers in given]
        session.add(AnonymousAnswers(survey_id=survey.id, mode=survey.mode, sheets=kept))
    else:
        assert survey.mode is IdentityMode.IDENTIFIED
        session.add_all(
            IdentifiedAnswers(
                invitation_id=id_,
                survey_id=survey.id,
                answers=answers,
                started_at=at,
                saved_at=at,
                sent_at=at,
            )
            for id_, answers in zip(own, given, strict=True)
        )
    done = update(SurveyInvitation).where(col(SurveyInvitation.id).in_(own))
    session.execute(done.values(is_done=True))
    session.flush()


def close(session: Session, survey: Survey, *, now: datetime = NOW) -> None:
    """The survey closes now."""
    actions.close(session, survey, secret=SECRET, by=None, now=now)


def answered(
    session: Session, cohort: Cohort, count: int, *, closed_at: datetime = NOW, **how: Any
) -> Survey:
    """A closed survey of a crowd of which so many have answered. `how`: as of `ask`."""
    if len(enrolled_places(session, cohort.id)) < count + 3:
        fill(session, cohort, 2 * count + 20, now=NOW)
    survey = ask(session, cohort, **how)
    answer(session, survey, sheets(count), at=closed_at - timedelta(hours=1))
    close(session, survey, now=closed_at)
    return survey
