"""Another key in place of the one that signs, so that what each has signed counts on."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from app.certificates.keys import actions as keys
from app.certificates.keys import queries
from app.certificates.keys.rules import why_not_rotate
from app.certificates.printing.keys import SigningKeyError
from app.core.db import Database
from app.core.errors import BusyError, require
from app.history.anchors.signing import AnchorKey
from app.history.anchors.tasks import load_anchor_key, sign_now
from app.settings import Settings


def rotate(database: Database, settings: Settings, new: AnchorKey, now: datetime) -> None:
    """Let both keys sign a history that tells of both: so each vouches for the other.

    The operator then sets the new one. A key that can no longer be read, or that somebody else may
    have, is not asked to sign.

    Raises:
        RefusedError: The new key signs already, or has signed before.
    """
    before = key_of_today(settings, now)
    with database.write() as session:
        known = {key.fingerprint for key in queries.known_keys(session)}
        require(why_not_rotate(new.name, before.name if before else None, known))
        if before is not None:
            keys.learn(session, before.public, now=now)
        keys.learn(session, new.public, now=now)
        trusted = before is not None and _is_trusted(session, before)
    for key in (before, new) if before and trusted else (new,):
        sign_now(database, settings.anchor_file, key, now)


def key_of_today(settings: Settings, now: datetime) -> AnchorKey | None:
    """The key that is set; None where there is none that can be read."""
    with suppress(SigningKeyError):
        return load_anchor_key(settings, now)
    return None


def _is_trusted(session: Session, key: AnchorKey) -> bool:
    try:
        keys.require_trusted(session, key.name)
    except BusyError:
        return False
    return True
