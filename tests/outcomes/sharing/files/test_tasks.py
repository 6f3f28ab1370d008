"""A file of answers from the click until it is thrown away."""

import hashlib
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.rules import WHY
from app.core.db import Database
from app.core.errors import ConflictError
from app.core.models import AuditLine, Task
from app.outcomes.redcap.package import read_package
from app.outcomes.sharing.files.actions import keep_file, order_file
from app.outcomes.sharing.files.enums import FileKind
from app.outcomes.sharing.files.models import SharedFile
from app.outcomes.sharing.files.queries import allowed_in, why_not_fetch
from app.outcomes.sharing.files.records import MadeFile
from app.outcomes.sharing.files.rules import (
    CHANGED_MEANWHILE,
    CHANGED_SINCE,
    KEPT_FOR,
    MAKE,
    OTHER_MEANWHILE,
)
from app.outcomes.sharing.files.tasks import make_file, tidy
from app.outcomes.sharing.queries import REDCAP_FILE, RESEARCH_FILE
from app.outcomes.sharing.research import ROW
from app.outcomes.sharing.rules import TOO_EASY, TOO_FEW
from app.studies.consent.actions import withdraw
from app.studies.enums import KeptData
from app.studies.queries import studied_places
from app.surveys.enums import IdentityMode
from tests.cast import NOW, Cast
from tests.outcomes.redcap import samples
from tests.outcomes.sharing.files.worked import leased, make_all
from tests.outcomes.sharing.taken import ANSWERS, Taken, allowed, research, rows_of
from tests.refusals import refuses
from tests.surveys.asking import SECRET

REASON = "For the statistician."


def order(own: Taken, cast: Cast, kind: FileKind, *columns: str, why: str = REASON) -> None:
    order_file(own.session, own.found, kind, columns, why=why, by=cast.id("cora"), now=NOW)
    own.session.commit()


def made_now(own: Taken, act: str, **facts: object) -> MadeFile:
    """What a worker has read, and did not keep yet."""
    allowed_now = allowed_in(own.session, own.project.id)
    return MadeFile(b"PK", "0" * 64, own.held, act, {"sheets": 24, **facts}, allowed_now)


def files(session: Session) -> list[SharedFile]:
    session.expire_all()
    return list(session.scalars(select(SharedFile).order_by(col(SharedFile.id))))


def test_a_file_is_made_of_the_answers_of_now_and_kept(
    session: Session, cast: Cast, database: Database
) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    order(own, cast, FileKind.REDCAP)
    (file,) = files(session)
    assert (file.content, file.made_at) == (None, None)
    make_all(database, NOW + timedelta(minutes=1))
    (file,) = files(session)
    assert file.content
    assert file.made_at == NOW + timedelta(minutes=1)
    assert file.sha256 == hashlib.sha256(file.content).hexdigest()
    assert len(read_package(file.content).records or ()) == 16
    (task,) = session.scalars(select(Task).where(col(Task.kind) == MAKE))
    assert task.done_at is not None
    lines = session.scalars(select(AuditLine).where(col(AuditLine.reason) == REASON))
    assert [(line.act, line.actor_id) for line in lines] == [
        ("project.file-ordered", cast.id("cora")),
        ("project.redcap-file", cast.id("cora")),
    ]


def test_nobody_orders_without_a_reason(session: Session, cast: Cast) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    with refuses(WHY):
        order(own, cast, FileKind.REDCAP, why=" ")
    assert files(session) == []


@pytest.mark.parametrize("kind", list(FileKind))
def test_who_withdraws_before_it_is_made_is_not_in_it(
    session: Session, cast: Cast, database: Database, kind: FileKind
) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL, 6)
    order(own, cast, kind)
    for place in own.places[:2]:
        gone = studied_places(session, place.person_id, own.project.key)[0]
        withdraw(session, gone, KeptData.KEEP, now=NOW)
    session.commit()
    (task,) = leased(database)
    with refuses(TOO_FEW(count=5)):
        make_file(database, task, NOW, secret=SECRET)
    assert [file.content for file in files(session)] == [None]


