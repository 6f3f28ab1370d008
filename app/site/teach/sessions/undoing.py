"""Whether a save of marks can be undone by whoever reads a page about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.casework.certified.rules import BegunSession, Built, SavedMark, why_not_undo
from app.casework.changes.queries import MarkChange
from app.language.reasons import Reason
from app.people.rules import why_not_deal_with


@dataclass(frozen=True)
class BuiltSince:
    """What rests on the marks of a session, for one who may undo what was saved of them."""

    case_session_id: UUID
    built: Mapping[UUID, Sequence[Built]]
    begun: Sequence[BegunSession]
    reader: UUID

    def why_not_undo(self, changes: Sequence[MarkChange]) -> Reason | None:
        """Why one save cannot be undone, by what it changed; the reader's own mark stays anyhow."""
        theirs = [change for change in changes if change.person_id != self.reader]
        if not theirs:
            return why_not_deal_with([change.person_id for change in changes], by=self.reader)
        saved, at = [self._saved(change) for change in theirs], theirs[0].at
        return why_not_undo(self.case_session_id, saved, at, self.begun)

    def _saved(self, change: MarkChange) -> SavedMark:
        built = self.built.get(change.enrollment_id, ())
        return SavedMark(change.name, change.is_current, change.is_enrolled, built)
