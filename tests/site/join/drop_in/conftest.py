"""A session of a series that is on."""

import pytest
from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from tests.cast import Cast
from tests.season import SLUG, make_season
from tests.site.house import House
from tests.site.join.drop_in.room import DURING


@pytest.fixture(autouse=True)
def season(house: House, session: Session, cast: Cast) -> Cohort:
    """Its third session began five minutes ago."""
    season = make_season(session, cast)
    held = cast.case_session(SLUG, 3)
    session.commit()
    house.now = held.starts_at + DURING
    return season
