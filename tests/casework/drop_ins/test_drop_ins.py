"""Dropping in: the moment of the code counts, for the address that it was given with."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.casework.drop_ins.actions import arrive, drop_in
from app.casework.drop_ins.rules import (
    LASTS,
    NO_SEAT,
    TOO_LATE,
    WRONG_CODE,
    Arrival,
    why_not_count,
)
from app.casework.drop_ins.sealing import opened, sealed
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.joining.queries import cohort_to_join, place_of
from app.cohorts.models import Cohort
from app.core.errors import RefusedError
from app.language.reasons import reason
from tests.cast import NOW, Cast
from tests.refusals import refuses
from tests.season import SLUG, make_season, register

SECRET, EVE = "s" * 40, "eve@example.org"
STRUCK = reason("test.struck", "Taken back.")
MINUTE = timedelta(minutes=1)

arrivals = st.builds(
    Arrival,
    st.uuids(),
    st.uuids(),
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
    link = sealed(SECRET, EVE, Arrival(uuid4(), uuid4(), "ABC234", NOW))
    changed = ("B" if link[20] == "A" else "A").join((link[:20], link[21:]))
    assert opened(SECRET, [EVE], changed) is None


def test_it_counts_for_half_a_day() -> None:
    arrival = Arrival(uuid4(), uuid4(), "ABC234", NOW)
    assert why_not_count(arrival, NOW + LASTS - timedelta(seconds=1)) is None
    assert why_not_count(arrival, NOW + LASTS) == TOO_LATE


@dataclass
class Codes:
    """A session with one code, and who was checked in with what."""

    session_id: UUID
    refuses: bool = False
    seen: list[tuple[UUID, UUID, str, datetime]] = field(default_factory=list)

    def is_right(
        self, _session: Session, _here: CohortContext, code: str, _at: datetime, /
    ) -> UUID | None:
        return self.session_id if code == "ABC234" else None

    def check_in(
        self,
        _session: Session,
        learner: LearnerInCohort,
        case_session_id: UUID,
        code: str,
        at: datetime,
        /,
    ) -> None:
        if self.refuses:
            raise RefusedError(STRUCK)
        self.seen.append((learner.enrollment.person_id, case_session_id, code, at))


@pytest.fixture
def season(session: Session, cast: Cast) -> Cohort:
    return make_season(session, cast)


@pytest.fixture
def codes(cast: Cast, season: Cohort) -> Codes:
    return Codes(cast.case_session(season.slug, 3).id)


def here(session: Session) -> CohortContext:
    found = cohort_to_join(session, SLUG)
    assert found is not None
    return found


def test_a_right_code_is_an_arrival_and_a_wrong_one_is_refused(
    session: Session, season: Cohort, codes: Codes
) -> None:
    found = arrive(session, here(session), "ABC234", code_is_right=codes.is_right, now=NOW)
    assert found == Arrival(season.id, codes.session_id, "ABC234", NOW)
    with refuses(WRONG_CODE):
        arrive(session, here(session), "XXXXXX", code_is_right=codes.is_right, now=NOW)


def test_who_confirms_later_has_a_seat_and_was_there_at_the_moment_of_the_code(
    session: Session, cast: Cast, season: Cohort, codes: Codes
) -> None:
    arrival = Arrival(season.id, codes.session_id, "ABC234", NOW)
    later = NOW + timedelta(hours=3)
    for _ in range(2):  # a second click changes nothing of the seat
        drop_in(session, here(session), cast.id("ben"), arrival, check_in=codes.check_in, now=later)
    place = place_of(session, season.id, cast.id("ben"))
    assert place is not None
    assert place.enrolled_at == later
    assert codes.seen == [(cast.id("ben"), codes.session_id, "ABC234", NOW)] * 2


def test_who_is_registered_keeps_their_seat(
    session: Session, cast: Cast, season: Cohort, codes: Codes
) -> None:
    register(session, season, cast, "ben")
    before = cast.enrollment("ben", SLUG).enrolled_at
    arrival = Arrival(season.id, codes.session_id, "ABC234", NOW)
    drop_in(session, here(session), cast.id("ben"), arrival, check_in=codes.check_in, now=NOW)
    assert cast.enrollment("ben", SLUG).enrolled_at == before


def test_too_late_and_a_full_series_are_refused(
    session: Session, cast: Cast, season: Cohort, codes: Codes
) -> None:
    arrival = Arrival(season.id, codes.session_id, "ABC234", NOW)
    with refuses(TOO_LATE):
        drop_in(
            session,
            here(session),
            cast.id("ben"),
            arrival,
            check_in=codes.check_in,
            now=NOW + LASTS,
        )
    season.capacity = 0
    with refuses(NO_SEAT):
        drop_in(session, here(session), cast.id("ben"), arrival, check_in=codes.check_in, now=NOW)
    assert codes.seen == []
