"""A hash of a whole row, for the line of the act that made it: a row that was changed later shows.

A column that is empty says nothing, so that a column that is added later breaks no older seal.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel


def seal(row: SQLModel | Mapping[str, Any]) -> str:
    """SHA-256 over the names and values of a row's columns. A row may be given as a mapping."""
    values = row.model_dump() if isinstance(row, SQLModel) else row
    said = {name: _plain(value) for name, value in values.items() if value is not None}
    content = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def seal_all(rows: Iterable[SQLModel | Mapping[str, Any]]) -> str:
    """One seal of many rows, whatever their order."""
    return hashlib.sha256("".join(sorted(map(seal, rows))).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """As the database gives it back, in whichever way it was said."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, UUID) else value
