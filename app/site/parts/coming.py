"""What is said of a cohort that has not begun."""

from datetime import datetime

from app.cohorts.coming.queries import ComingCohort
from app.cohorts.coming.rules import EnrollmentWindow, enrollment
from app.cohorts.enums import WayIn
from app.language import _, pgettext
from app.language.moments import local
from app.web.parts import Badge


def badge_of(cohort: ComingCohort, now: datetime) -> Badge:
    """Whether somebody can come in."""
    if cohort.way_in is WayIn.INVITATION:
        return Badge(_("By invitation"), "neutral")
    opens_at = cohort.enrollment_opens_at
    match enrollment(opens_at, capacity=cohort.capacity, taken=cohort.taken, now=now):
        case EnrollmentWindow.OPEN:
            if cohort.way_in is WayIn.APPLICATION:
                return Badge(_("Open for applications"), "good")
            return Badge(_("Open for enrollment"), "good")
        case EnrollmentWindow.FULL:
            return Badge(pgettext("of a cohort", "Full"), "neutral")
        case EnrollmentWindow.LATER:
            opens = local(opens_at, cohort.zone)
            return Badge(_("Enrollment opens {opens:day}", opens=opens), "accent")
