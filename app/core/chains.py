"""Whether the chains of the history hold, each by itself and all of them together."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.audit import GENESIS, line_hash
from app.core.models import AuditLine

AT_ONCE = 1000
"""Lines that are read at once: the history is longer than memory."""


class Links:
    """Goes along lines of all chains, each chain's in their order, and says which do not hold."""

    def __init__(self, *, from_first: bool = True) -> None:
        """`from_first`: lines begin with the first ones; else the first of each chain is given."""
        self._ends: dict[str, str] = {}
        self._from_first = from_first

    def first_break(self, lines: Iterable[AuditLine]) -> AuditLine | None:
        """The first of the next lines that does not hold."""
        return next((line for line in lines if not self._follows(line)), None)

    def _follows(self, line: AuditLine) -> bool:
        previous = self._ends.get(line.chain)
        self._ends[line.chain] = line.hash
        if previous is None and not self._from_first:
            return True
        return line.previous_hash == (previous or GENESIS) and line.hash == line_hash(line)


def first_bad_line(session: Session) -> AuditLine | None:
    """The first line whose content or link does not hold, or None if all chains verify."""
    links, after = Links(), 0
    while lines := _lines_after(session, after):
        if bad := links.first_break(lines):
            return bad
        after = lines[-1].id or 0
        session.expunge_all()
    return None


def _lines_after(session: Session, after: int) -> Sequence[AuditLine]:
    newer = select(AuditLine).where(col(AuditLine.id) > after).order_by(col(AuditLine.id))
    return session.scalars(newer.limit(AT_ONCE)).all()
