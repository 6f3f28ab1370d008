"""Whether a unit can be opened early for one person. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cohorts.enrollments.rules import NOT_ENROLLED
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.rules import why_not_change, why_not_work
from app.language.reasons import Reason, reason

if TYPE_CHECKING:
    from datetime import datetime

DRAFT = reason("opening.draft", "This cohort is a draft. Nobody sees its units yet.")
OPEN = reason("opening.open", "This unit is already open for them.")
NOTHING = reason("opening.nothing", "Every unit is already open for them.")
HELD = reason(
    "opening.held",
    "This unit waits until everybody who controls its content is cleared. It is opened for nobody "
    "before.",
)
CHOOSE_UNIT = reason("opening.choose_unit", "Choose the unit to open.")


def why_not_open_any(
    *,
    status: EnrollmentStatus,
    is_draft: bool,
    archived_at: datetime | None,
    closes_at: datetime,
    now: datetime,
) -> Reason | None:
    """Why no unit is opened early for somebody. `status`: of their place."""
    if status is not EnrollmentStatus.ENROLLED:
        return NOT_ENROLLED
    if is_draft:
        return DRAFT
    return why_not_change(archived_at) or why_not_work(closes_at, now)
