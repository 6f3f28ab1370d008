"""Institutions as people call them."""

from sqlalchemy.orm import Session

from app.people.institutions.queries import known
from app.people.models import Institution


def institution_named(session: Session, text: str) -> Institution | None:
    """The one that a text names by name, short name or any spelling; None: none, or several."""
    found = known(session).named(text)
    return session.get(Institution, found) if found else None
