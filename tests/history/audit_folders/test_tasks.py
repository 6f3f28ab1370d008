"""An audit folder from the click until it is thrown away."""

import hashlib
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.snapshot import CertificateKind
from app.cohorts.rules import WHY as SAY_WHY
from app.core.db import Database
from app.core.models import AuditLine, Job, Task
from app.history.audit_folders.actions import hand_over, order_folder
from app.history.audit_folders.contents.folder import COVER, contents_of, with_manifest
from app.history.audit_folders.contents.queries import read_cohort
from app.history.audit_folders.cover.printer import CoverPrinter
from app.history.audit_folders.cover.words import Ordered, cover_of
from app.history.audit_folders.models import AuditFolder, AuditFolderFile
from app.history.audit_folders.rules import (
    DELAYED_CLICK,
    KEPT_FOR,
    MAKE,
    NOT_AS_STORED,
    OF_DRAFT,
)
from app.history.audit_folders.tasks import make_folder, tidy
from app.outcomes.redcap.archive import zipped
from app.printing.pool import PrintingPool
from tests.cast import NOW, Cast
from tests.certificates.office import SPRING, claim, here, record
from tests.history.audit_folders.ordered import (
    WHY,
    files_in,
    leased,
    made,
    make_all,
    order,
    rows_of,
)
from tests.races import at_once
from tests.refusals import refuses

SUMS = "SHA256SUMS"


def content_of(session: Session, folder: AuditFolder) -> bytes:
    session.expire_all()
    return session.get_one(AuditFolderFile, folder.id).content


def lines_about(session: Session, folder: AuditFolder) -> list[AuditLine]:
    found = select(AuditLine).where(
        col(AuditLine.act).startswith("audit_folder."),
        col(AuditLine.object_id) == str(folder.cohort_id),
    )
    return list(session.scalars(found.order_by(col(AuditLine.id))))


def test_hashes_verify_with_sha256sum(session: Session, database: Database, tmp_path: Path) -> None:
    claim(session)
    record(session, kind=CertificateKind.CME_CREDIT, pdf=b"%PDF-1 credit")
    files = made(session, database)
    for path, held in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(held)
    check = ["sha256sum", "--check", "--strict", SUMS]
    subprocess.run(check, cwd=tmp_path, check=True, capture_output=True)
    told = {line.split("  ")[1] for line in files[SUMS].decode().splitlines()}
    assert told == set(files) - {SUMS}
    (tmp_path / "roster.csv").write_bytes(files["roster.csv"] + b"x")
    assert subprocess.run(check, cwd=tmp_path, check=False, capture_output=True).returncode == 1


def test_folder_is_kept_with_who_and_why(session: Session, cast: Cast, database: Database) -> None:
    folder = order(session)
    make_all(database, NOW + timedelta(minutes=1))
    content = content_of(session, folder)
    assert (folder.made_at, folder.size) == (NOW + timedelta(minutes=1), len(content))
    assert folder.sha256 == hashlib.sha256(content).hexdigest()
    hand_over(session, folder, by=cast.id("cora"), now=NOW)
    lines = lines_about(session, folder)
    assert [(line.act, line.actor_id, line.reason) for line in lines] == [
        ("audit_folder.ordered", cast.id("cora"), WHY),
        ("audit_folder.made", None, WHY),
        ("audit_folder.downloaded", cast.id("cora"), WHY),
    ]
    assert [line.facts.get("sha256") for line in lines] == [None, folder.sha256, folder.sha256]
    assert {line.chain for line in lines[1:2]} == {str(folder.cohort_id)}
    (task,) = session.scalars(select(Task).where(col(Task.kind) == MAKE))
    assert task.done_at is not None


def test_same_state_makes_the_same_bytes(session: Session) -> None:
    """A worker that was killed after all was packed packs the same again."""
    claim(session)
    record(session, pdf=b"%PDF-2")
    session.commit()
    ordered = Ordered(1, WHY, "Cora", invented=False)
    packed = []
    with PrintingPool(CoverPrinter, workers=1) as pool:
        for _ in range(2):
            session.expire_all()
            read = read_cohort(session, here(session), NOW)
            contents = contents_of(read)
            cover = pool.produce(cover_of(read, contents, ordered))
            packed.append(zipped(with_manifest({COVER: cover, **contents.files()})))
    assert packed[0] == packed[1]


