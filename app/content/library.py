"""The modules that are read all day, kept in memory: a version of content never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.content.models import ContentVersion
from app.packs.schema import ModuleData

KEPT_AT_MOST = 500


@dataclass(frozen=True)
class ModuleVersion:
    """One version of a module, read and checked."""

    id: UUID
    hash: str
    html: str
    figures: Mapping[str, str]
    """Name and hash of the pictures that it shows."""
    data: ModuleData


_kept: dict[UUID, ModuleVersion] = {}


def module(session: Session, version_id: UUID) -> ModuleVersion:
    """A version of a module by its id; one statement the first time, none after that."""
    if (known := _kept.get(version_id)) is not None:
        return known
    row = session.get_one(ContentVersion, version_id)
    data = ModuleData.model_validate(row.data)
    read = ModuleVersion(row.id, row.hash, row.html, row.figures, data)
    if len(_kept) >= KEPT_AT_MOST:
        _kept.clear()
    _kept[version_id] = read
    return read
