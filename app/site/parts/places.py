"""How a place in a cohort stands, and what happened to it, in words."""

from collections.abc import Mapping

from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.enums import EnrollmentStatus as Status
from app.language import Text, _, pgettext
from app.web.parts import Badge

STEPS: Mapping[Kind, Text] = {
    Kind.APPLIED: _("Applied for a seat"),
    Kind.WAITLISTED: _("Put on the waitlist"),
    Kind.INVITED: _("Invited"),
    Kind.OFFERED: _("A seat was offered"),
    Kind.ENROLLED: _("Enrolled"),
    Kind.DECLINED: _("Declined, or let go"),
    Kind.LAPSED: _("Nobody answered in time"),
    Kind.WITHDRAWN: _("Withdrawn"),
    Kind.TRANSFERRED: _("Transferred to another cohort"),
    Kind.TAKEN_BACK: _("Taken back: what held before holds again"),
}
"""What can have happened to somebody's place."""
STATUS: Mapping[Status, Badge] = {
    Status.NONE: Badge(pgettext("of a place", "No seat"), "neutral"),
    Status.APPLIED: Badge(pgettext("of a place", "Applied"), "accent"),
    Status.WAITLISTED: Badge(pgettext("of a place", "On the waitlist"), "accent"),
    Status.INVITED: Badge(pgettext("of a place", "Invited"), "accent"),
    Status.OFFERED: Badge(pgettext("of a place", "Seat offered"), "accent"),
    Status.ENROLLED: Badge(pgettext("of a place", "Enrolled"), "good"),
    Status.DECLINED: Badge(pgettext("of a place", "Declined"), "neutral"),
    Status.LAPSED: Badge(pgettext("of a place", "Did not answer"), "warm"),
    Status.WITHDRAWN: Badge(pgettext("of a place", "Withdrawn"), "neutral"),
    Status.TRANSFERRED: Badge(pgettext("of a place", "Transferred"), "neutral"),
}
"""What holds of somebody's place."""
