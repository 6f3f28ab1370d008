"""All that is read of a person for their page, kept to what the reader may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.casework.changes.queries import ChangeOfMark
from app.certificates.names.rules import NameToCheck
from app.certificates.queries import CertificateWithStatus
from app.certificates.teaching.given.queries import GivenForTeaching
from app.cohorts.context import LearnerInCohort
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.openings.queries import EarlyOpening
from app.cohorts.people.record.queries import PlaceEvent, RoleHeld
from app.cohorts.queries import UnitRow
from app.credit.claims.queries import ClaimMade
from app.credit.status.rules import CreditStatus
from app.learning.signatures.queries import Signed
from app.messages.queries import MailTo
from app.people.actors import Actor
from app.people.addresses.trouble.models import AddressTrouble
from app.people.models import EmailAddress, Person
from app.people.queries import PersonAtPlace


@dataclass(frozen=True)
class Record:
    """A person, and of their record what lies within the reader's reach."""

    who: PersonAtPlace
    reader: Actor
    coordinates: bool
    """Whether the reader is here as a coordinator; else as an administrator alone."""
    addresses: Sequence[EmailAddress]
    troubles: Mapping[UUID, AddressTrouble]
    """What is the matter with which of them."""
    places: Sequence[LearnerInCohort]
    """The newest cohort first."""
    current: LearnerInCohort | None
    """The place that the page is about."""
    units: Sequence[UnitRow]
    """Of that place's cohort."""
    standings: Mapping[UUID, CreditStatus]
    """By enrollment, of those who are enrolled."""
    certificates: Sequence[CertificateWithStatus]
    taught: Sequence[GivenForTeaching]
    """What they were given for leading sessions, the newest first."""
    events: Sequence[PlaceEvent]
    signed: Sequence[Signed]
    changes: Sequence[ChangeOfMark]
    openings: Sequence[EarlyOpening]
    claims: Sequence[ClaimMade]
    name: NameToCheck | None
    """The name on certificates, if it waits for a coordinator."""
    mail: Sequence[MailTo]
    sessions: Collection[UUID]
    """Of those that the mail is about, the ones within the reader's reach."""
    roles: Sequence[RoleHeld]
    suspects: Sequence[PersonAtPlace]
    """Whose record may be a second one of the same person."""
    names: Mapping[UUID, Person]
    """Who acted."""

    @property
    def person(self) -> Person:
        """The person themselves."""
        return self.who.person

    def name_of(self, by: UUID | None) -> str | None:
        """Who did something; None where nobody did, or it is not known."""
        person = self.names.get(by) if by else None
        return person.display_name if person else None

    def place_of(self, enrollment_id: UUID) -> LearnerInCohort | None:
        """A place of theirs within the reader's reach."""
        found = (place for place in self.places if place.enrollment.id == enrollment_id)
        return next(found, None)


def place_asked_for(places: Sequence[LearnerInCohort], slug: str | None) -> LearnerInCohort | None:
    """The place of that cohort, else the newest one in which they are enrolled, else the newest.

    Of a series only where they are in nothing else: there is nothing in it to stand well or badly.
    """
    known = [place for place in places if place.enrollment.status is not EnrollmentStatus.NONE]
    asked = (place for place in known if place.cohort.slug == slug)
    enrolled = [place for place in known if place.enrollment.is_enrolled]
    usual = (place for place in enrolled if not place.cohort.is_series)
    return next(asked, None) or next(usual, None) or next(iter([*enrolled, *known]), None)
