"""The modules that are read all day, kept in memory: a version of content never changes."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from app.content import queries
from app.content.shown import ModuleVersion, as_shown

KEPT_AT_MOST = 500

_kept: dict[UUID, ModuleVersion] = {}


def module(session: Session, version_id: UUID) -> ModuleVersion:
    """A version of a module by its id; one statement the first time, none after that."""
    return modules(session, [version_id])[version_id]


def modules(session: Session, ids: Collection[UUID]) -> dict[UUID, ModuleVersion]:
    """Versions of modules by id; one statement for all that are new here, none after that."""
    found = {id_: known for id_ in ids if (known := _kept.get(id_)) is not None}
    if missing := set(ids) - found.keys():
        read = {
            version.id: as_shown(version, language)
            for version, language in queries.in_their_languages(session, missing)
        }
        if len(_kept) + len(read) > KEPT_AT_MOST:
            _kept.clear()
        _kept.update(read)
        found |= read
    return found
