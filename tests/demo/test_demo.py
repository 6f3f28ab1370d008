"""The demo, on every weekday and around the year: the right terms, and refused where people are."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.queries import units
from app.cohorts.rules import current_position, opening, to_utc
from app.core.errors import RefusedError
from app.demo import build, calendar, draws
from app.demo.work import learner_in
from app.learning.models import Attestation
from tests.cast import NOW, Cast

moments = st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments)
def test_running_term_is_in_its_fifth_week_whatever_the_day(now: datetime) -> None:
    _, running, _ = calendar.cohort_dates(now, 8)
    opens = [
        (n, opening(day, calendar.ZONE, weekday="monday", wall=calendar.NOON.replace(hour=6)))
        for n, day in enumerate(running.days, start=1)
    ]
    before_six_on_monday = timedelta(hours=6)
    assert current_position(opens, now + before_six_on_monday) == calendar.CURRENT_UNIT


@given(moments)
def test_terms_have_different_names_in_order(now: datetime) -> None:
    finished, running, coming = calendar.cohort_dates(now, 8)
    assert len({finished.slug, running.slug, coming.slug}) == 3
    assert finished.last < now < coming.first


@given(moments)
def test_coaching_is_within_a_week_of_its_third_session_and_takes_ten_months(now: datetime) -> None:
    term = calendar.coaching_dates(now, 7)
    third = to_utc(term.days[calendar.COACHING_UNIT - 1], term.at, term.zone)
    assert timedelta(hours=-8) < third - now < timedelta(days=7)
    assert len(term.days) == 7
    assert timedelta(weeks=40) < term.days[-1] - term.days[0] < timedelta(weeks=44)


def test_nobody_of_the_demo_has_signed_in_the_future(session: Session, cast: Cast) -> None:
    enrollment = cast.enrollment("ada")
    rows = units(session, cast.fall.id)
    ada = draws.Learner(learner_in(session, enrollment), attests=len(rows))
    draws.study(session, rows, ada, Random(1), now=NOW)
    signed = session.scalars(
        select(Attestation).where(col(Attestation.enrollment_id) == enrollment.id)
    ).all()
    assert len(signed) in {1, 2}, "the second session is tomorrow"
    assert all(attestation.signed_at <= NOW for attestation in signed)


def test_demo_refuses_a_database_with_people_in_it(session: Session) -> None:
    with pytest.raises(RefusedError, match="needs an empty one"):
        build.make(session, secret="s" * 40, now=NOW)


def test_demo_folder_names_no_real_institution() -> None:
    source = Path(build.__file__).with_name("names.py").read_text()
    assert "New Mexico" not in source
    assert "Wisconsin" not in source
