"""That somebody was asked keeps nobody from undoing how they came; that they answered does."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.cohorts.enrollments.actions import take_back_transfer, transfer
from app.cohorts.enrollments.queries import transfer_made
from app.cohorts.enrollments.rules import WORKED_SINCE
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.intake import reasons
from app.cohorts.intake.actions import receive
from app.cohorts.intake.applying.actions import apply
from app.cohorts.intake.applying.undoing.actions import undo
from app.cohorts.intake.models import PeopleImport
from app.cohorts.intake.sheets import read_sheet
from app.cohorts.models import Enrollment
from app.surveys import actions
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.invitations.queries import open_invitations
from app.surveys.models import SurveyInvitation
from tests.cast import NOW, Cast
from tests.refusals import refuses
from tests.surveys.asking import OPENED, put_survey, send

NAMED = [IdentityMode.IDENTIFIED, IdentityMode.CONFIDENTIAL]


def moved(session: Session, cast: Cast) -> tuple[Enrollment, Enrollment]:
    left = cast.enrollment("ben", "spring-2026")
    by = cast.id("cora")
    return left, transfer(session, left, cast.fall, reason="Other hours.", by=by, now=NOW)


def asked(
    session: Session,
    cast: Cast,
    place: Enrollment,
    mode: IdentityMode,
    purpose: Purpose = Purpose.EVALUATION,
) -> SurveyInvitation:
    survey = put_survey(session, cast.fall, mode, purpose=purpose)
    (found,) = actions.invite(session, survey, enrollment_ids=[place.id], now=OPENED)
    session.flush()
    return found


def imported(session: Session, cast: Cast, now: datetime) -> PeopleImport:
    sheet = read_sheet(b"Name;Email;Site\nLee Lindqvist;LEE@example.org;High Desert")
    by = cast.id("cora")
    upload = receive(session, cast.fall, sheet, file_name="a.csv", by=by, now=now)
    apply(session, cast.fall, upload, until=now + timedelta(days=7), seen=None, by=by, now=now)
    return upload


@pytest.mark.parametrize("mode", IdentityMode)
def test_a_transfer_is_undone_though_somebody_was_asked(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    left, new = moved(session, cast)
    asked(session, cast, new, mode, Purpose.WAVE)
    take_back_transfer(session, left, reason="A mistake.", by=cast.id("cora"), now=NOW)
    assert (left.status, new.status) == (EnrollmentStatus.ENROLLED, EnrollmentStatus.NONE)
    assert open_invitations(session, cast.id("ben"), NOW) == [], "nobody is there"


@pytest.mark.parametrize("mode", IdentityMode)
def test_a_transfer_stays_once_they_answered(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    left, new = moved(session, cast)
    send(session, asked(session, cast, new, mode), code="A")
    assert transfer_made(session, left, new).worked
    with refuses(WORKED_SINCE(cohort=cast.fall.title)):
        take_back_transfer(session, left, reason="A mistake.", by=cast.id("cora"), now=NOW)


@pytest.mark.parametrize("mode", NAMED)
def test_what_they_began_to_answer_is_something_done(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    left, new = moved(session, cast)
    actions.save(session, asked(session, cast, new, mode), {"trust": 4}, NOW)
    assert transfer_made(session, left, new).worked


def test_a_file_is_undone_though_its_people_were_asked(
    session: Session, cast: Cast, now: datetime
) -> None:
    by = cast.id("cora")
    upload = imported(session, cast, now)
    place = cast.enrollment("lee", "fall-2026")
    asked(session, cast, place, IdentityMode.UNLINKED)
    undo(session, cast.fall, upload, reason="Wrong.", by=by, now=now)
    assert place.status is EnrollmentStatus.NONE


def test_a_file_stays_once_one_of_its_people_answered(
    session: Session, cast: Cast, now: datetime
) -> None:
    upload = imported(session, cast, now)
    place = cast.enrollment("lee", "fall-2026")
    send(session, asked(session, cast, place, IdentityMode.UNLINKED))
    with refuses(reasons.WORKED(count=1)):
        undo(session, cast.fall, upload, reason="Wrong.", by=cast.id("cora"), now=now)
