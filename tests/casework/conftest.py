"""A session that files and lists of meetings are about."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.casework.imports.reviewing import At
from app.cohorts.enrollments.queries import cohort_context
from tests.cast import Cast


@pytest.fixture
def held(cast: Cast) -> UUID:
    """Session 1 of `fall-2026`."""
    return cast.case_session("fall-2026", 1).id


@pytest.fixture
def at(session: Session, cast: Cast) -> At:
    """The same, as those who read files know it."""
    here = cohort_context(session, "fall-2026")
    assert here
    return At(here.cohort, cast.unit("fall-2026", 1), here.policy)
