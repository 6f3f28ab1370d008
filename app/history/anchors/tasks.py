"""Signing the history from time to time, and telling the administrators once a week."""

import logging
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.certificates.issuing.tasks import key_file, why_not_sign
from app.certificates.keys import actions as keys
from app.certificates.printing.keys import SigningKeyError
from app.core import outbox
from app.core.db import Database
from app.core.errors import BusyError
from app.core.outbox import Letter
from app.history.anchors import queries
from app.history.anchors.actions import tell_ends
from app.history.anchors.rules import EVERY, Anchor, is_due
from app.history.anchors.signing import AnchorKey, Signer, read
from app.settings import Settings

LONGEST_LINE = 4096
"""Bytes. With the longest key in use an anchor has some 800."""

log = logging.getLogger("waypost.history")


def load_anchor_key(settings: Settings, now: datetime) -> AnchorKey | None:
    """The key that signs the history; None where certificates cannot be signed either.

    Raises `SigningKeyError` where the file that is named holds no key.
    """
    if why_not_sign(settings):
        return None
    protected = settings.signing_key_passphrase
    return AnchorKey.load(
        key_file(settings, now), protected.get_secret_value() if protected else None
    )


class AnchorKeeping:
    """What the worker does for it: an anchor an hour while something happens, a letter a week."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._looked_at: datetime | None = None

    def __call__(self, database: Database, now: datetime) -> None:
        """Sign how far the history has come, where that is due."""
        if self._looked_at is not None and now < self._looked_at + EVERY:
            return
        self._looked_at = now
        with database.write() as session:
            tell_ends(session, now=now)
        try:
            key = load_anchor_key(self._settings, now)
        except SigningKeyError as unusable:
            log.error("The history is not signed: %s", unusable)
            return
        if key is not None:
            _keep(database, self._settings.anchor_file, key, now)


def kept(file: Path, *signers: Signer, newest_only: bool = False) -> list[Anchor | None]:
    """The anchors of a file; None for each that none of these signed."""
    if not file.exists():
        return []
    with file.open("rb") as kept_file:
        if newest_only:
            kept_file.seek(max(0, file.stat().st_size - LONGEST_LINE))
        return list(read(kept_file.read().decode(errors="replace"), *signers))


def _keep(database: Database, file: Path, key: AnchorKey, now: datetime) -> None:
    before = next(
        (anchor for anchor in reversed(kept(file, key, newest_only=True)) if anchor), None
    )
    with database.read() as session:
        if not is_due(before, queries.newest_id(session), now):
            return
    try:
        with database.write() as session:
            keys.learn(session, key.public, now=now)
            keys.require_trusted(session, key.name)
    except BusyError as untrusted:
        log.error("The history is not signed: %s", untrusted)
        return
    sign_now(database, file, key, now)


def sign_now(database: Database, file: Path, key: AnchorKey, now: datetime) -> None:
    """Sign how far the history has come, whether or not that is due."""
    with database.read() as session:
        anchor = queries.anchor_now(session, now)
    line = key.signed(anchor)
    _append(file, line)
    with database.write() as session:
        _tell(session, anchor, line, now)


class Vouched(NamedTuple):
    """What the key of today stands for, since it has signed the lines that tell of it."""

    former: list[Signer]
    """Keys that have signed here before."""
    compromised_since: Mapping[str, datetime]
    """By the name of a key: what it signed later proves nothing."""

    def counts(self, anchor: Anchor) -> bool:
        """Whether nobody else can have signed an anchor."""
        since = self.compromised_since.get(anchor.key)
        return since is None or anchor.at < since


def vouched_for(session: Session, key: AnchorKey, files: Iterable[Path]) -> Vouched:
    """Former keys, and keys that are not ours alone, by lines that this key has signed."""
    own = (anchor for file in files for anchor in kept(file, key) if anchor is not None)
    until = max((anchor.last_id for anchor in own), default=0)
    former = map(Signer.known_by, queries.certificates_used(session, until=until))
    return Vouched(
        [signer for signer in former if signer is not None],
        queries.compromised_since(session, until=until),
    )


def _append(file: Path, line: str) -> None:
    """Only its owner reads it, and it is on the disk before anybody relies on it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as out:
        out.write(line + "\n")
        out.flush()
        os.fsync(out.fileno())


def _tell(session: Session, anchor: Anchor, line: str, now: datetime) -> None:
    """Mail it to the administrators, where nobody who has only the server can change it."""
    week = "anchor:{}-{}:".format(*now.isocalendar()[:2])
    if queries.was_posted(session, "history_anchor", week):
        return
    outbox.post_all(
        session,
        kind="history_anchor",
        facts={"lines": anchor.lines, "at": anchor.at.isoformat(), "anchor": line},
        letters=[
            Letter(f"{week}{person_id}", person_id)
            for person_id in queries.administrators(session, now)
        ],
        now=now,
    )
