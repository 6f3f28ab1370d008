"""The database in an attacker's hands."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.agreement import Problem
from app.history.agreement.queries import all_disagreements


def drop_guards(session: Session) -> None:
    """Every trigger of ours sleeps or is gone, until the transaction is rolled back."""
    if session.get_bind().dialect.name == "postgresql":
        for table in set(session.scalars(text(_ON_POSTGRESQL))):
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    else:
        for trigger in session.scalars(text(_ON_SQLITE)).all():
            session.execute(text(f"DROP TRIGGER {trigger}"))


_ON_POSTGRESQL = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
_ON_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def found(session: Session) -> set[tuple[str, Problem]]:
    """What is not as its line says: of which kind, and in what way."""
    session.flush()
    session.expire_all()
    return {(each.kind, each.problem) for each in all_disagreements(session)}
