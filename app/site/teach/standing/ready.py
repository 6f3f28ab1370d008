"""The message that is ready, to those who have no session left to miss."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.context import CohortContext
from app.credit.track.rules import NO_SESSION_LEFT
from app.language import Text, ngettext
from app.site.parts.writing import message_to
from app.site.teach.standing.matrix import MatrixLine


@dataclass(frozen=True)
class Ready:
    """A message that is ready to be read through, to those who have no session left to miss."""

    to: Text
    href: str


def ready_message(
    here: CohortContext, lines: Sequence[MatrixLine], reached: Collection[UUID] | None
) -> Ready | None:
    """As many as would be sent now. `reached`: whom one reaches; None: nobody writes here."""
    in_need = {line.person.id for line in lines if line.tracked.track in NO_SESSION_LEFT}
    people = len(in_need.intersection(reached or ()))
    if not people:
        return None
    return Ready(
        ngettext("Review {count} message", "Review {count} messages", count=people),
        message_to(here, "none-left", "week-slipped-by"),
    )
