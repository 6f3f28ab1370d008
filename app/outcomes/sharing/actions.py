"""Files of a project go out, each with a line in the history and a reason."""

import random
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.rules import why_not_without_reason
from app.core import audit
from app.core.errors import require
from app.outcomes.redcap.package import Package
from app.outcomes.sharing import rules
from app.outcomes.sharing.queries import REDCAP_FILE, held
from app.outcomes.sharing.records import Held
from app.outcomes.sharing.redcap import package_shared
from app.studies.models import Project
from app.studies.queries import ProjectInProgram


def pass_to_redcap(
    session: Session,
    found: ProjectInProgram,
    *,
    secret: str,
    why: str,
    by: UUID | None,
    now: datetime,
    chance: random.Random | None = None,
) -> Package:
    """The project with its records for REDCap.

    `secret`: the installation's key. `by`: None at the command line. `chance`: for tests.

    Raises:
        RefusedError: Nobody says why, too few people allow it, or REDCap could not tell the waves
            apart.
    """
    require(why_not_without_reason(why))
    read = held(session, found)
    sheets = rules.linked_only(rules.shared(read))
    require(rules.why_not_share(read, sheets))
    drawn = chance or secrets.SystemRandom()
    package = package_shared(read, sheets, secret=secret, chance=drawn, now=now)
    facts = {"sheets": len(sheets)}
    record_file(session, REDCAP_FILE, read, facts, why=why, by=by, now=now)
    return package


def record_file(
    session: Session,
    act: str,
    read: Held,
    facts: dict[str, Any],
    *,
    why: str,
    by: UUID | None,
    now: datetime,
) -> None:
    """The line that a file leaves in the history, with who wanted it and what for."""
    project: Project = read.project
    told = facts | {"mode": project.mode.value, "plan": project.plan_version}
    audit.record(
        session, act, "project", project.id, by=by, now=now, facts=told, reason=why.strip()
    )
