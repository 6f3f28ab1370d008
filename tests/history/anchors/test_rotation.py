"""One key follows another, and what each has signed counts on."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy.orm import Session

from app.certificates.keys import rules
from app.certificates.keys.actions import mark_compromised
from app.certificates.keys.queries import known_keys
from app.cli.verification import verify_history
from app.core import audit
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import AuditLine
from app.history.anchors.rotation import rotate
from app.history.anchors.signing import AnchorKey
from app.history.anchors.tasks import AnchorKeeping, kept
from app.settings import Settings
from tests.cast import NOW
from tests.certificates.signing_keys import certificate_for, pem
from tests.tampering import drop_guards

HOUR = timedelta(hours=1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(demo=True, data_dir=tmp_path)


def happens(session: Session) -> None:
    audit.record(session, "test.done", "test", "1", by=None, now=NOW)
    session.commit()


def new_key(folder: Path, name: str) -> tuple[Settings, AnchorKey]:
    private = ec.generate_private_key(ec.SECP256R1())
    file = folder / name
    file.write_bytes(pem(private, certificate_for(private, name=name)))
    return Settings(demo=True, data_dir=folder, signing_key=file), AnchorKey.load(file, None)


def test_right_after_each_change_all_that_was_signed_counts(
    database: Database, session: Session, settings: Settings, tmp_path: Path
) -> None:
    happens(session)
    AnchorKeeping(settings)(database, NOW)
    for number, name in enumerate(("second", "third"), start=1):
        happens(session)
        after, key = new_key(tmp_path, name)
        rotate(database, settings, key, NOW + number * HOUR)
        settings = after
        holds, lines = verify_history(session, settings, [], NOW)
        assert holds, lines
        assert lines[1:] == [
            f"It is as it was signed at 2026-11-18 {17 + number}:00 UTC, and before."
        ]
    assert [key.subject for key in known_keys(session)] == ["third", "second", "Waypost demo"]
    assert len(settings.anchor_file.read_text().splitlines()) == 5


def test_the_former_key_vouches_for_the_new_one(
    database: Database, session: Session, settings: Settings, tmp_path: Path
) -> None:
    """Who has only the old certificate, of a saved letter, sees which key came next."""
    happens(session)
    AnchorKeeping(settings)(database, NOW)
    _after, key = new_key(tmp_path, "second")
    rotate(database, settings, key, NOW + HOUR)
    holds, lines = verify_history(session, settings, [], NOW)  # by the former key
    assert holds
    assert lines[-1] == "It is as it was signed at 2026-11-18 18:00 UTC, and before."


def test_a_key_follows_no_second_time(
    database: Database, session: Session, settings: Settings, tmp_path: Path
) -> None:
    happens(session)
    second, key = new_key(tmp_path, "second")
    rotate(database, settings, key, NOW)
    with pytest.raises(RefusedError) as same:
        rotate(database, second, key, NOW)
    assert same.value.reason == rules.SAME_KEY
    _third, another = new_key(tmp_path, "third")
    rotate(database, second, another, NOW)
    with pytest.raises(RefusedError) as former:
        rotate(database, _third, key, NOW)
    assert former.value.reason == rules.FORMER_KEY


def test_a_key_that_is_lost_is_followed_without_being_asked(
    database: Database, session: Session, settings: Settings, tmp_path: Path
) -> None:
    happens(session)
    AnchorKeeping(settings)(database, NOW)
    (lost,) = known_keys(session)
    mark_compromised(session, lost.fingerprint, since=NOW + HOUR, why="Lost.", now=NOW + 2 * HOUR)
    session.commit()
    AnchorKeeping(settings)(database, NOW + 3 * HOUR)
    assert len(settings.anchor_file.read_text().splitlines()) == 1, "it signs no more"
    second, key = new_key(tmp_path, "second")
    rotate(database, settings, key, NOW + 4 * HOUR)
    assert [anchor is not None for anchor in kept(settings.anchor_file, key)] == [False, True]
    assert verify_history(session, second, [], NOW)[0]


def test_what_a_thief_signs_later_proves_nothing(
    database: Database, session: Session, settings: Settings, tmp_path: Path
) -> None:
    """With the key, and in the file: else a rewritten history would be what was signed."""
    happens(session)
    AnchorKeeping(settings)(database, NOW)
    thief = settings.anchor_file.read_text()
    (lost,) = known_keys(session)
    AnchorKeeping(settings)(database, NOW + HOUR)
    mark_compromised(session, lost.fingerprint, since=NOW, why="Lost.", now=NOW + 2 * HOUR)
    session.commit()
    second, key = new_key(tmp_path, "second")
    rotate(database, settings, key, NOW + 4 * HOUR)
    settings.anchor_file.write_text(settings.anchor_file.read_text() + thief)
    holds, lines = verify_history(session, second, [], NOW)
    assert holds
    assert lines[-1] == (
        "Anchors of a key that was compromised by then, and that prove nothing: 2."
    )


def test_a_mark_that_no_key_has_signed_does_not_silence_a_key(
    database: Database, session: Session, settings: Settings
) -> None:
    """Else whoever has the database says that the key is lost, and writes the history anew."""
    happens(session)
    AnchorKeeping(settings)(database, NOW)
    (key,) = known_keys(session)
    drop_guards(session)
    mark_compromised(session, key.fingerprint, since=NOW - HOUR, why="No.", now=NOW)
    line = session.get_one(AuditLine, 1)
    line.reason = "made up"
    session.flush()
    assert not verify_history(session, settings, [], NOW)[0]
