"""What a provider approves, to be entered for Fall 2026."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from app.credit.actions import Approval, ApprovedComponent
from app.credit.enums import ComponentKind
from app.demo.activity import approval_of
from app.demo.calendar import CohortDates
from app.demo.cohorts import course_of
from tests.cast import FALL_DAYS, NOW


def approval(session: Session) -> Approval:
    """Half a credit for each module, and nothing for sessions."""
    course = course_of(session, "mentor-development")
    dates = CohortDates("fall-2026", "Fall 2026", FALL_DAYS)
    closes = NOW + timedelta(days=30)
    modules = ApprovedComponent(ComponentKind.MODULE, 30, 8)
    return replace(
        approval_of(course.data, dates, claims_close_at=closes),
        designated_quarters=8,
        joint_providers=("Sonoran",),
        components=(modules,),
    )
