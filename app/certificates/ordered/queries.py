"""Reads of whom a job issues to, and what they got by it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.issuing.queries import ISSUE
from app.certificates.models import Certificate
from app.certificates.orders import Order, WantedCertificate
from app.certificates.queries import hangs_on
from app.cohorts.models import Enrollment
from app.cohorts.teaching.models import Teaching
from app.core.models import AuditLine, Job, Task
from app.people.models import Person

ISSUED = "certificate.issued"


@dataclass(frozen=True)
class Ordered:
    """What a job has to do for one person, and the certificates that there are of it."""

    task: Task
    order: Order
    person: Person
    certificates: tuple[Certificate, ...]


def ordered_in(session: Session, job: Job) -> list[Ordered]:
    """Everybody of a job by family name: four statements for any number of people."""
    own = select(Task).where(col(Task.job_id) == job.id, col(Task.kind) == ISSUE)
    orders = [(task, Order.read(task.payload)) for task in session.scalars(own)]
    places = {order.place_id for _, order in orders}
    people = _people(session, places)
    made = _certificates(session, job, places)
    found = []
    for task, order in orders:
        got = tuple(made[wanted] for wanted in order.wanted if wanted in made)
        found.append(Ordered(task, order, people[order.place_id], got))
    return sorted(found, key=lambda own: (own.person.search_name, own.order.place_id))


def _people(session: Session, places: Collection[UUID]) -> dict[UUID, Person]:
    own = [
        select(col(kind.id), col(kind.person_id)).where(col(kind.id).in_(places))
        for kind in (Enrollment, Teaching)
    ]
    place = union_all(*own).subquery()
    rows = session.execute(
        select(place.c.id, Person).join(Person, col(Person.id) == place.c.person_id)
    )
    return {row.id: row.Person for row in rows}


def _certificates(
    session: Session, job: Job, places: Collection[UUID]
) -> dict[WantedCertificate, Certificate]:
    """Those that were issued in a job: the line of each in the history names its job."""
    theirs = select(Certificate).where(hangs_on(places))
    known = {str(certificate.id): certificate for certificate in session.scalars(theirs)}
    issued = select(AuditLine).where(
        col(AuditLine.act) == ISSUED, col(AuditLine.object_id).in_(list(known))
    )
    made = [
        known[line.object_id]
        for line in session.scalars(issued)
        if line.facts.get("job") == str(job.id)
    ]
    return {WantedCertificate(own.place_id, own.kind): own for own in made}