def test_two_files_that_tell_too_much_together_are_not_both_made(
    session: Session, cast: Cast, database: Database
) -> None:
    """Though both could be ordered: none was made then."""
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL, 20)
    professions = [cast.person(name).profession for name in ("ada", "nan")]
    for number, place in enumerate(own.places):
        place.rank = "Professor" if number < 10 else "Instructor"
        place.profession = professions[number in {*range(8), *range(18, 20)}]
    session.flush()
    for column in ("rank", "profession"):
        order(own, cast, FileKind.RESEARCH, column)
    of = {f"{file.id}": file.columns for file in files(session)}
    tasks = {of[task.key][0]: task for task in leased(database)}
    make_file(database, tasks["rank"], NOW, secret=SECRET)
    with refuses(TOO_EASY(count=4)):
        make_file(database, tasks["profession"], NOW, secret=SECRET)
    made = [file for file in files(session) if file.content]
    assert [file.columns for file in made] == [["rank"]]
    assert ROW in rows_of(samples.files_of(made[0].content or b"")[ANSWERS])[0]


def test_a_file_that_another_overtook_is_made_again_beside_it(
    session: Session, cast: Cast, database: Database
) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL, 12)
    order(own, cast, FileKind.RESEARCH, "rank")
    made = made_now(own, RESEARCH_FILE, columns=["rank"])
    research(own, cast, "profession")
    session.commit()
    (file,) = files(session)
    with refuses(OTHER_MEANWHILE, ConflictError):
        keep_file(session, file.id, made, now=NOW)
    make_all(database)
    assert [bool(file.content) for file in files(session)] == [True]


@pytest.mark.parametrize("waited", [timedelta(0), timedelta(seconds=1)])
def test_a_withdrawal_that_waited_while_a_file_was_read_is_noticed(
    session: Session, cast: Cast, waited: timedelta
) -> None:
    """It is dated with the moment of the file, or before it, and is not in it."""
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    order(own, cast, FileKind.RESEARCH)
    made = made_now(own, RESEARCH_FILE, columns=[])
    (file,) = files(session)
    keep_file(session, file.id, made, now=NOW)
    assert why_not_fetch(session, file) is None
    leave(own, NOW - waited)
    assert why_not_fetch(session, file) == CHANGED_SINCE


def test_a_withdrawal_before_a_file_is_kept_has_it_made_again(
    session: Session, cast: Cast, database: Database
) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    order(own, cast, FileKind.RESEARCH)
    made = made_now(own, RESEARCH_FILE, columns=[])
    leave(own, NOW)
    session.commit()
    (file,) = files(session)
    with refuses(CHANGED_MEANWHILE, ConflictError):
        keep_file(session, file.id, made, now=NOW)
    make_all(database)
    (file,) = files(session)
    assert file.content
    assert why_not_fetch(session, file) is None
    assert len(rows_of(samples.files_of(file.content)[ANSWERS])) == 14


def leave(own: Taken, now: datetime) -> None:
    """The first of them withdraws."""
    gone = studied_places(own.session, own.places[0].person_id, own.project.key)[0]
    withdraw(own.session, gone, KeptData.KEEP, now=now)


def test_a_file_for_redcap_does_not_wait_for_a_research_file(session: Session, cast: Cast) -> None:
    """It says nothing of people that could be laid beside the other."""
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL, 12)
    order(own, cast, FileKind.REDCAP)
    made = made_now(own, REDCAP_FILE)
    research(own, cast, "profession")
    (file,) = files(session)
    keep_file(session, file.id, made, now=NOW)
    assert file.content == b"PK"


def test_old_files_are_thrown_away_whole(session: Session, cast: Cast, database: Database) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    order(own, cast, FileKind.REDCAP)
    make_all(database)
    tidy(database, NOW + KEPT_FOR - timedelta(minutes=1))
    assert len(files(session)) == 1
    tidy(database, NOW + KEPT_FOR)
    assert files(session) == []


def test_a_task_whose_file_is_gone_is_done(
    session: Session, cast: Cast, database: Database
) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    order(own, cast, FileKind.REDCAP)
    (task,) = leased(database)
    tidy(database, NOW + KEPT_FOR)
    make_file(database, task, NOW, secret=SECRET)
    session.expire_all()
    assert session.get_one(Task, task.id).done_at == NOW
