"""The third session of a series, five minutes after it began, and those who come in by its code."""

import re
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import col

from app.casework.check_ins.codes.rules import shown_code
from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.models import CheckIn
from app.casework.enums import AttendanceStatus
from app.casework.models import Attendance
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Cohort, Enrollment
from app.core.ids import derived_token
from app.people.models import Person
from tests.cast import Cast
from tests.season import SLUG
from tests.site.house import House, secret_of

JOIN = f"/join/{SLUG}"
DROP_IN, EVE = f"{JOIN}/drop-in", "eve@example.org"
CHECK_IN = f"/cohorts/{SLUG}/sessions/3/check-in"
DURING = timedelta(minutes=5)


def code(house: House, cast: Cast, position: int = 3, *, ago: timedelta = timedelta()) -> str:
    """The code that is shown in a session of the series, or was before."""
    held = cast.case_session(SLUG, position).id
    secret = derived_token(secret_of(house.app), "check-in", str(held))
    return shown_code(secret, house.now - ago).text


def said(house: House, cast: Cast, **other: str) -> dict[str, str]:
    return {
        "code": code(house, cast),
        "email": EVE,
        "given_name": "Eve",
        "family_name": "Espinoza",
        "institution": str(cast.person("ben").institution_id),
        "profession": "nurse",
        "degrees": "RN",
        **other,
    }


def mailed(house: House, pattern: str = r"/join/\S+/newcomer/\S+|/sign-in/link/\S+") -> str:
    found = re.search(pattern, house.read(house.mails()[-1]).text)
    assert found
    return found.group(0)


def marks(house: House, season: Cohort) -> list[tuple[str, AttendanceStatus, datetime]]:
    """Who was there, and since when."""
    house.session.expire_all()
    found = (
        select(col(Person.given_name), col(Attendance.status), col(CheckIn.arrived_at))
        .join(Enrollment, col(Enrollment.id) == col(Attendance.enrollment_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(CheckIn, col(CheckIn.enrollment_id) == col(Enrollment.id))
        .where(col(Enrollment.cohort_id) == season.id)
    )
    return [(row[0], row[1], row[2]) for row in house.session.execute(found)]


def places(house: House, season: Cohort) -> int:
    house.session.expire_all()
    here = (
        col(Enrollment.cohort_id) == season.id,
        col(Enrollment.status) == (EnrollmentStatus.ENROLLED),
    )
    return house.session.scalar(select(func.count()).select_from(Enrollment).where(*here)) or 0


def ways(house: House) -> list[CheckInWay]:
    return list(house.session.scalars(select(col(CheckIn.way))))
