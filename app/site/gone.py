"""What is told on every page of a cohort whose records were deleted by the policy."""

from collections.abc import Collection
from datetime import datetime

from app.language import _
from app.language.moments import local
from app.policy.table import Role
from app.web.shell import Gone, NavLink


def gone(slug: str, at: datetime, roles: Collection[Role], zone: str) -> Gone:
    """`at`: when they were deleted; `roles`: the reader's before the cohort; `zone`: theirs."""
    links = []
    if Role.COORDINATOR in roles:
        here = f"/manage/cohorts/{slug}"
        links = [
            NavLink(_("Certificates"), f"{here}/certificates", current=False),
            NavLink(_("History"), f"{here}/history", current=False),
            NavLink(_("What was deleted"), f"/admin/retention/{slug}#deletion", current=False),
        ]
    elif Role.LEARNER in roles:
        links = [NavLink(_("Your certificates"), "/my/certificates", current=False)]
    return Gone(
        _(
            "The records of this cohort were deleted on {day:date}, as the retention policy says: "
            "what this page shows is not all there was. Certificates, the schedule and the "
            "history are left.",
            day=local(at, zone).date(),
        ),
        links,
    )
