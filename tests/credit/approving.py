"""What a provider approves, for tests of several packages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.credit.approvals import Approval, ApprovedComponent
from app.credit.enums import ComponentKind
from app.credit.pictures.rules import Picture
from app.credit.proposals.actions import propose
from app.credit.proposals.models import ActivityProposal
from app.demo.activity import approval_of
from app.demo.calendar import CohortDates
from app.demo.cohorts import course_of
from app.people.providers.queries import officers_of
from tests.cast import FALL_DAYS, NOW, PROVIDER, Cast


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


def ask_for_fall(
    session: Session,
    *,
    now: datetime,
    by: str = "cora",
    pictures: Sequence[Picture] = (),
    **changes: Any,
) -> ActivityProposal:
    """Somebody asks the officers of the provider to approve credit of the running cohort."""
    cast = Cast(session)
    return propose(
        session,
        cast.fall,
        cast.provider,
        replace(approval(session), provider=PROVIDER, **changes),
        officers=officers_of(session, cast.provider.id, now),
        templates="",
        pictures=pictures,
        by=cast.id(by),
        now=now,
    )
