"""Two records side by side, and what becomes of them if they are made one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.certificates.queries import CertificateWithStatus
from app.cohorts.context import LearnerInCohort
from app.cohorts.people.record.queries import RoleHeld
from app.language import Text, _, dotted
from app.language.moments import long_date
from app.language.reasons import Reason
from app.people.models import EmailAddress
from app.people.queries import PersonAtPlace
from app.site.parts.addresses import address_state
from app.site.parts.people import PROFESSIONS, ROLES, person_path
from app.site.parts.places import STATUS
from app.web.forms import FormState
from app.web.parts import Fact


@dataclass(frozen=True)
class Hanging:
    """One of the two records with what hangs on it, as far as the reader sees."""

    who: PersonAtPlace
    addresses: Sequence[EmailAddress]
    places: Sequence[LearnerInCohort]
    certificates: Sequence[CertificateWithStatus]
    roles: Sequence[RoleHeld]


@dataclass(frozen=True)
class Side:
    """One record as a column of facts."""

    title: Text
    name: str
    path: str
    facts: Sequence[Fact]


@dataclass(frozen=True)
class MergePage:
    """Both records, and the button."""

    name: str
    back: str
    path: str
    other_way: str
    keep: Side
    merge: Side
    why_not: Reason | None
    form: FormState


def merge_path(keep: UUID, merge: UUID) -> str:
    """Where a record is merged into another."""
    return f"{person_path(keep)}/merge/{merge}"


def merge_page(
    keep: Hanging, merge: Hanging, why_not: Reason | None, zone: str, state: FormState
) -> MergePage:
    """The check page."""
    kept, merged = keep.who.person, merge.who.person
    return MergePage(
        name=kept.display_name,
        back=person_path(kept.id),
        path=merge_path(kept.id, merged.id),
        other_way=merge_path(merged.id, kept.id),
        keep=_side(_("This record goes on"), keep, zone),
        merge=_side(_("This record ends"), merge, zone),
        why_not=why_not,
        form=state,
    )


def _side(title: Text, hanging: Hanging, zone: str) -> Side:
    person = hanging.who.person
    told = (
        (_("Institution"), hanging.who.institution.name),
        (_("Department"), person.department),
        (_("Profession"), PROFESSIONS[person.profession]),
        (_("Name on certificates"), person.certificate_name),
        (_("In Waypost since"), long_date(person.created_at, zone)),
        *(
            (_("Email address"), dotted((known.address, address_state(known, zone))))
            for known in hanging.addresses
        ),
        *(
            (_("Cohort"), dotted((place.cohort.title, STATUS[place.enrollment.status].text)))
            for place in hanging.places
        ),
        *((_("Certificate"), issued.certificate.number) for issued in hanging.certificates),
        *(
            (_("Role"), dotted((ROLES[held.grant.role], held.over or _("The whole installation"))))
            for held in hanging.roles
        ),
    )
    facts = [Fact(term, text) for term, text in told if text]
    return Side(title, person.display_name, person_path(person.id), facts)
