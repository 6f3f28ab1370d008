"""Reads what a certificate of teaching is made from."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.issuing.inputs import IssuedBefore, TeachingInputs
from app.certificates.issuing.queries import history_of, issued_before
from app.certificates.led.queries import led_in
from app.certificates.queries import OnFile
from app.cohorts.context import CohortContext
from app.cohorts.models import Cohort, PolicyVersion, Program
from app.cohorts.teaching.models import Teaching
from app.credit.queries import activity_of
from app.packs.schema import PolicyData
from app.people.models import EmailAddress, Person

PRIMARY = and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))


def teaching_inputs(session: Session, teaching_id: UUID, now: datetime) -> TeachingInputs | None:
    """What a certificate of teaching is made from."""
    found = session.execute(
        select(Person, Cohort, Program, PolicyVersion, col(EmailAddress.address))
        .select_from(Teaching)
        .join(Person, col(Person.id) == col(Teaching.person_id))
        .join(Cohort, col(Cohort.id) == col(Teaching.cohort_id))
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
        .outerjoin(EmailAddress, PRIMARY)
        .where(col(Teaching.id) == teaching_id)
        .order_by(col(PolicyVersion.version).desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    policy = PolicyData.model_validate(found.PolicyVersion.data)
    here = CohortContext(found.Cohort, found.Program, found.PolicyVersion, policy)
    reached, given = (found.Person, found.address), history_of(session, teaching_id)
    return _inputs(session, here, reached, given, now)


def teaching_on_file(
    session: Session, here: CohortContext, filing: OnFile, now: datetime
) -> TeachingInputs:
    """The same for a certificate that was read with all that stand beside it: two statements."""
    given = [issued_before(own) for own in filing.all_issued]
    return _inputs(session, here, (filing.person, filing.address), given, now)


def _inputs(
    session: Session,
    here: CohortContext,
    reached: tuple[Person, str | None],
    given: Sequence[IssuedBefore],
    now: datetime,
) -> TeachingInputs:
    person, address = reached
    return TeachingInputs(
        here=here,
        person=person,
        address=address,
        approved=activity_of(session, here.cohort.id),
        history=given,
        led=led_in(session, here.cohort.id, now).get(person.id, ()),
    )
