"""The modules that are read all day, kept in memory: a version of content never changes."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.content import queries
from app.content.shown import ModuleVersion, as_shown

KEPT_AT_MOST = 500

_kept: dict[UUID, ModuleVersion] = {}


def module(session: Session, version_id: UUID) -> ModuleVersion:
    """A version of a module by its id; one statement the first time, none after that."""
    if (known := _kept.get(version_id)) is not None:
        return known
    read = as_shown(*queries.in_its_language(session, version_id))
    if len(_kept) >= KEPT_AT_MOST:
        _kept.clear()
    _kept[version_id] = read
    return read
