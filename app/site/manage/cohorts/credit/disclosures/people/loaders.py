"""One person of those who control content, or 404."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.credit.disclosures.rules import Controller
from app.site.manage.cohorts.credit.disclosures.page import Known


def controller_at(known: Known, id_: UUID) -> Controller:
    """One of them, or 404."""
    found = next((own for own in known.controllers if own.id == id_), None)
    if found is None:
        raise NotFoundError
    return found
