"""A certificate that stands on a session of another cohort is flagged by what changes there."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus as Status
from app.casework.make_up_requests.answers.rules import Approval
from app.casework.make_up_requests.elsewhere.queries import fallen_requests, standing_on
from app.casework.make_up_requests.enums import Way
from app.casework.make_up_requests.missed.queries import mark_of, used_by
from app.casework.make_up_requests.queries import Asked
from app.casework.make_up_requests.rules import Open, Written
from app.casework.rules import Submitted
from app.casework.saves.actions import AmendmentNeededError
from app.certificates.enums import FlagKind
from app.certificates.holding.actions import call_held, call_not_held
from app.certificates.holding.queries import certified_marks
from app.certificates.marks.actions import save_marks, undo_save
from app.certificates.marks.queries import built_on
from app.certificates.models import Certificate, CertificateFlag
from app.cohorts.changes.queries import schedule
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import cohort_for_person
from app.cohorts.models import CaseSession, Enrollment
from app.core.errors import RefusedError
from app.credit.queries import standing
from app.credit.tallies.queries import complete_among, planned_sessions
from tests.amending import amend
from tests.casework.absences import approve, miss, sister_cohort, submit
from tests.cast import NOW, Cast, add_enrollment
from tests.certificates.reports.reporting import report_of
from tests.issued import issue_certificate

LATER = NOW + timedelta(days=1)


def certified_by(session: Session, cast: Cast) -> tuple[CaseSession, Certificate]:
    """Ada made her first session up in Spring, and a certificate of hers in Fall rests on it."""
    miss(session, cast)
    sister = sister_cohort(session, cast)
    there = Open(frozenset({sister.id}), has_recording=False)
    written = Written(Way.SISTER_SESSION, "", sister.id)
    approve(
        session, cast, submit(session, cast, written=written, there=there), Approval(minutes=50)
    )
    paper = issue_certificate(session, cast.enrollment("ada", "fall-2026"), at=LATER)
    return sister, paper


def place_there(session: Session, cast: Cast, sister: CaseSession) -> Enrollment:
    """She has a place there since, and was marked as the others were."""
    place = add_enrollment(session, cast.person("ada"), cast.spring, at=NOW - timedelta(days=90))
    session.flush()
    present = {place.id: Submitted(Status.PRESENT)}
    save_marks(session, sister.id, present, by=cast.id("cora"), now=LATER + timedelta(hours=1))
    return place


def flags(session: Session) -> list[tuple[FlagKind, Status, Status]]:
    found = session.scalars(select(CertificateFlag)).all()
    return sorted((own.kind, own.from_status, own.to_status) for own in found)


def say(session: Session, act: object) -> None:
    session.expire_all()
    found = cohort_for_person(session, "spring-2026", Cast(session).id("cora"))
    assert found is not None
    seen = schedule(session, found.here.cohort.id)[0].sequence
    by, why = Cast(session).id("cora"), "Zoom failed."
    act(session, found.here, 1, seen=seen, reason=why, by=by, now=LATER)  # type: ignore[operator]


def test_session_that_was_not_held_names_and_flags_who_made_one_up_there(
    session: Session, cast: Cast
) -> None:
    sister, paper = certified_by(session, cast)
    (mark,) = certified_marks(session, sister.id, built_on=built_on)
    assert (mark.person_id, mark.numbers) == (cast.id("ada"), (paper.number,))
    assert mark.cohort == "fall-2026"
    say(session, call_not_held)
    say(session, call_held)
    assert flags(session) == [
        (FlagKind.HELD, Status.MADE_UP, Status.MADE_UP),
        (FlagKind.NOT_HELD, Status.MADE_UP, Status.MADE_UP),
    ]


def earned(session: Session, cast: Cast) -> int:
    here = cast.learner("ada", "fall-2026")
    found = standing(session, here.cohort.id, here.enrollment.id, here.policy, LATER)
    assert found.eligibility is not None
    return found.eligibility.minutes


def test_nobody_earns_for_a_session_that_was_not_held_wherever_it_counts(
    session: Session, cast: Cast
) -> None:
    certified_by(session, cast)
    before = earned(session, cast)
    say(session, call_not_held)
    assert before - earned(session, cast) == 50
    say(session, call_held)
    assert earned(session, cast) == before


def test_make_up_counts_for_completion_only_as_long_as_its_session_counts_as_held(
    session: Session, cast: Cast
) -> None:
    """Also where the database counts; what stays is the absence, which can be made up."""
    sister, _paper = certified_by(session, cast)
    here = cast.learner("ada", "fall-2026")
    place = here.enrollment.id
    policy = here.policy.model_copy(update={"modules_required": 0, "sessions_required": 1})
    one = CohortContext(here.cohort, here.program, here.policy_version, policy)

    def stands() -> tuple[int, tuple[str, ...], bool, bool]:
        found = standing(session, here.cohort.id, place, policy, LATER).completion
        among = complete_among(session, {place: one}, planned_sessions(session, [one]), LATER)
        return found.sessions_counted, found.restore, found.complete, place in among

    assert stands() == (1, (), True, True)
    assert fallen_requests(session, [here.cohort.id]) == {}
    say(session, call_not_held)
    assert stands() == (0, ("Week 1",), False, False)
    assert len(fallen_requests(session, [here.cohort.id])[here.cohort.id]) == 1
    say(session, call_held)
    assert stands() == (1, (), True, True)
    say(session, call_not_held)
    held = cast.case_session("fall-2026", 1).id
    absent = {place: Submitted(Status.ABSENT, mark_of(session, Asked(place, held)))}
    amend(session, held, absent, by=cast.id("cora"), now=LATER)
    assert fallen_requests(session, [here.cohort.id]) == {}, "somebody took it back"
    assert used_by(session, place) == 0
    assert [own.name for own in standing_on(session, sister.id)] == []


def test_report_counts_it_as_the_ledger_does(session: Session, cast: Cast) -> None:
    certified_by(session, cast)

    def week_1() -> tuple[int, int]:
        first, *_ahead = report_of(session, "fall-2026", LATER).numbers.sessions
        return first.counted, first.missed

    assert week_1() == (1, 0)
    say(session, call_not_held)
    assert week_1() == (0, 1)
    say(session, call_held)
    assert week_1() == (1, 0)


def test_make_up_that_counts_for_nothing_takes_no_other_ones_place(
    session: Session, cast: Cast
) -> None:
    """How many are left is the same to the ledger and to who asks for one."""
    certified_by(session, cast)
    here = cast.learner("ada", "fall-2026")
    place = here.enrollment.id

    def left() -> tuple[int, int]:
        verdict = standing(session, here.cohort.id, place, here.policy, LATER).completion
        return used_by(session, place), verdict.make_ups_used

    assert left() == (1, 1)
    say(session, call_not_held)
    assert left() == (0, 0)
    say(session, call_held)
    assert left() == (1, 1)


def test_certificate_from_before_the_approval_does_not_stand_on_it(
    session: Session, cast: Cast
) -> None:
    sister, _paper = certified_by(session, cast)
    session.execute(CertificateFlag.__table__.delete())  # type: ignore[attr-defined]
    early = issue_certificate(
        session, cast.enrollment("ada", "fall-2026"), edition=2, at=NOW - timedelta(days=2)
    )
    (mark,) = certified_marks(session, sister.id, built_on=built_on)
    assert early.number not in mark.numbers


def test_mark_there_that_is_struck_asks_for_a_reason_and_flags(
    session: Session, cast: Cast
) -> None:
    sister, paper = certified_by(session, cast)
    place = place_there(session, cast, sister)
    absent = {place.id: Submitted(Status.ABSENT, cast.mark(place.id, sister.id))}
    with pytest.raises(AmendmentNeededError) as needed:
        save_marks(session, sister.id, absent, by=cast.id("cora"), now=LATER)
    (touched,) = needed.value.adjusted
    assert (touched.enrollment_id, touched.relied.numbers) == (place.id, (paper.number,))
    amend(session, sister.id, absent, by=cast.id("cora"), now=LATER)
    assert flags(session) == [(FlagKind.MARK, Status.PRESENT, Status.ABSENT)]


def test_save_there_is_not_undone(session: Session, cast: Cast) -> None:
    sister, paper = certified_by(session, cast)
    place = add_enrollment(session, cast.person("ada"), cast.spring, at=NOW - timedelta(days=90))
    session.flush()
    present = {place.id: Submitted(Status.PRESENT)}
    saved = save_marks(session, sister.id, present, by=cast.id("cora"), now=LATER)
    assert saved.save_id is not None
    with pytest.raises(RefusedError) as refused:
        undo_save(session, sister.id, saved.save_id, by=cast.id("cora"), now=LATER)
    assert paper.number in str(refused.value.reason.facts["why"])


def test_other_marks_of_hers_there_are_nobody_elses(session: Session, cast: Cast) -> None:
    sister, _paper = certified_by(session, cast)
    place = place_there(session, cast, sister)
    other = cast.case_session("spring-2026", 2)
    other.starts_at = NOW - timedelta(days=2)
    session.flush()
    for status in (Status.PRESENT, Status.ABSENT):
        mark = {place.id: Submitted(status, mark_of(session, Asked(place.id, other.id)))}
        assert save_marks(session, other.id, mark, by=cast.id("cora"), now=LATER).saved == 1
    assert flags(session) == []
