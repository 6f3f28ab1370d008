"""Reads everybody of a cohort with all their certificates."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from app.certificates.queries import CertificateInCohort
from app.cohorts.context import CohortContext
from app.language.moments import local
from app.messages.announcements import queries as messages
from app.site.manage.cohorts.certificates.line import (
    PersonCertificates,
    of_who_left,
    person_certificates,
)
from app.site.manage.cohorts.people.loaders import load_standing
from app.site.visits import Visit

NUDGE, UNCLAIMED = "claim-your-credit", "unclaimed"
"""The template of the message to who has not claimed, and the part of a cohort that these are."""


def load_people(
    visit: Visit, here: CohortContext, issued: Sequence[CertificateInCohort]
) -> list[PersonCertificates]:
    """Everybody enrolled, and after them who left with a certificate; `issued`: all there are."""
    theirs: defaultdict[UUID, list[CertificateInCohort]] = defaultdict(list)
    for own in issued:
        theirs[own.person.id].append(own)
    asked = messages.last_written(
        visit.db, messages.of_coordinators(), here.cohort.id, template=NUDGE
    )
    found = [
        person_certificates(
            here,
            line,
            candidate,
            theirs.pop(line.person.id, ()),
            _day(asked.get(line.person.id), here),
        )
        for line, candidate in load_standing(visit, here)
    ]
    left = [of_who_left(own[0].person, own[0].institution, own) for own in theirs.values()]
    return found + left


def _day(at: datetime | None, here: CohortContext) -> date | None:
    return local(at, here.cohort.zone).date() if at else None
