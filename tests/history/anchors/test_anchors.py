"""The history signed by the worker, and checked from the command line after an attack."""

import stat
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cli.verification import verify_history
from app.core import audit, chains
from app.core.db import Database
from app.core.ids import new_id
from app.core.models import AuditLine, OutboxMessage
from app.history.anchors.rules import Anchor
from app.history.anchors.signing import AnchorKey, read
from app.history.anchors.tasks import AnchorKeeping, kept, load_anchor_key
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.certificates.signing_keys import Key, certificate_for, pem
from tests.letters import read as read_letter
from tests.tampering import drop_guards

HOUR = timedelta(hours=1)
RSA = rsa.generate_private_key(65537, 2048)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(demo=True, data_dir=tmp_path)


@pytest.fixture
def keeping(settings: Settings) -> AnchorKeeping:
    return AnchorKeeping(settings)


@pytest.fixture
def key(settings: Settings) -> AnchorKey:
    found = load_anchor_key(settings, NOW)
    assert found is not None
    return found


def happens(session: Session, times: int = 1) -> None:
    for n in range(times):
        audit.record(session, "test.done", "test", str(n), by=None, now=NOW)
    session.commit()


def anchors(settings: Settings, key: AnchorKey) -> list[Anchor | None]:
    return kept(settings.anchor_file, key)


def letters(session: Session) -> list[OutboxMessage]:
    of_kind = select(OutboxMessage).where(col(OutboxMessage.kind) == "history_anchor")
    return list(session.scalars(of_kind))


def test_history_is_signed_an_hour_after_it_was_if_something_happened(
    database: Database, session: Session, keeping: AnchorKeeping, settings: Settings, key: AnchorKey
) -> None:
    happens(session)
    for minutes in (0, 1, 61, 122):  # nothing happens between the last two
        if minutes == 61:
            happens(session, 2)
        keeping(database, NOW + timedelta(minutes=minutes))
    first, second = anchors(settings, key)
    assert first is not None
    assert second is not None
    assert second.lines == first.lines + 2
    assert (first.at, second.at) == (NOW, NOW + timedelta(minutes=61))
    assert stat.S_IMODE(settings.anchor_file.stat().st_mode) == 0o600


def test_worker_that_starts_again_goes_on_from_the_file(
    database: Database, session: Session, settings: Settings, key: AnchorKey
) -> None:
    happens(session)
    for minutes in (0, 5):
        AnchorKeeping(settings)(database, NOW + timedelta(minutes=minutes))
    assert len(anchors(settings, key)) == 1


def test_administrators_get_it_by_mail_once_a_week(
    database: Database, session: Session, cast: Cast, keeping: AnchorKeeping, settings: Settings
) -> None:
    for day in range(8):
        happens(session)
        keeping(database, NOW + timedelta(days=day))
    posted = letters(session)
    assert [letter.person_id for letter in posted] == [cast.id("abe")] * 2
    text = read_letter(session, posted[0]).text
    assert "the history of everything that was done holds" in text
    assert settings.anchor_file.read_text().splitlines()[0] in text


def test_whole_history_verifies_and_says_since_when(
    database: Database, session: Session, keeping: AnchorKeeping, settings: Settings
) -> None:
    assert verify_history(session, settings, [], NOW)[1] == [
        "The audit trail verifies.",
        "Nothing of it was signed yet.",
    ]
    happens(session)
    keeping(database, NOW)
    assert verify_history(session, settings, [], NOW) == (
        True,
        [
            "The audit trail verifies.",
            "It is as it was signed at 2026-11-18 17:00 UTC, and before.",
        ],
    )


def cut_the_tail(session: Session) -> None:
    newest = session.scalars(select(AuditLine).order_by(col(AuditLine.id).desc()).limit(3)).all()
    for line in newest:
        session.delete(line)


def empty_it(session: Session) -> None:
    session.execute(text("DELETE FROM audit_line"))


def write_it_anew(session: Session) -> None:
    """Another reason in one line, and every hash after it made to fit."""
    ends: dict[str, str] = {}
    for number, line in enumerate(session.scalars(select(AuditLine).order_by(col(AuditLine.id)))):
        line.reason = "made up" if number == 3 else line.reason
        line.previous_hash = ends.get(line.chain, audit.GENESIS)
        ends[line.chain] = line.hash = audit.line_hash(line)


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        (cut_the_tail, "is gone, with all lines after it. It is whole up to line"),
        (empty_it, "is gone, with all lines after it. No line before is sure."),
        (write_it_anew, "is another one. No line before is sure."),
    ],
)
def test_history_whose_chain_holds_is_still_not_the_one_that_was_signed(
    database: Database,
    session: Session,
    keeping: AnchorKeeping,
    settings: Settings,
    attack: Callable[[Session], None],
    said: str,
) -> None:
    happens(session)
    keeping(database, NOW)
    happens(session, 5)
    keeping(database, NOW + HOUR)
    drop_guards(session)
    attack(session)
    session.flush()
    session.expire_all()
    assert chains.first_bad_line(session) is None, "the chain alone notices nothing"
    holds, lines = verify_history(session, settings, [], NOW)
    assert not holds
    assert said in " ".join(lines)


def happens_in(database: Database, cohort: UUID, times: int = 1) -> None:
    with database.write() as session:
        audit.continue_chain(session, cohort)
        for n in range(times):
            audit.record(session, "test.done", "test", str(n), by=None, now=NOW)


def tellings(session: Session) -> list[list[list[Any]]]:
    lines = select(AuditLine).where(col(AuditLine.act) == "history.told")
    return [line.facts["ends"] for line in session.scalars(lines.order_by(col(AuditLine.id)))]


