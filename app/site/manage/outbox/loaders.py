"""Fetches a mail, for who coordinates its cohort and for administrators."""

from uuid import UUID

from app.core import audit
from app.messages.outbox.queries import MailFound, one_mail
from app.people.roles import of_cohort, roles_over
from app.policy.table import Role
from app.site.visits import Visit


def load_mail(visit: Visit, message_id: UUID) -> MailFound:
    """A mail; what is done with it is told in the history of its cohort."""
    found = one_mail(visit.db, message_id)
    visit.permit(_roles(visit, found))
    assert found is not None  # nobody has a role before nothing
    if visit.writes and found.cohort is not None:
        audit.continue_chain(visit.db, found.cohort.id)
    return found


def _roles(visit: Visit, found: MailFound | None) -> frozenset[Role]:
    if found is None:
        return frozenset()
    held = visit.actor.roles & {Role.ADMINISTRATOR}
    if found.cohort is None:
        return held
    cohort = found.cohort
    place = of_cohort(cohort.program_id, cohort.id, is_draft=cohort.is_draft)
    return held | (roles_over(visit.actor, place) & {Role.COORDINATOR})
