"""The demo's accredited activity, with statements that say plainly that they are invented."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort, Program
from app.credit.enums import ComponentKind
from app.credit.models import Activity, Component
from app.demo.calendar import CohortDates
from app.packs.schema import ProgramData

PROVIDER = "Demo Office of Continuing Professional Learning"


def make_activity(
    session: Session,
    program: Program,
    data: ProgramData,
    cohort: Cohort,
    term: CohortDates,
    *,
    claims_close: datetime,
) -> Activity:
    """Half a credit for each module, and the length of each session."""
    modules = sum(step.module is not None for step in data.syllabus)
    session_quarters = len(term.days) * data.session_minutes // 15
    quarters = modules * 2 + session_quarters
    most = f"{quarters / 4:.2f}"
    activity = Activity(
        cohort_id=cohort.id,
        version=1,
        title=f"{program.title}, {cohort.title}",
        provider=PROVIDER,
        joint_providers=[],
        learning_format="Other activity (blended)",
        designated_quarters=quarters,
        rounding="half_up",
        accreditation_statement=(
            f"The {PROVIDER} is an invented provider. This certificate was made by a demonstration "
            "of Waypost and carries no credit."
        ),
        designation_statement=(
            f"The {PROVIDER} designates this other activity (blended) for a maximum of {most} "
            "{credit_phrase}. Physicians should claim only the credit commensurate with the extent "
            "of their participation in the activity."
        ),
        claim_statement=(
            "Physicians should claim only the credit commensurate with the extent of their "
            "participation in the activity."
        ),
        signatories=[
            {"name": "Rosa Lindqvist, MD", "role": "Course director"},
            {"name": "Teo Marchetti, PhD", "role": "Director, CME"},
        ],
        requires_completion=True,
        requires_evaluation=False,
        disclosure_applies=False,
        disclosure_reason="Non-clinical education: mentoring and communication.",
        approved_at=term.first - timedelta(weeks=8),
        approved_by="Demo CME office",
        claims_close_at=claims_close,
    )
    session.add(activity)
    session.flush()
    for kind, minutes, most_quarters in (
        (ComponentKind.MODULE, 30, modules * 2),
        (ComponentKind.SESSION, data.session_minutes, session_quarters),
    ):
        session.add(
            Component(
                activity_id=activity.id,
                kind=kind,
                minutes_each=minutes,
                max_quarters=most_quarters,
            )
        )
    return activity
