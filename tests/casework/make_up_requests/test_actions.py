"""Submitting a make-up, returning and approving it; who may, and what it leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.make_up_requests import actions, queries, reasons
from app.casework.make_up_requests.answers import actions as answers
from app.casework.make_up_requests.answers.rules import Approval
from app.casework.make_up_requests.enums import CreditType, RequestState, Way
from app.casework.make_up_requests.missed.queries import mark_of, used_by
from app.casework.make_up_requests.queries import Asked, RequestRow
from app.casework.make_up_requests.rules import Open, Written
from app.casework.make_up_requests.sisters.queries import sisters_of
from app.casework.models import MakeUp
from app.casework.rules import Submitted
from app.casework.saves.actions import AmendmentNeededError
from app.casework.saves.rules import Amendment, fingerprint
from app.certificates.marks.actions import save_marks
from app.cohorts.models import SessionPart
from app.core.errors import NotFoundError
from app.core.models import AuditLine, OutboxMessage
from app.credit.queries import ledgers, standing
from app.people.rules import NOT_FOR_ONESELF
from tests.amending import amend
from tests.casework.absences import RESPONSE, approve, miss, sister_cohort, submit
from tests.cast import NOW, Cast, add_enrollment
from tests.issued import issue_certificate
from tests.refusals import refuses


def request_of(session: Session, cast: Cast) -> RequestRow:
    own = Asked(cast.enrollment("ada").id, cast.case_session("fall-2026", 1).id)
    found = queries.last_request(session, own)
    assert found is not None
    return found


def test_absence_is_restored_by_what_was_submitted_returned_and_submitted_again(
    session: Session, cast: Cast
) -> None:
    miss(session, cast)
    place, held = cast.enrollment("ada"), cast.case_session("fall-2026", 1)
    request_id = submit(session, cast)
    assert list(queries.waiting_requests(session, [cast.fall.id])) == [cast.fall.id]
    here, by = cast.learner("ada"), cast.id("fay")
    answers.send_back(session, here, request_id, "What did you hear?", by=by, now=NOW)
    assert request_of(session, cast).state is RequestState.RETURNED
    assert queries.waiting_requests(session, [cast.fall.id]) == {}
    assert submit(session, cast) == request_id
    approve(session, cast, request_id)
    assert request_of(session, cast).state is RequestState.APPROVED
    mark = mark_of(session, Asked(place.id, held.id))
    assert (mark.status, mark.made_up) == (Status.ABSENT, True)
    verdict = standing(session, cast.fall.id, place.id, here.policy, NOW).completion
    assert verdict.sessions_counted == 1
    ours = col(AuditLine.act).startswith("make_up.")
    acts = session.scalars(select(col(AuditLine.act)).where(ours).order_by(col(AuditLine.id)))
    assert list(acts) == [
        "make_up.submitted",
        "make_up.returned",
        "make_up.submitted",
        "make_up.approved",
    ]
    letters = select(OutboxMessage).where(col(OutboxMessage.kind) == "make_up_answered")
    said = [(own.facts["approved"], own.facts["word"]) for own in session.scalars(letters)]
    assert sorted(said) == [(False, "What did you hear?"), (True, "")]


def test_history_never_says_what_somebody_wrote(session: Session, cast: Cast) -> None:
    miss(session, cast)
    approve(session, cast, submit(session, cast))
    lines = session.scalars(select(AuditLine)).all()
    assert "advice" not in str([(line.facts, line.reason) for line in lines])


def test_nobody_approves_their_own_or_another_cohorts(session: Session, cast: Cast) -> None:
    miss(session, cast)
    request_id = submit(session, cast)
    with refuses(NOT_FOR_ONESELF):
        approve(session, cast, request_id, by="ada")
    with pytest.raises(NotFoundError):
        answers.send_back(
            session, cast.learner("ben"), request_id, "No.", by=cast.id("cora"), now=NOW
        )


def test_what_is_returned_or_withdrawn_is_not_approved(session: Session, cast: Cast) -> None:
    miss(session, cast)
    request_id = submit(session, cast)
    here, by = cast.learner("ada"), cast.id("fay")
    with refuses(reasons.SAY_WHAT):
        answers.send_back(session, here, request_id, "  ", by=by, now=NOW)
    answers.send_back(session, here, request_id, "More.", by=by, now=NOW)
    with refuses(reasons.RETURNED):
        approve(session, cast, request_id)
    actions.withdraw(session, here, cast.unit("fall-2026", 1), now=NOW)
    with refuses(reasons.ENDED):
        approve(session, cast, request_id)
    assert submit(session, cast) != request_id
    assert request_of(session, cast).edition == 2


def test_one_waits_at_a_time(session: Session, cast: Cast) -> None:
    miss(session, cast)
    submit(session, cast)
    with refuses(reasons.WAITS):
        submit(session, cast)


def test_mark_that_says_otherwise_meanwhile_stops_the_approval(
    session: Session, cast: Cast
) -> None:
    miss(session, cast)
    request_id = submit(session, cast)
    for status in (Status.PRESENT, Status.MADE_UP):
        miss(session, cast)
        miss(session, cast, status=status)
        with refuses(reasons.UNNEEDED):
            approve(session, cast, request_id)


def test_who_enrolled_later_makes_a_session_up_without_ever_being_absent(
    session: Session, cast: Cast
) -> None:
    place, held = cast.enrollment("ada"), cast.case_session("fall-2026", 1)
    place.enrolled_at = held.starts_at + timedelta(days=1)
    session.flush()
    before = ledgers(session, place.cohort_id, [place.id])[place.id].units[0]
    approve(session, cast, submit(session, cast))
    after = ledgers(session, place.cohort_id, [place.id])[place.id].units[0]
    assert (before.mark, after.mark) == (Status.NOT_RECORDED, Status.MADE_UP)
    mark = mark_of(session, Asked(place.id, held.id))
    assert (mark.status, mark.made_up) == (Status.NOT_RECORDED, True)


def test_no_more_are_approved_than_the_policy_counts(session: Session, cast: Cast) -> None:
    later = NOW + timedelta(days=3)
    for position in (1, 2):
        miss(session, cast, position=position, now=later)
    first = submit(session, cast, now=later)
    second = submit(session, cast, position=2, now=later)
    approve(session, cast, first, now=later)
    with refuses(reasons.BEYOND(count=1)):
        approve(session, cast, second, now=later)
    assert used_by(session, cast.enrollment("ada").id) == 1


def test_approved_one_that_the_mark_takes_back_lets_another_one_begin(
    session: Session, cast: Cast
) -> None:
    miss(session, cast)
    approve(session, cast, submit(session, cast))
    miss(session, cast, status=Status.ABSENT)
    assert request_of(session, cast).state is RequestState.TAKEN_BACK
    approve(session, cast, submit(session, cast))
    assert request_of(session, cast).state is RequestState.APPROVED


def test_approval_that_a_certificate_rests_on_asks_for_a_reason(
    session: Session, cast: Cast
) -> None:
    ben, by = cast.enrollment("ben"), cast.id("cora")
    issue_certificate(session, ben)
    held = cast.case_session("spring-2026", 4).id
    absent = {ben.id: Submitted(Status.ABSENT, cast.mark(ben.id, held))}
    amend(session, held, absent, by=by, now=NOW)
    here, unit = cast.learner("ben"), cast.unit("spring-2026", 4)
    written = Written(Way.CASE_RESPONSE, RESPONSE)
    nothing = Open(frozenset(), has_recording=False)
    request_id = actions.submit(session, here, unit, written, nothing, now=NOW)

    def send(amendment: Amendment) -> None:
        answers.approve(
            session,
            here,
            request_id,
            Approval(amendment=amendment),
            save_marks=save_marks,
            by=by,
            now=NOW,
        )

    with pytest.raises(AmendmentNeededError) as needed:
        send(Amendment())
    assert session.scalars(select(MakeUp)).all() == []
    send(Amendment("They wrote it.", fingerprint(needed.value.adjusted)))
    assert len(session.scalars(select(MakeUp)).all()) == 1


# ------------------------------------------------------------------------------ sister sessions


def test_sister_session_earns_the_minutes_that_somebody_was_there(
    session: Session, cast: Cast
) -> None:
    miss(session, cast)
    sister = sister_cohort(session, cast)
    there = Open(frozenset({sister.id}), has_recording=False)
    request_id = submit(
        session, cast, written=Written(Way.SISTER_SESSION, "", sister.id), there=there
    )
    with refuses(reasons.SAY_MINUTES):
        approve(session, cast, request_id)
    with refuses(reasons.NOT_THAT_LONG(most=60)):
        approve(session, cast, request_id, Approval(minutes=61))
    before = earned(session, cast)
    approve(session, cast, request_id, Approval(minutes=50))
    assert earned(session, cast) - before == 50
    assert request_of(session, cast).credit is CreditType.LIVE


def earned(session: Session, cast: Cast) -> int:
    here = cast.learner("ada")
    found = standing(session, cast.fall.id, here.enrollment.id, here.policy, NOW)
    assert found.eligibility is not None
    return found.eligibility.minutes


@pytest.mark.parametrize("way", [None, Way.RECORDING, Way.CASE_RESPONSE])
def test_nothing_else_earns_live_credit(session: Session, cast: Cast, way: Way | None) -> None:
    miss(session, cast)
    before = earned(session, cast)
    if way is None:
        miss(session, cast, status=Status.MADE_UP)
    else:
        there = Open(frozenset(), has_recording=True)
        approve(session, cast, submit(session, cast, written=Written(way, RESPONSE), there=there))
    assert earned(session, cast) == before


@pytest.mark.parametrize(
    ("way", "minutes"),
    [(None, 20), (Way.RECORDING, 20), (Way.CASE_RESPONSE, 20), (Way.SISTER_SESSION, 60)],
)
def test_who_left_early_keeps_the_minutes_that_they_were_there(
    session: Session, cast: Cast, way: Way | None, minutes: int
) -> None:
    before = earned(session, cast)
    place, held = cast.enrollment("ada").id, cast.case_session("fall-2026", 1).id
    left = {place: Submitted(Status.PARTIAL, mark_of(session, Asked(place, held)), 20)}
    save_marks(session, held, left, by=cast.id("cora"), now=NOW)
    assert earned(session, cast) - before == 20
    if way is None:
        miss(session, cast, status=Status.MADE_UP)
    else:
        sister = sister_cohort(session, cast).id if way is Way.SISTER_SESSION else None
        there = Open(frozenset({sister} if sister else ()), has_recording=True)
        request_id = submit(session, cast, written=Written(way, RESPONSE, sister), there=there)
        approve(session, cast, request_id, Approval(minutes=50 if sister else None))
    assert earned(session, cast) - before == minutes


def sisters(session: Session, cast: Cast, position: int = 1) -> list[str]:
    unit = cast.unit("fall-2026", position)
    found = sisters_of(session, cast.fall, unit.id, cast.id("ada"), NOW)
    return [row.cohort for row in found]


def test_sisters_are_sessions_of_the_same_case_in_the_same_weeks(
    session: Session, cast: Cast
) -> None:
    assert sisters(session, cast) == []
    held = sister_cohort(session, cast)
    assert sisters(session, cast) == ["Spring 2026"]
    held.canceled_at = NOW
    session.flush()
    assert sisters(session, cast) == []


def test_no_sister_is_one_that_they_lead_or_of_a_cohort_in_which_they_are(
    session: Session, cast: Cast
) -> None:
    held = sister_cohort(session, cast)
    session.add(SessionPart(case_session_id=held.id, person_id=cast.id("ada"), part="guest"))
    session.flush()
    assert sisters(session, cast) == []
    assert sisters(session, cast, 2) == ["Spring 2026"]
    add_enrollment(session, cast.person("ada"), cast.spring, at=NOW)
    session.flush()
    assert sisters(session, cast, 2) == []
