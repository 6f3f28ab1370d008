"""What the demo's CME office approves, with statements that say plainly that they are invented."""

from datetime import date, datetime, timedelta

from app.credit.accreditations.enums import Accreditor
from app.credit.accreditations.rules import PARTNERS, Wording
from app.credit.approvals import Approval, ApprovedComponent
from app.credit.enums import ActivityFormat, ComponentKind
from app.demo.calendar import CohortDates
from app.packs.schema import ProgramData

PROVIDER = "Demo Office of Continuing Professional Learning"


INVENTED = (
    "is an invented provider, and what it designates is invented, too: this is a demonstration of "
    "Waypost, and its credit counts nowhere."
)


def accreditation(since: date) -> Wording:
    """What an accreditor that does not exist says of a provider that does not, for six years."""
    return Wording(
        accreditor=Accreditor.OTHER,
        accreditor_name="Demo Accreditor",
        statement=f"The {PROVIDER} {INVENTED}",
        joint_statement=f"Provided by the {PROVIDER} jointly with {PARTNERS}. It {INVENTED}",
        valid_from=since,
        valid_until=since.replace(year=since.year + 6, month=12, day=31),
    )


def approval_of(
    data: ProgramData,
    dates: CohortDates,
    *,
    claims_close_at: datetime,
    now: datetime | None = None,
) -> Approval:
    """Half a credit for each module, and the length of each session.

    It was approved eight weeks before the first session; `now`: at the latest by then. A program
    without modules is a live activity, and nobody has to complete it.
    """
    modules = 2 * sum(step.module is not None for step in data.syllabus)
    sessions = len(dates.days) * data.session_minutes // 15
    kind = "other activity (blended)" if modules else "live activity"
    most = f"{(modules + sessions) / 4:.2f}"
    return Approval(
        title=f"{data.title}, {dates.title}",
        provider=PROVIDER,
        learning_format=f"{kind[0].upper()}{kind[1:]}",
        format=ActivityFormat.BLENDED if modules else ActivityFormat.LIVE,
        requires_completion=not data.policy.asks_nothing,
        designated_quarters=modules + sessions,
        rounding="half_up",
        accreditation_statement=(f"The {PROVIDER} {INVENTED}"),
        designation_statement=(
            f"The {PROVIDER} designates this {kind} for a maximum of {most} "
            "{credit_phrase}. Physicians should claim only the credit commensurate with the extent "
            "of their participation in the activity."
        ),
        claim_statement=(
            "Physicians should claim only the credit commensurate with the extent of their "
            "participation in the activity."
        ),
        signatories=(
            {"name": "Rosa Lindqvist, MD", "role": "Course director"},
            {"name": "Teo Marchetti, PhD", "role": "Director, CME"},
        ),
        disclosure_applies=False,
        disclosure_reason="Non-clinical education: mentoring and communication.",
        approved_at=min(dates.first - timedelta(weeks=8), now or dates.first),
        approved_by="Demo CME office",
        claims_close_at=claims_close_at,
        components=[
            *([ApprovedComponent(ComponentKind.MODULE, 30, modules)] if modules else []),
            ApprovedComponent(ComponentKind.SESSION, data.session_minutes, sessions),
        ],
    )