def test_ends_of_cohorts_are_told_when_they_went_on(
    database: Database, session: Session, keeping: AnchorKeeping
) -> None:
    fall, spring = new_id(), new_id()
    for hour, cohorts in enumerate(([fall, spring], [spring], [], [fall, fall], [])):
        for cohort in cohorts:
            happens_in(database, cohort)
        keeping(database, NOW + hour * HOUR)
    assert [
        sorted((chain, lines) for chain, _, lines, _ in ends) for ends in tellings(session)
    ] == [
        sorted([(str(fall), 1), (str(spring), 1)]),
        [(str(spring), 2)],
        [(str(fall), 3)],
    ]


@pytest.mark.parametrize("gone", [1, 3], ids=["tail", "all of it"])
def test_cut_chain_of_a_cohort_is_named(
    database: Database, session: Session, keeping: AnchorKeeping, settings: Settings, gone: int
) -> None:
    cohort = new_id()
    happens_in(database, cohort, 3)
    keeping(database, NOW)
    assert verify_history(session, settings, [], NOW)[0]
    drop_guards(session)
    of_cohort = select(AuditLine).where(col(AuditLine.chain) == str(cohort))
    for line in list(session.scalars(of_cohort.order_by(col(AuditLine.id).desc())))[:gone]:
        session.delete(line)
    session.flush()
    assert chains.first_bad_line(session) is None, "the chains alone notice nothing"
    holds, lines = verify_history(session, settings, [], NOW)
    assert not holds
    assert f"told of cohort {cohort} at 2026-11-18 17:00 UTC as number 3, is gone" in lines[0]


def test_anchor_in_a_saved_mail_counts_where_the_file_is_gone(
    database: Database,
    session: Session,
    keeping: AnchorKeeping,
    settings: Settings,
    tmp_path: Path,
) -> None:
    happens(session, 5)
    keeping(database, NOW)
    mail = EmailMessage()
    mail.set_content(read_letter(session, letters(session)[0]).text, cte="quoted-printable")
    (tmp_path / "saved.eml").write_bytes(mail.as_bytes())
    settings.anchor_file.unlink()
    drop_guards(session)
    cut_the_tail(session)
    session.flush()
    assert not verify_history(session, settings, [tmp_path / "saved.eml"], NOW)[0]


def keeping_with(folder: Path, name: str, private: Key) -> tuple[Settings, AnchorKeeping]:
    """An installation whose operator has set another key."""
    file = folder / name
    file.write_bytes(pem(private, certificate_for(private)))
    changed = Settings(demo=True, data_dir=folder, signing_key=file)
    return changed, AnchorKeeping(changed)


@pytest.fixture
def changed_key(
    database: Database, session: Session, tmp_path: Path, settings: Settings, keeping: AnchorKeeping
) -> Settings:
    """Two days with one key, and one with another."""
    for day in (0, 1):
        happens(session, 3)
        keeping(database, NOW + timedelta(days=day))
    happens(session, 3)
    changed, with_another = keeping_with(tmp_path, "new.pem", RSA)
    with_another(database, NOW + timedelta(days=2))
    return changed


def test_what_a_former_key_has_signed_counts_after_a_change(
    session: Session, changed_key: Settings
) -> None:
    assert len(changed_key.anchor_file.read_text().splitlines()) == 3
    assert verify_history(session, changed_key, [], NOW) == (
        True,
        [
            "The audit trail verifies.",
            "It is as it was signed at 2026-11-20 17:00 UTC, and before.",
        ],
    )
    used = select(AuditLine).where(col(AuditLine.act) == "signing-key.first_used")
    assert len(session.scalars(used).all()) == 2


def test_history_that_was_rewritten_while_the_key_changed_is_not_the_one_that_was_signed(
    database: Database,
    session: Session,
    tmp_path: Path,
    settings: Settings,
    keeping: AnchorKeeping,
) -> None:
    happens(session, 5)
    keeping(database, NOW)
    drop_guards(session)
    write_it_anew(session)
    session.commit()
    changed, with_another = keeping_with(tmp_path, "new.pem", RSA)
    with_another(database, NOW + HOUR)
    holds, lines = verify_history(session, changed, [], NOW)
    assert not holds
    assert "is another one" in lines[0]


def test_key_of_an_attacker_counts_for_nothing(
    database: Database, session: Session, tmp_path: Path, changed_key: Settings
) -> None:
    """Who writes into the history that another key was used has signed nothing with ours."""
    happens(session)
    _attacker, with_own = keeping_with(tmp_path, "eve.pem", ec.generate_private_key(ec.SECP256R1()))
    with_own(database, NOW + timedelta(days=3))
    holds, lines = verify_history(session, changed_key, [], NOW)
    assert holds
    assert lines[-1] == (
        "Anchors that no key of this installation has signed, and that prove nothing: 1."
    )


@pytest.mark.parametrize("private", [ec.generate_private_key(ec.SECP384R1()), RSA])
def test_anchor_of_another_key_or_with_another_number_proves_nothing(
    settings: Settings, key: AnchorKey, private: Key
) -> None:
    other_file = settings.data_dir / "other.pem"
    other_file.write_bytes(pem(private, certificate_for(private)))
    other = AnchorKey.load(other_file, None)
    anchor = Anchor(NOW, 5, 5, "0" * 64)
    line = other.signed(anchor)
    assert list(read(line, other)) == [anchor]
    assert list(read(line, key)) == [None]
    assert list(read(line.replace('"lines": 5', '"lines": 6'), other)) == [None]
    assert list(read(line.replace(other.name, key.name), key)) == [None]
    assert list(read('{"signature": "x"} {"signature": 1, "at": []}', key)) == [None, None]
