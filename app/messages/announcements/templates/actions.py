"""Somebody changes a text that messages begin with, or adds one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.context import CohortContext
from app.core import audit
from app.core.errors import ConflictError
from app.language.reasons import reason
from app.messages.announcements.models import AnnouncementTemplate
from app.messages.announcements.rules import Template
from app.messages.announcements.templates.queries import template_versions

TEMPLATE_CHANGED = reason(
    "message.template_changed",
    "Somebody else saved this template meanwhile. Open it again before you change it.",
)


def save_template(
    session: Session, here: CohortContext, template: Template, *, by: UUID, now: datetime
) -> int:
    """Keep another version of a template of the program; return its number.

    Raises:
        ConflictError: Somebody else has just saved one.
    """
    known = template_versions(session, here.program.id, template.key, template.language)
    newest = known[0].version if known else 0
    if newest != template.version:
        raise ConflictError(TEMPLATE_CHANGED)
    session.add(
        AnnouncementTemplate(
            program_id=here.program.id,
            key=template.key,
            language=template.language,
            version=newest + 1,
            title=template.title,
            audience=template.audience,
            subject=template.subject,
            text=template.text,
            written_by=by,
            written_at=now,
        )
    )
    facts = {"template": template.key, "language": template.language, "version": newest + 1}
    about = here.cohort.id
    audit.record(session, "message.template-saved", "cohort", about, by=by, now=now, facts=facts)
    session.flush()
    return newest + 1
