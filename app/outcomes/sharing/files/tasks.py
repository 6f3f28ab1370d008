"""What the worker does for files of answers: read, write the ZIP, keep it; and throw old ones away.

The ZIP is made of one view of the answers, while others go on writing.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import queue
from app.core.db import Database
from app.core.errors import require
from app.core.models import Task
from app.core.worker import Handler
from app.outcomes.redcap.package import package_file
from app.outcomes.sharing import rules
from app.outcomes.sharing.files.actions import keep_file, throw_away_old
from app.outcomes.sharing.files.enums import FileKind
from app.outcomes.sharing.files.models import SharedFile
from app.outcomes.sharing.files.queries import allowed_in, has_old
from app.outcomes.sharing.files.records import MadeFile
from app.outcomes.sharing.files.rules import KEPT_FOR, MAKE, why_not_take
from app.outcomes.sharing.queries import REDCAP_FILE, RESEARCH_FILE, held
from app.outcomes.sharing.records import Held
from app.outcomes.sharing.redcap import package_shared
from app.outcomes.sharing.research import research_zip
from app.studies.queries import project_by_key


def make_handlers(secret: str) -> Mapping[str, Handler]:
    """The handler of files of answers. `secret`: `SECRET_KEY`, with which records are named."""
    return {MAKE: partial(make_file, secret=secret)}


def make_file(database: Database, task: Task, now: datetime, *, secret: str) -> None:
    """Make the file that a task names, unless it was thrown away meanwhile.

    Raises:
        RefusedError: It may not go out any more.
        ConflictError: Another file of the project went out at the same moment.
    """
    file_id = UUID(task.key)
    with database.read() as session:
        made = made_of(session, task, secret, now)
    with database.write() as session:
        if queue.still_ours(session, task):
            if made is not None and session.get(SharedFile, file_id) is not None:
                keep_file(session, file_id, made, now=now)
            queue.finish(session, task, now=now)


def made_of(session: Session, task: Task, secret: str, now: datetime) -> MadeFile | None:
    """What a task asks for, of the answers as they are; None: it is there, or thrown away.

    Raises:
        RefusedError: It may not go out any more.
    """
    ordered = session.get(SharedFile, UUID(task.key))
    found = project_by_key(session, task.payload["project"])
    if ordered is None or found is None or ordered.content is not None:
        return None
    read, allowed = held(session, found), allowed_in(session, found.project.id)
    require(why_not_take(read, ordered.kind, ordered.columns))
    if ordered.kind is FileKind.REDCAP:
        act, facts, content = REDCAP_FILE, *_for_redcap(read, secret, now)
    else:
        act, facts, content = RESEARCH_FILE, *_for_research(read, ordered.columns, now)
    return MadeFile(content, hashlib.sha256(content).hexdigest(), read, act, facts, allowed)


def _for_redcap(read: Held, secret: str, now: datetime) -> tuple[dict[str, Any], bytes]:
    sheets, chance = rules.linked_only(rules.shared(read)), secrets.SystemRandom()
    package = package_shared(read, sheets, secret=secret, chance=chance, now=now)
    return {"sheets": len(sheets)}, package_file(package)


def _for_research(read: Held, columns: list[str], now: datetime) -> tuple[dict[str, Any], bytes]:
    sheets = rules.shared(read)
    content = research_zip(read, sheets, columns, chance=secrets.SystemRandom(), now=now)
    return {"columns": columns, "sheets": len(sheets)}, content


def tidy(database: Database, now: datetime) -> None:
    """Throw away what was asked for too long ago."""
    with database.read() as session:
        is_due = has_old(session, now - KEPT_FOR)
    if is_due:
        with database.write() as session:
            throw_away_old(session, now)
