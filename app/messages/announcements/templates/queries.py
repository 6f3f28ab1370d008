"""Reads of the texts that messages begin with."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.messages.announcements.defaults import delivered
from app.messages.announcements.models import AnnouncementTemplate
from app.messages.announcements.rules import Template, Templates


def templates(session: Session, program_id: UUID) -> Templates:
    """The newest version of every template of a program: one statement."""
    rows = session.scalars(
        select(AnnouncementTemplate)
        .where(col(AnnouncementTemplate.program_id) == program_id)
        .order_by(col(AnnouncementTemplate.version))
    )
    own = {(row.key, row.language): _template(row) for row in rows}
    return Templates(tuple({**delivered(), **own}.values()))


def template_versions(
    session: Session, program_id: UUID, key: str, language: str
) -> list[AnnouncementTemplate]:
    """Every version that a program wrote of a template, the newest first."""
    found = select(AnnouncementTemplate).where(
        col(AnnouncementTemplate.program_id) == program_id,
        col(AnnouncementTemplate.key) == key,
        col(AnnouncementTemplate.language) == language,
    )
    return list(session.scalars(found.order_by(col(AnnouncementTemplate.version).desc())))


def _template(row: AnnouncementTemplate) -> Template:
    return Template(
        row.key, row.language, row.version, row.title, row.audience, row.subject, row.text
    )
