"""What readers are told of what rests on marks: coordinators which, all others that there is."""

from collections.abc import Sequence

from app.casework.certified.rules import Built, in_general, numbers_of
from app.cohorts.context import CohortContext
from app.language import Text, _
from app.language.reasons import Reason
from app.people.actors import Actor
from app.people.roles import of_cohort, roles_over
from app.policy.table import POLICY, Action


def as_told(reason: Reason, reader: Actor, here: CohortContext) -> Reason:
    """Why something stays, for one reader: a claim or a certificate is the person's own."""
    return reason if _knows(reader, here) else in_general(reason)


def resting_note(resting: Sequence[Built], reader: Actor, here: CohortContext) -> Text:
    """What rests on a mark, as short as a note."""
    if not _knows(reader, here):
        return _("Certified or claimed: ask the coordinator")
    if numbers := numbers_of(resting):
        return _("On certificate {numbers:and}", numbers=numbers)
    return _("Claimed as credit")


def _knows(reader: Actor, here: CohortContext) -> bool:
    held = roles_over(reader, of_cohort(here.program.id, here.cohort.id))
    return bool(held & POLICY[Action.CERTIFICATES_READ])
