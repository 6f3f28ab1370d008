"""Enrolling, withdrawing, taking a withdrawal back; and the last seat, raced for."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments import queries, rules
from app.cohorts.enrollments.actions import enroll, take_back_withdrawal, transfer, withdraw
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Enrollment
from app.cohorts.rules import FULL, WHY
from app.core.chains import first_bad_line
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import AuditLine
from app.language.reasons import Reason
from app.people.enums import Profession
from app.people.models import Institution
from app.people.rules import NOT_FOR_ONESELF
from tests.cast import NOW, Cast, make_person
from tests.races import one_after_the_other
from tests.refusals import refuses

Status = EnrollmentStatus


def kinds(session: Session, enrollment: Enrollment) -> list[Kind]:
    return [event.kind for event in queries.events(session, enrollment.id)]


def acts(session: Session) -> list[AuditLine]:
    own = col(AuditLine.act).startswith("enrollment.")
    return list(session.scalars(select(AuditLine).where(own).order_by(col(AuditLine.id))))


def insert(session: Session, event: EnrollmentEvent) -> None:
    session.add(event)
    session.flush()


def facts_of(kept: Enrollment | EnrollmentEvent) -> tuple[object, ...]:
    return kept.institution_id, kept.department, kept.rank, kept.profession


def out_of_step(session: Session) -> list[UUID]:
    """The enrollments whose columns say something else than their events."""
    session.expire_all()
    wrong = []
    for enrollment in session.scalars(select(Enrollment)):
        stand = rules.events_that_stand(queries.events(session, enrollment.id))
        enrolled = rules.enrolled_last(stand)
        assert enrolled is not None
        said = rules.status_of(stand), enrolled.at, facts_of(enrolled)
        if (enrollment.status, enrollment.enrolled_at, facts_of(enrollment)) != said:
            wrong.append(enrollment.id)
    return wrong


def test_enrolling_leaves_an_event_and_a_line(session: Session, cast: Cast, now: datetime) -> None:
    cora = cast.id("cora")
    enrollment = enroll(session, cast.fall, cast.id("lee"), by=cora, now=now)
    (event,) = queries.events(session, enrollment.id)
    assert (event.number, event.kind, event.at, event.by) == (1, Kind.ENROLLED, now, cora)
    assert (enrollment.status, enrollment.enrolled_at) == (Status.ENROLLED, now)
    line = acts(session)[-1]
    assert (line.act, line.actor_id) == ("enrollment.enrolled", cora)
    assert {"cohort": "fall-2026", "seat": 3}.items() <= line.facts.items()


def test_enrollment_keeps_what_the_person_was(session: Session, cast: Cast, now: datetime) -> None:
    lee = cast.person("lee")
    lee.department, lee.rank = "Surgery", "Professor"
    enrollment = enroll(session, cast.fall, lee.id, by=None, now=now)
    home = lee.institution_id
    lee.institution_id = cast.person("ben").institution_id
    lee.department, lee.rank, lee.profession = "Medicine", "Emeritus", Profession.OTHER
    session.flush()
    session.refresh(enrollment)
    assert enrollment.institution_id == home
    assert (enrollment.department, enrollment.rank) == ("Surgery", "Professor")
    assert enrollment.profession is Profession.PHYSICIAN


def test_who_is_enrolled_cannot_be_enrolled_again(
    session: Session, cast: Cast, now: datetime
) -> None:
    with refuses(rules.ALREADY_ENROLLED):
        enroll(session, cast.fall, cast.id("ada"), by=None, now=now)
    assert kinds(session, cast.enrollment("ada")) == [Kind.ENROLLED]


def test_withdrawing_leaves_the_ledger_and_frees_the_seat(
    session: Session, cast: Cast, now: datetime
) -> None:
    ada, cora = cast.enrollment("ada"), cast.id("cora")
    since = ada.enrolled_at
    withdraw(session, ada, reason="Moved away.", by=cora, now=now)
    event = queries.events(session, ada.id)[-1]
    assert (event.kind, event.reason, event.by) == (Kind.WITHDRAWN, "Moved away.", cora)
    assert (ada.is_enrolled, ada.enrolled_at) == (False, since)
    assert queries.count_seats(session, cast.fall.id) == 1
    line = acts(session)[-1]
    assert (line.act, line.reason) == ("enrollment.withdrawn", "Moved away.")


def test_withdrawing_twice_is_refused(session: Session, cast: Cast, now: datetime) -> None:
    cast.withdraw("ada")
    with refuses(rules.NOT_ENROLLED):
        withdraw(session, cast.enrollment("ada"), reason="Moved.", by=None, now=now)


def test_withdrawal_taken_back_is_as_if_it_had_never_been(
    session: Session, cast: Cast, now: datetime
) -> None:
    ada = cast.enrollment("ada")
    since = ada.enrolled_at
    cast.withdraw("ada")
    later = now + timedelta(days=1)
    take_back_withdrawal(session, ada, reason="Wrong Ada.", by=cast.id("cora"), now=later)
    assert kinds(session, ada) == [Kind.ENROLLED, Kind.WITHDRAWN, Kind.TAKEN_BACK]
    assert (ada.is_enrolled, ada.enrolled_at) == (True, since)
    line = acts(session)[-1]
    assert (line.act, line.reason) == ("enrollment.withdrawal_taken_back", "Wrong Ada.")
    assert {"cohort": "fall-2026", "seat": 2}.items() <= line.facts.items()


def test_withdrawal_is_not_taken_back_without_a_seat(
    session: Session, cast: Cast, now: datetime
) -> None:
    cast.withdraw("ada")
    cast.fall.capacity = 1
    with refuses(FULL(count=1, cohort="Fall 2026")):
        take_back_withdrawal(session, cast.enrollment("ada"), reason="Moved.", by=None, now=now)
    assert not cast.enrollment("ada").is_enrolled


def test_nothing_but_a_withdrawal_is_taken_back(
    session: Session, cast: Cast, now: datetime
) -> None:
    with refuses(rules.NOT_WITHDRAWN):
        take_back_withdrawal(session, cast.enrollment("ada"), reason="Moved.", by=None, now=now)


def test_who_withdrew_can_be_enrolled_anew_and_is_then_what_they_are_now(
    session: Session, cast: Cast, now: datetime
) -> None:
    cast.withdraw("ada")
    cast.person("ada").rank = "Professor"
    again = enroll(session, cast.fall, cast.id("ada"), by=None, now=now)
    assert again.id == cast.enrollment("ada").id
    assert (again.enrolled_at, again.rank) == (now, "Professor")
    assert kinds(session, again) == [Kind.ENROLLED, Kind.WITHDRAWN, Kind.ENROLLED]


def test_what_the_person_was_stands_on_each_event_that_enrolled_them(
    session: Session, cast: Cast, now: datetime
) -> None:
    ada = cast.enrollment("ada")
    first = facts_of(ada)
    cast.withdraw("ada")
    person = cast.person("ada")
    person.institution_id = cast.person("ben").institution_id
    person.department, person.rank, person.profession = "Surgery", "Dean", Profession.OTHER
    enroll(session, cast.fall, person.id, by=None, now=now)
    session.expire_all()
    enrolled, withdrawn, again = queries.events(session, ada.id)
    assert facts_of(enrolled) == first
    assert facts_of(withdrawn) == (None,) * 4
    assert facts_of(again) == (person.institution_id, "Surgery", "Dean", Profession.OTHER)
    assert facts_of(ada) == facts_of(again)


def test_withdrawal_taken_back_restores_what_the_person_was(
    session: Session, cast: Cast, now: datetime
) -> None:
    ada = cast.enrollment("ada")
    before = facts_of(ada)
    cast.withdraw("ada")
    cast.person("ada").rank = "Dean"
    # whatever the place says meanwhile: the event that stands decides
    ada.rank, ada.department = "Lost", "Lost"
    session.flush()
    take_back_withdrawal(session, ada, reason="Wrong Ada.", by=None, now=now)
    session.expire_all()
    assert facts_of(ada) == before
    assert out_of_step(session) == []


def test_only_who_is_enrolled_is_kept_as_they_were_and_whole(
    session: Session, cast: Cast, now: datetime
) -> None:
    ada = cast.enrollment("ada")
    for kind, department in ((Kind.WITHDRAWN, "Surgery"), (Kind.ENROLLED, None)):
        event = EnrollmentEvent(
            enrollment_id=ada.id,
            number=2,
            kind=kind,
            at=now,
            institution_id=ada.institution_id,
            department=department,
            rank="",
            profession=ada.profession,
        )
        with pytest.raises(IntegrityError), session.begin_nested():
            insert(session, event)


def test_columns_say_what_the_events_say(session: Session, cast: Cast, now: datetime) -> None:
    ada, nan = cast.enrollment("ada"), cast.enrollment("nan")
    cast.withdraw("ada")
    take_back_withdrawal(session, ada, reason="Moved.", by=None, now=now)
    cast.withdraw("nan")
    enroll(session, cast.fall, nan.person_id, by=None, now=now)
    cast.withdraw("ben")
    assert out_of_step(session) == []
    session.execute(text("UPDATE enrollment SET status = 'applied'"))
    assert len(out_of_step(session)) == 3


def test_enrolled_needs_a_moment(session: Session, cast: Cast) -> None:
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE enrollment SET enrolled_at = NULL"))


def move_ada(session: Session, reason: str = "Other hours.", now: datetime = NOW) -> Enrollment:
    """Ada goes from fall-2026 to spring-2026."""
    cast = Cast(session)
    ada = cast.enrollment("ada", "fall-2026")
    return transfer(session, ada, cast.spring, reason=reason, by=cast.id("cora"), now=now)


def test_transfer_leaves_two_events_that_name_each_other(
    session: Session, cast: Cast, now: datetime
) -> None:
    left = cast.enrollment("ada")
    since = left.enrolled_at
    cast.person("ada").rank = "Dean"
    new = move_ada(session)
    gone, came = queries.events(session, left.id)[-1], queries.events(session, new.id)[-1]
    assert (gone.kind, gone.other_enrollment_id) == (Kind.TRANSFERRED, new.id)
    assert (came.kind, came.other_enrollment_id) == (Kind.ENROLLED, left.id)
    assert {(event.reason, event.by) for event in (gone, came)} == {
        ("Other hours.", cast.id("cora"))
    }
    assert (left.status, left.enrolled_at, left.rank) == (Status.TRANSFERRED, since, "")
    assert (new.status, new.enrolled_at, new.rank) == (Status.ENROLLED, now, "Dean")
    assert new.cohort_id == cast.spring.id
    assert out_of_step(session) == []


def test_transfer_takes_a_seat_and_frees_one_and_has_its_lines(
    session: Session, cast: Cast
) -> None:
    new = move_ada(session)
    seats = [queries.count_seats(session, cohort.id) for cohort in (cast.fall, cast.spring)]
    assert seats == [1, 2]
    enrolled, transferred = acts(session)[-2:]
    assert (enrolled.act, enrolled.object_id) == ("enrollment.enrolled", str(new.id))
    assert {"cohort": "spring-2026", "seat": 2}.items() <= enrolled.facts.items()
    assert (transferred.act, transferred.reason) == ("enrollment.transferred", "Other hours.")
    assert {"cohort": "fall-2026", "to": "spring-2026"}.items() <= transferred.facts.items()


def test_transfer_back_is_to_the_place_that_was_left(session: Session, cast: Cast) -> None:
    new = move_ada(session)
    back = transfer(session, new, cast.fall, reason="Sorry.", by=None, now=NOW)
    assert back.id == cast.enrollment("ada", "fall-2026").id
    assert kinds(session, back) == [Kind.ENROLLED, Kind.TRANSFERRED, Kind.ENROLLED]
    assert (back.status, new.status) == (Status.ENROLLED, Status.TRANSFERRED)


def test_transfer_without_a_seat_there_changes_nothing(session: Session, cast: Cast) -> None:
    cast.spring.capacity = 1
    with refuses(FULL(count=1, cohort="Spring 2026")):
        move_ada(session)
    assert cast.enrollment("ada").is_enrolled


def test_transfer_of_who_left_or_is_there_already_is_refused(session: Session, cast: Cast) -> None:
    enroll(session, cast.spring, cast.id("ada"), by=None, now=NOW)
    with refuses(rules.ALREADY_ENROLLED):
        move_ada(session)
    with refuses(rules.ALREADY_ENROLLED):
        ada = cast.enrollment("ada", "fall-2026")
        transfer(session, ada, cast.fall, reason="Same.", by=None, now=NOW)
    cast.withdraw("nan")
    with refuses(rules.NOT_ENROLLED):
        transfer(session, cast.enrollment("nan"), cast.spring, reason="No.", by=None, now=NOW)


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_is_let_go_moved_or_taken_back_without_a_reason(
    session: Session, cast: Cast, now: datetime, reason: str
) -> None:
    ada = cast.enrollment("ada")
    with refuses(WHY):
        withdraw(session, ada, reason=reason, by=None, now=now)
    with refuses(WHY):
        move_ada(session, reason)
    cast.withdraw("ada")
    with refuses(WHY):
        take_back_withdrawal(session, ada, reason=reason, by=None, now=now)
    assert kinds(session, ada) == [Kind.ENROLLED, Kind.WITHDRAWN]


def test_transfer_needs_its_other_side(session: Session, cast: Cast, now: datetime) -> None:
    event = EnrollmentEvent(
        enrollment_id=cast.enrollment("ada").id, number=2, kind=Kind.TRANSFERRED, at=now
    )
    with pytest.raises(IntegrityError), session.begin_nested():
        insert(session, event)


def test_two_events_cannot_both_be_the_next(session: Session, cast: Cast, now: datetime) -> None:
    event = EnrollmentEvent(
        enrollment_id=cast.enrollment("ada").id, number=1, kind=Kind.WITHDRAWN, at=now
    )
    with pytest.raises(IntegrityError), session.begin_nested():
        insert(session, event)


def test_seats_are_held_by_who_was_asked(session: Session, cast: Cast) -> None:
    ada = cast.enrollment("ada")
    held = {}
    for status in Status:
        ada.status = status
        session.flush()
        held[status] = queries.count_seats(session, cast.fall.id) == 2
    assert {status for status in Status if held[status]} == rules.HOLDS_SEAT


def test_last_seat_is_refused_to_the_next(session: Session, cast: Cast, now: datetime) -> None:
    cast.fall.capacity = 2
    with refuses(FULL(count=2, cohort="Fall 2026")):
        enroll(session, cast.fall, cast.id("lee"), by=cast.id("cora"), now=now)


# ------------------------------------------------------------------------------- races


def crowd(session: Session, size: int) -> list[UUID]:
    """So many people who are in no cohort."""
    place = session.scalars(select(Institution)).first()
    assert place is not None
    return [
        make_person(
            session, f"p{n}", "P", f"Q{n}", "MD", Profession.PHYSICIAN, institution=place
        ).id
        for n in range(size)
    ]


def succeeds(database: Database, act: Callable[[Session], object]) -> bool:
    try:
        with database.write() as session:
            act(session)
    except RefusedError:
        return False
    return True


def enrolling(person_id: UUID) -> Callable[[Session], object]:
    def act(session: Session) -> object:
        return enroll(session, Cast(session).fall, person_id, by=None, now=NOW)

    return act


def test_thirty_people_race_for_the_last_seat_and_one_gets_it(real_database: Database) -> None:
    with real_database.write() as session:
        Cast(session).fall.capacity = 3
        ids = crowd(session, 30)
    with ThreadPoolExecutor(10) as pool:
        seated = list(pool.map(lambda one: succeeds(real_database, enrolling(one)), ids))
    with real_database.write() as session:
        taken = queries.count_seats(session, Cast(session).fall.id)
        assert out_of_step(session) == []
    assert (seated.count(True), taken) == (1, 3)


def test_nineteen_and_one_whose_withdrawal_is_taken_back_race_for_the_last_seat(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        cast.withdraw("ada")
        cast.fall.capacity = 2
        deeds = [enrolling(person_id) for person_id in crowd(session, 19)]

    def take_back(session: Session) -> None:
        ada = Cast(session).enrollment("ada")
        take_back_withdrawal(session, ada, reason="Moved.", by=None, now=NOW)

    deeds.insert(7, take_back)
    with ThreadPoolExecutor(20) as pool:
        seated = list(pool.map(lambda deed: succeeds(real_database, deed), deeds))
    with real_database.write() as session:
        assert (seated.count(True), queries.count_seats(session, Cast(session).fall.id)) == (1, 2)
        assert out_of_step(session) == []
        assert first_bad_line(session) is None


def test_the_same_person_enrolled_in_two_tabs_is_enrolled_once(real_database: Database) -> None:
    with real_database.write() as session:
        lee = Cast(session).id("lee")
    act = enrolling(lee)
    assert one_after_the_other(real_database, act, lambda session: refusal(act, session)) == (
        rules.ALREADY_ENROLLED
    )
    with real_database.write() as session:
        assert kinds(session, Cast(session).enrollment("lee")) == [Kind.ENROLLED]


def test_of_two_tabs_that_withdraw_the_second_is_told(real_database: Database) -> None:
    def act(session: Session) -> None:
        withdraw(session, Cast(session).enrollment("ada"), reason="Moved.", by=None, now=NOW)

    second = one_after_the_other(real_database, act, lambda session: refusal(act, session))
    assert second == rules.NOT_ENROLLED
    with real_database.write() as session:
        ada = Cast(session).enrollment("ada")
        assert kinds(session, ada) == [Kind.ENROLLED, Kind.WITHDRAWN]
        assert out_of_step(session) == []


def test_who_is_being_let_go_is_not_transferred(real_database: Database) -> None:
    def let_go(session: Session) -> None:
        withdraw(session, Cast(session).enrollment("ada"), reason="Moved.", by=None, now=NOW)

    with refuses(rules.NOT_ENROLLED):
        one_after_the_other(real_database, let_go, move_ada)


def test_transferred_in_two_tabs_is_transferred_once(real_database: Database) -> None:
    with refuses(rules.NOT_ENROLLED):
        one_after_the_other(real_database, move_ada, move_ada)
    with real_database.write() as session:
        assert queries.count_seats(session, Cast(session).spring.id) == 2
        assert out_of_step(session) == []


def refusal(act: Callable[[Session], object], session: Session) -> Reason | None:
    """What an act is refused with."""
    try:
        act(session)
    except RefusedError as refused:
        return refused.reason
    return None


@pytest.mark.parametrize("act", ["enroll", "withdraw", "take back", "transfer"])
def test_nobody_does_any_of_this_for_themselves(session: Session, cast: Cast, act: str) -> None:
    ada, lee, cora = cast.enrollment("ada"), cast.id("lee"), cast.id("cora")
    own = ada.person_id
    if act == "take back":
        withdraw(session, ada, reason="Moved.", by=cora, now=NOW)
    before = kinds(session, ada), queries.count_seats(session, cast.fall.id)
    doing: dict[str, Callable[[], object]] = {
        "enroll": lambda: enroll(session, cast.fall, lee, by=lee, now=NOW),
        "withdraw": lambda: withdraw(session, ada, reason="Moved.", by=own, now=NOW),
        "take back": lambda: take_back_withdrawal(session, ada, reason="No.", by=own, now=NOW),
        "transfer": lambda: transfer(session, ada, cast.spring, reason="No.", by=own, now=NOW),
    }
    with refuses(NOT_FOR_ONESELF):
        doing[act]()
    assert (kinds(session, ada), queries.count_seats(session, cast.fall.id)) == before
