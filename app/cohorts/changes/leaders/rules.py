"""Who can be let lead a session; pure."""

from collections.abc import Mapping
from uuid import UUID

from app.language.reasons import Reason, reason
from app.people.rules import why_not_deal_with

SAME = reason("leaders.same", "These people already lead the session.")

Parts = Mapping[UUID, str]
"""`lead`, `co_lead` or `guest`, by person."""


def added_to(before: Parts, after: Parts) -> dict[UUID, str]:
    """Who has another part than before, or one for the first time."""
    return {id_: part for id_, part in after.items() if before.get(id_) != part}


def why_not_these(before: Parts, after: Parts, *, by: UUID) -> Reason | None:
    """Why they are not let lead it. A part opens pages: nobody gives one to themselves."""
    if dict(before) == dict(after):
        return SAME
    return why_not_deal_with(added_to(before, after), by=by)
