"""What a kind of records is compared by: what is stored of each, and what lines say of them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import col

from app.core.agreement import Disagreement, Told, disagreements, said_by
from app.core.models import AuditLine

Facts = dict[str, Any]
_NARROWED = "agreement.narrowed"  # not shown
AT_ONCE = 500
"""Rows that are held together: all files of certificates do not fit into memory."""


class Stored(NamedTuple):
    """What is stored of one record, and the key by which its line is found."""

    key: str
    facts: Facts


@dataclass(frozen=True)
class Kind:
    """Records of one kind: what is stored of each, and the acts that made them."""

    name: str
    stored: Callable[[Session], Iterator[Facts]]
    acts: tuple[str, ...]
    key: tuple[str, ...]
    """The facts that only one of them has. Nobody signs the same twice at once."""
    only_sealed: bool = False
    """Lines of older versions do not name the record: without a seal they are passed over, and so
    are records from before the first that has one."""

    def disagreements(self, session: Session) -> Iterator[Disagreement]:
        """Those that are not as their lines say."""
        yield from disagreements(self.name, self._stored(session), self._told(session))

    def lines(self, session: Session) -> Iterator[int]:
        """The numbers of the lines that tell of what is stored."""
        keys = {own.key for own in self._stored(session)}
        yield from (told.line for told in self._told(session) if told.key in keys)

    def _stored(self, session: Session) -> Iterator[Stored]:
        since = sealed_since(session, self.acts) if self.only_sealed else None
        if self.only_sealed and since is None:
            return
        for facts in self.stored(session):
            if since is None or facts["at"] >= since:
                yield Stored(self._key_of(facts), facts)

    def _key_of(self, facts: Facts) -> str:
        """By which a record and its line find each other."""
        return " ".join(str(facts.get(name)) for name in self.key)

    def _told(self, session: Session) -> Iterator[Told]:
        for line in streamed(session, _lines(self.acts)):
            facts = said_by(line)
            if "seal" in facts or not self.only_sealed:
                yield Told(line.id, self._key_of(facts), facts)


def sealed_since(session: Session, acts: tuple[str, ...]) -> datetime | None:
    """The first moment of which a line of such an act has a seal; None without any."""
    sealed = (line.at for line in streamed(session, _lines(acts)) if "seal" in line.facts)
    return min(sealed, default=None)


@contextmanager
def narrowed(session: Session, options: Sequence[ExecutableOption]) -> Iterator[None]:
    """Compare only some records with only some lines until the block ends, such as a cohort's.

    `options`: criteria for the tables of both, which hold wherever a statement here names one.
    """
    session.info[_NARROWED] = options
    try:
        yield
    finally:
        del session.info[_NARROWED]


def streamed(session: Session, statement: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """Rows, of which few are held at once."""
    asked = statement.options(*session.info.get(_NARROWED, ()))
    with session.execute(asked.execution_options(yield_per=AT_ONCE)) as rows:
        yield from rows


def _lines(acts: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    columns = ("id", "object_id", "actor_id", "at", "facts")
    lines = select(*(getattr(AuditLine, name) for name in columns))
    return lines.where(col(AuditLine.act).in_(acts)).order_by(col(AuditLine.id))
