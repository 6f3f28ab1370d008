"""What stops a backup or a restore."""

from collections.abc import Iterable


class BackupError(Exception):
    """Why it did not happen and what helps, in a sentence for whoever runs the command."""


def require_tables(tables: Iterable[str]) -> None:
    """Refuse what was never migrated: a backup of nothing is none."""
    if "alembic_version" not in tables:
        raise BackupError("There is no database of Waypost yet. Run: python -m app migrate")
