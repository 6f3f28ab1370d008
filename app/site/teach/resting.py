"""What readers are told of what rests on marks: coordinators which, all others that there is."""

from app.casework.certified.rules import in_general
from app.cohorts.context import CohortContext
from app.language.reasons import Reason
from app.people.actors import Actor
from app.people.roles import of_cohort, roles_over
from app.policy.table import POLICY, Action


def may_see_certificates(reader: Actor, here: CohortContext) -> bool:
    """Whether a reader may know who claimed, and which certificates there are."""
    held = roles_over(reader, of_cohort(here.program.id, here.cohort.id))
    return bool(held & POLICY[Action.CERTIFICATES_READ])


def as_told(reason: Reason, reader: Actor, here: CohortContext) -> Reason:
    """Why something stays, for one reader."""
    return reason if may_see_certificates(reader, here) else in_general(reason)
