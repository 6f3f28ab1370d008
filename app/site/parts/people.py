"""How pages name what people are: their roles, what holds of a place, and where they belong."""

from collections.abc import Callable, Mapping
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.people.queries import Seen
from app.language import Text, _
from app.people.actors import Actor
from app.people.enums import Profession
from app.people.models import Person
from app.people.roles import of_cohort, reach_of, roles_over
from app.policy.table import POLICY, Action, Role
from app.web.listing import Export, RowT

ROLES: Mapping[Role, Text] = {
    Role.FACILITATOR: _("Facilitator"),
    Role.COORDINATOR: _("Coordinator"),
    Role.LEAD: _("Institution lead"),
    Role.CME_OFFICER: _("CME officer"),
    Role.ADMINISTRATOR: _("Administrator"),
}
"""The roles that are given."""
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


def seen_by(actor: Actor) -> Seen:
    """How far somebody sees people."""
    return Seen(reach_of(actor, Role.COORDINATOR), everybody=Role.ADMINISTRATOR in actor.roles)


def may_see_people(reader: Actor, here: CohortContext) -> bool:
    """Whether the people of a cohort have pages, with their addresses, that a reader may see."""
    held = roles_over(reader, of_cohort(here.program.id, here.cohort.id))
    return bool(held & POLICY[Action.PERSON_READ])


def name_exports(person_of: Callable[[RowT], Person]) -> tuple[Export[RowT], ...]:
    """The columns of a name, for a list whose rows are about a person."""
    return (
        Export(_("Family name"), lambda row: person_of(row).family_name),
        Export(_("Given name"), lambda row: person_of(row).given_name),
        Export(_("Degrees"), lambda row: person_of(row).degrees),
    )
