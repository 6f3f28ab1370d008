"""Loading: what a pack says becomes rows that never change."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.content.models import ContentVersion
from app.content.pack import Document, Pack
from app.content.queries import Name, known_hashes, newest_moment
from app.core import audit

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class LoadResult:
    """What a load changed, by kind and key."""

    new: tuple[Name, ...]
    unchanged: tuple[Name, ...]
    replaced_before: tuple[Name, ...] = ()
    """Texts that were once loaded and then replaced; the newer version stays the current one."""


def load_pack(session: Session, pack: Pack, *, now: datetime, by: UUID | None = None) -> LoadResult:
    """Write a version of every document that was never loaded in just these words."""
    known = known_hashes(session, pack.program)
    newest = newest_moment(session, pack.program)
    loaded_at = now if newest is None or newest < now else newest + _TICK
    new: list[Name] = []
    unchanged: list[Name] = []
    for document in sorted(pack.documents, key=_name):
        is_known = document.hash in known.get(_name(document), [])
        is_new = not is_known and _insert(session, pack.program, document, loaded_at)
        (new if is_new else unchanged).append(_name(document))
    if new:
        facts = {"new": [" ".join(name) for name in new], "unchanged": len(unchanged)}
        audit.record(session, "content.load", "pack", pack.program, by=by, now=now, facts=facts)
    replaced = tuple(
        _name(document)
        for document in pack.documents
        if document.hash in known.get(_name(document), [])[:-1]
    )
    return LoadResult(tuple(new), tuple(unchanged), replaced)


def _name(document: Document) -> Name:
    return document.kind, document.key


def _insert(session: Session, program: str, document: Document, loaded_at: datetime) -> bool:
    """Whether this made the row; another load may have made it at the same moment."""
    version = ContentVersion(
        program=program,
        kind=document.kind,
        key=document.key,
        hash=document.hash,
        title=document.title,
        data=document.data,
        text=document.text,
        html=document.html,
        loaded_at=loaded_at,
    )
    try:
        with session.begin_nested():
            session.add(version)
    except IntegrityError:
        return False
    return True