def test_second_folder_of_one_state_differs_by_what_it_says_of_itself(
    session: Session, database: Database
) -> None:
    first = made(session, database)
    folder = order(session, why="Once more.")
    make_all(database)
    second = files_in(content_of(session, folder))
    assert list(first) == list(second)
    assert {path for path in first if first[path] != second[path]} == {
        "cover.pdf",
        "history.csv",
        "history.txt",
        SUMS,
    }
    added = rows_of(second["history.csv"])[len(rows_of(first["history.csv"])) :]
    assert [row["Act"] for row in added] == ["audit_folder.made", "audit_folder.ordered"]


def test_worker_whose_lease_ran_out_leaves_one_folder(session: Session, database: Database) -> None:
    """Killed or slow: another one makes it, and what the first one brings late is nobody's."""
    folder = order(session)
    (slow,) = leased(database)
    later = NOW + timedelta(minutes=5)
    (other,) = leased(database, later)
    make_folder(database, other, later, invented=False)
    before = content_of(session, folder)
    make_folder(database, slow, NOW, invented=False)
    assert content_of(session, folder) == before
    assert len(lines_about(session, folder)) == 2


def test_second_click_is_the_same_folder(session: Session, cast: Cast) -> None:
    first = order(session)
    assert order(session).id == first.id
    assert order(session, why="Another reason.").number == 2
    assert len(session.scalars(select(Job).where(col(Job.kind) == MAKE)).all()) == 2
    first.ordered_at = NOW - DELAYED_CLICK
    session.commit()
    assert order(session).number == 3


def test_nobody_orders_without_a_reason_nor_of_a_draft(session: Session, cast: Cast) -> None:
    with refuses(SAY_WHY):
        order(session, why="  ")
    cast.spring.published_at = None
    with refuses(OF_DRAFT):
        order(session)
    assert session.scalars(select(AuditFolder)).all() == []


@pytest.mark.parametrize("stored", [b"%PDF- other", None])
def test_certificate_that_is_not_what_was_issued_stops_the_folder(
    session: Session, stored: bytes | None
) -> None:
    issued = record(session, pdf=b"%PDF-2")
    read = read_cohort(session, here(session), NOW)
    assert len(contents_of(read).papers) == 1
    forged = replace(read, pdfs={} if stored is None else {issued.id: stored})
    with refuses(NOT_AS_STORED(number=issued.number)):
        contents_of(forged)


def test_old_folders_are_thrown_away_and_known_still(session: Session, database: Database) -> None:
    folder = order(session)
    make_all(database)
    tidy(database, NOW + KEPT_FOR - timedelta(minutes=1))
    assert content_of(session, folder)
    tidy(database, NOW + KEPT_FOR)
    session.expire_all()
    assert session.get(AuditFolderFile, folder.id) is None
    assert len(session.get_one(AuditFolder, folder.id).sha256) == 64


def test_archived_cohort_has_its_folder(session: Session, cast: Cast, database: Database) -> None:
    cast.spring.archived_at = NOW
    session.commit()
    assert SUMS in made(session, database, SPRING)


def test_two_at_once_get_two_numbers_and_two_clicks_one(real_database: Database) -> None:
    def ordering(why: str) -> Callable[[], UUID]:
        def act() -> UUID:
            with real_database.write() as own:
                by = Cast(own).id("cora")
                return order_folder(own, here(own), why, language="en", by=by, now=NOW).id

        return act

    one, other, again = at_once(ordering("One."), ordering("Other."), ordering("One."))
    assert len({one, other, again}) == 2
    with real_database.read() as own:
        found = own.scalars(select(AuditFolder)).all()
    assert sorted(folder.number for folder in found) == [1, 2]
