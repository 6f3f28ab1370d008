"""Dropping in: the moment of the code counts, for the address that it was given with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.check_ins import rules as check_ins_rules
from app.casework.check_ins.actions import strike
from app.casework.check_ins.codes.rules import shown_code
from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.models import CheckIn
from app.casework.drop_ins.actions import drop_in
from app.casework.drop_ins.queries import arrival_by
from app.casework.drop_ins.rules import (
    LASTS,
    NO_SEAT,
    TOO_LATE,
    WRONG_CODE,
    Arrival,
    why_not_count,
)
from app.casework.drop_ins.sealing import opened, sealed
from app.casework.enums import AttendanceStatus
from app.casework.models import Attendance, AttendanceChange
from app.certificates.marks.actions import save_marks
from app.cohorts.context import CohortContext
from app.cohorts.joining.queries import cohort_to_join, place_of
from app.cohorts.models import Cohort
from app.core.models import AuditLine
from app.history.agreement.queries import all_disagreements
from tests.cast import NOW, Cast
from tests.refusals import refuses
from tests.season import SLUG, make_season, register

SECRET, EVE = "s" * 40, "eve@example.org"
MINUTE = timedelta(minutes=1)

arrivals = st.builds(
    Arrival,
    st.uuids(),
    st.uuids(),
    st.sampled_from(CheckInWay),
    st.text(max_size=20),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)


@given(arrivals)
def test_an_arrival_is_read_as_it_was_written(arrival: Arrival) -> None:
    assert Arrival.read(arrival.written()) == arrival


@given(arrivals, st.emails(), st.emails())
def test_only_the_address_that_it_was_given_with_opens_it(
    arrival: Arrival, address: str, other: str
) -> None:
    link = sealed(SECRET, address, arrival)
    assert opened(SECRET, [other, address], link) == arrival
    assert opened(SECRET, [address.upper().lower()], link) == arrival
    assert opened("t" * 40, [address], link) is None
    if other.lower() != address.lower():
        assert opened(SECRET, [other], link) is None


@pytest.mark.parametrize("link", ["", "x", "é", "AAAA", "-_-_" * 40])
def test_what_is_no_arrival_opens_nothing(link: str) -> None:
    assert opened(SECRET, [EVE], link) is None


def test_a_changed_link_opens_nothing() -> None:
    link = sealed(SECRET, EVE, Arrival(uuid4(), uuid4(), CheckInWay.CODE, "ABC234", NOW))
    changed = ("B" if link[20] == "A" else "A").join((link[:20], link[21:]))
    assert opened(SECRET, [EVE], changed) is None


def test_it_counts_for_half_a_day() -> None:
    arrival = Arrival(uuid4(), uuid4(), CheckInWay.CODE, "ABC234", NOW)
    assert why_not_count(arrival, NOW + LASTS - timedelta(seconds=1)) is None
    assert why_not_count(arrival, NOW + LASTS) == TOO_LATE


SECRETS = {3: "of the third session", 4: "of the fourth"}


@pytest.fixture
def season(session: Session, cast: Cast) -> Cohort:
    return make_season(session, cast)


def held(cast: Cast, position: int = 3) -> UUID:
    return cast.case_session(SLUG, position).id


def during(cast: Cast, minutes: float = 5) -> datetime:
    return cast.case_session(SLUG, 3).starts_at + minutes * MINUTE


def here(session: Session) -> CohortContext:
    found = cohort_to_join(session, SLUG)
    assert found is not None
    return found


def coming(
    session: Session, cast: Cast, code: str, now: datetime, way: CheckInWay = CheckInWay.CODE
) -> Arrival:
    secrets = {held(cast, position): secret for position, secret in SECRETS.items()}
    return arrival_by(
        session, here(session), code, way=way, secret_of=lambda key: secrets.get(key, ""), now=now
    )


def arrival_at(session: Session, cast: Cast, now: datetime) -> Arrival:
    return coming(session, cast, shown_code(SECRETS[3], now).text, now)


def enter(
    session: Session, cast: Cast, arrival: Arrival, now: datetime, persona: str = "ben"
) -> None:
    drop_in(
        session,
        here(session),
        cast.id(persona),
        arrival,
        device="d",
        secret=SECRETS[3],
        save_marks=save_marks,
        now=now,
    )


def check_ins(session: Session) -> list[tuple[UUID, CheckInWay, datetime, datetime, str]]:
    return [
        (own.by, own.way, own.arrived_at, own.checked_in_at, own.device)
        for own in session.scalars(select(CheckIn))
    ]


def mark_of(session: Session, cast: Cast, persona: str) -> tuple[AttendanceStatus, datetime]:
    own = col(Attendance.enrollment_id) == cast.enrollment(persona, SLUG).id
    row = session.execute(
        select(col(Attendance.status), col(AttendanceChange.at))
        .join(AttendanceChange, col(AttendanceChange.attendance_id) == col(Attendance.id))
        .where(own)
    ).one()
    return row[0], row[1]


@pytest.mark.parametrize("minutes", [-10, 5, 59])
def test_the_code_of_the_session_that_is_open_is_an_arrival(
    session: Session, cast: Cast, season: Cohort, minutes: float
) -> None:
    now = during(cast, minutes)
    code = shown_code(SECRETS[3], now).text
    found = coming(session, cast, f" {code[:3].lower()} {code[3:]}", now, CheckInWay.QR)
    assert (found.cohort_id, found.case_session_id) == (season.id, held(cast))
    assert (found.way, found.at) == (CheckInWay.QR, now)


@pytest.mark.usefixtures("season")
def test_a_code_that_is_wrong_ran_out_or_is_another_session_s_is_none(
    session: Session, cast: Cast
) -> None:
    now = during(cast)
    for code in (
        "XXXXXX",
        "",
        "é",
        shown_code(SECRETS[4], now).text,
        shown_code(SECRETS[3], now - timedelta(seconds=91)).text,
    ):
        with refuses(WRONG_CODE):
            coming(session, cast, code, now)
    for minutes in (-10.1, 60):
        then = during(cast, minutes)
        with refuses(WRONG_CODE):
            coming(session, cast, shown_code(SECRETS[3], then).text, then)


@pytest.mark.usefixtures("season")
def test_of_two_sessions_that_are_open_it_is_the_one_whose_code_it_is(
    session: Session, cast: Cast
) -> None:
    cast.case_session(SLUG, 4).starts_at = during(cast, 20)
    session.flush()
    now = during(cast, 15)
    for position, secret in SECRETS.items():
        found = coming(session, cast, shown_code(secret, now).text, now)
        assert found.case_session_id == held(cast, position)


@pytest.mark.usefixtures("season")
def test_a_canceled_session_has_no_code(session: Session, cast: Cast) -> None:
    cast.case_session(SLUG, 3).canceled_at = NOW
    session.flush()
    with refuses(WRONG_CODE):
        arrival_at(session, cast, during(cast))


def test_who_confirms_later_has_a_seat_and_was_there_at_the_moment_of_the_code(
    session: Session, cast: Cast, season: Cohort
) -> None:
    now = during(cast)
    arrival, later = arrival_at(session, cast, now), now + timedelta(hours=3)
    for _ in range(2):  # a second click changes nothing
        enter(session, cast, arrival, later)
    place = place_of(session, season.id, cast.id("ben"))
    assert place is not None
    assert place.enrolled_at == later
    assert check_ins(session) == [(cast.id("ben"), CheckInWay.CODE, now, later, "d")]
    assert mark_of(session, cast, "ben") == (AttendanceStatus.PRESENT, later)
    assert list(all_disagreements(session)) == []


@pytest.mark.usefixtures("season")
def test_no_line_of_the_trail_is_older_than_the_act(session: Session, cast: Cast) -> None:
    """The moment of the code is a fact of the check-in; the trail says when that was recorded."""
    now = during(cast)
    arrival, later = arrival_at(session, cast, now), now + timedelta(hours=3)
    known = set(session.scalars(select(col(AuditLine.id))))
    enter(session, cast, arrival, later)
    new = [line for line in session.scalars(select(AuditLine)) if line.id not in known]
    assert {"check_in.made", "check_in.marked"} <= {line.act for line in new}
    assert {line.at for line in new} == {later}


@pytest.mark.usefixtures("season")
@pytest.mark.parametrize("minutes", [0, 90])
def test_who_came_late_is_late_whenever_they_confirm(
    session: Session, cast: Cast, minutes: float
) -> None:
    now = during(cast, 12)
    later = now + minutes * MINUTE
    enter(session, cast, arrival_at(session, cast, now), later)
    assert mark_of(session, cast, "ben") == (AttendanceStatus.LATE, later)


def test_who_is_registered_keeps_their_seat(session: Session, cast: Cast, season: Cohort) -> None:
    register(session, season, cast, "ben")
    before = cast.enrollment("ben", SLUG).enrolled_at
    enter(session, cast, arrival_at(session, cast, during(cast)), during(cast))
    assert cast.enrollment("ben", SLUG).enrolled_at == before
    assert len(check_ins(session)) == 1


def test_too_late_a_full_series_and_a_code_that_was_none_are_refused(
    session: Session, cast: Cast, season: Cohort
) -> None:
    now = during(cast)
    arrival = arrival_at(session, cast, now)
    with refuses(TOO_LATE):
        enter(session, cast, arrival, now + LASTS)
    with refuses(check_ins_rules.WRONG_CODE), session.begin_nested():
        enter(session, cast, replace(arrival, code="XXXXXX"), now)
    season.capacity = 0
    with refuses(NO_SEAT), session.begin_nested():
        enter(session, cast, arrival, now)
    assert check_ins(session) == []
    assert place_of(session, season.id, cast.id("ben")) is None


def test_who_was_struck_does_not_come_in_again(
    session: Session, cast: Cast, season: Cohort
) -> None:
    register(session, season, cast, "ben")
    now = during(cast)
    arrival = arrival_at(session, cast, now)
    enter(session, cast, arrival, now)
    made = session.scalars(select(col(CheckIn.id))).one()
    strike(session, held(cast), made, save_marks=save_marks, by=cast.id("fay"), now=now + MINUTE)
    with refuses(check_ins_rules.STRUCK):
        enter(session, cast, arrival, now + 2 * MINUTE)
    assert len(check_ins(session)) == 1
