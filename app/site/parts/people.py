"""How pages name what people are: their roles, what holds of a place, and where they belong."""

from collections.abc import Callable, Mapping
from uuid import UUID

from app.cohorts.enums import EnrollmentStatus
from app.language import Text, _, pgettext
from app.people.enums import Profession
from app.people.models import Person
from app.policy.table import Role
from app.web.listing import Export, RowT
from app.web.parts import Badge

ROLES: Mapping[Role, Text] = {
    Role.FACILITATOR: _("Facilitator"),
    Role.COORDINATOR: _("Coordinator"),
    Role.LEAD: _("Institution lead"),
    Role.ADMINISTRATOR: _("Administrator"),
}
"""The roles that are given."""
PLACES: Mapping[EnrollmentStatus, Badge] = {
    EnrollmentStatus.NONE: Badge(pgettext("of a place", "Taken back"), "neutral"),
    EnrollmentStatus.APPLIED: Badge(pgettext("of a place", "Applied"), "warm"),
    EnrollmentStatus.WAITLISTED: Badge(pgettext("of a place", "Waitlisted"), "warm"),
    EnrollmentStatus.INVITED: Badge(pgettext("of a place", "Invited"), "accent"),
    EnrollmentStatus.OFFERED: Badge(pgettext("of a place", "Offered"), "accent"),
    EnrollmentStatus.ENROLLED: Badge(pgettext("of a place", "Enrolled"), "good"),
    EnrollmentStatus.DECLINED: Badge(pgettext("of a place", "Declined"), "neutral"),
    EnrollmentStatus.LAPSED: Badge(pgettext("of a place", "Lapsed"), "neutral"),
    EnrollmentStatus.WITHDRAWN: Badge(pgettext("of a place", "Withdrawn"), "neutral"),
    EnrollmentStatus.TRANSFERRED: Badge(pgettext("of a place", "Transferred"), "neutral"),
}
"""What holds of a place in a cohort."""
PROFESSIONS: Mapping[Profession, Text] = {
    Profession.PHYSICIAN: _("Physician"),
    Profession.NURSE: _("Nurse"),
    Profession.PHARMACIST: _("Pharmacist"),
    Profession.PHYSICIAN_ASSOCIATE: _("Physician associate"),
    Profession.SCIENTIST: _("Scientist"),
    Profession.OTHER: _("Another profession"),
}


def person_path(person_id: UUID) -> str:
    """A person's page for coordinators and administrators."""
    return f"/manage/people/{person_id}"


def name_exports(person_of: Callable[[RowT], Person]) -> tuple[Export[RowT], ...]:
    """The columns of a name, for a list whose rows are about a person."""
    return (
        Export(_("Family name"), lambda row: person_of(row).family_name),
        Export(_("Given name"), lambda row: person_of(row).given_name),
        Export(_("Degrees"), lambda row: person_of(row).degrees),
    )
