"""Nobody hides that records are missing by rows and lines of a deletion that nobody announced."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cli.verification import verify_history
from app.core import audit
from app.core.agreement import Problem
from app.core.models import AuditLine
from app.core.seals import seal
from app.history.agreement.deleted.queries import deletions
from app.history.agreement.queries import all_disagreements
from app.history.removal.actions import delete_records
from app.history.retention.models import Deletion, DeletionAnnouncement
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.credit.claims import claim_for
from tests.history.retention.announced import LATER, announce_it, here
from tests.tampering import drop_guards

MONTH = timedelta(days=31)


def forge(
    session: Session,
    cast: Cast,
    lines: Sequence[AuditLine],
    announced_at: datetime,
    at: datetime,
    other: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Rows and lines of an announcement and a deletion, all sealed, by who owns the tables."""
    cohort_id = cast.spring.id
    announced = DeletionAnnouncement(
        cohort_id=cohort_id,
        edition=1,
        goes_from=at.date(),
        years=7,
        counts={},
        reason="Tidy.",
        at=announced_at,
        by=cast.id("abe"),
    )
    session.add(announced)
    session.flush()
    told = _tell(session, "deletion.announced", announced, announced, announced_at)
    acts: dict[str, int] = {}
    for line in lines:
        acts[line.act] = acts.get(line.act, 0) + 1
    values = {
        "announcement_id": announced.id,
        "people": 1,
        "completed": 0,
        "certificates": 0,
        "numbers": {},
        "lines": ",".join(str(line.id) for line in lines),
        "announced_line": told.id,
        "acts": acts,
        "about": sorted({line.object_id for line in lines}),
        "at": at,
    }
    done = Deletion(**{**values, **other})
    session.add(done)
    session.flush()
    _tell(session, "deletion.done", announced, done, at)


def _tell(
    session: Session,
    act: str,
    announced: DeletionAnnouncement,
    row: DeletionAnnouncement | Deletion,
    at: datetime,
) -> AuditLine:
    facts = {"announcement": str(announced.id), "seal": seal(row)}
    by = announced.by if row is announced else None
    cohort_id = announced.cohort_id
    return audit.record(session, act, "cohort", cohort_id, by=by, now=at, facts=facts)


@pytest.fixture
def missing(session: Session, cast: Cast) -> list[AuditLine]:
    """The line of a claim that somebody removed."""
    claim_for(session, cast, "ben", 20, NOW)
    session.flush()
    drop_guards(session)
    session.execute(text("DELETE FROM claim"))
    session.expire_all()
    return list(session.scalars(select(AuditLine).where(col(AuditLine.act) == "claim.made")))


def hidden(session: Session) -> bool:
    """Whether it does not show that a claim is gone."""
    return ("claim", Problem.GONE) not in {
        (each.kind, each.problem) for each in all_disagreements(session)
    }


def test_only_a_month_of_waiting_accounts_for_what_is_gone(
    session: Session, cast: Cast, missing: list[AuditLine], tmp_path: Path
) -> None:
    """What stays possible: in that month it was announced for all to see, and is printed since."""
    assert not hidden(session)
    forge(session, cast, missing, NOW + MONTH, NOW + 2 * MONTH)
    assert hidden(session)
    assert [(own.cohort, len(own.lines)) for own in deletions(session)] == [("spring-2026", 1)]
    _, said = verify_history(session, Settings(demo=True, data_dir=tmp_path), [], NOW)
    day = f"{NOW + 2 * MONTH:%Y-%m-%d}"
    assert (
        f"Records of cohort spring-2026 were deleted on {day}; lines of the history that tell of "
        "what went: 1."
    ) in said


@pytest.mark.parametrize(
    ("announced_at", "at"),
    [
        (NOW + MONTH, NOW + MONTH + timedelta(days=3)),  # announced too late
        (NOW - 2 * MONTH, NOW),  # dated back, behind lines of today
    ],
)
def test_haste_accounts_for_nothing(
    session: Session,
    cast: Cast,
    missing: list[AuditLine],
    announced_at: datetime,
    at: datetime,
) -> None:
    forge(session, cast, missing, announced_at, at)
    assert not hidden(session)
    assert [len(own.lines) for own in deletions(session)] == [0]


def test_deletion_that_is_dated_ahead_shows_at_the_next_line(
    session: Session, cast: Cast, missing: list[AuditLine]
) -> None:
    forge(session, cast, missing, NOW, NOW + MONTH)
    audit.record(session, "test.done", "test", "1", by=None, now=NOW + timedelta(days=1))
    assert not hidden(session)


@pytest.mark.parametrize(
    "other",
    [
        {"lines": "1-99999999999"},
        {"lines": "one"},
        {"acts": {"claim.made": 2}},
        {"about": []},
        {"about": ["none of these"]},
        {"announced_line": 1},
    ],
)
def test_rows_that_do_not_fit_their_lines_account_for_nothing(
    session: Session, cast: Cast, missing: list[AuditLine], other: dict[str, Any]
) -> None:
    forge(session, cast, missing, NOW + MONTH, NOW + 2 * MONTH, other)
    assert not hidden(session)


def test_deletion_of_one_cohort_accounts_for_nothing_of_another(
    session: Session, cast: Cast, missing: list[AuditLine]
) -> None:
    place = str(cast.enrollment("ada").id)
    lines = session.scalars(select(AuditLine).where(col(AuditLine.object_id) == place)).all()
    assert lines
    forge(session, cast, [*missing, *lines], NOW + MONTH, NOW + 2 * MONTH)
    assert not hidden(session)


def test_line_without_facts_stops_nothing(session: Session, cast: Cast) -> None:
    announce_it(session, cast)
    delete_records(session, here(session), now=LATER)
    for act in ("deletion.done", "deletion.announced"):
        audit.record(session, act, "cohort", cast.spring.id, by=None, now=LATER)
    assert {each.kind for each in all_disagreements(session)} == {
        "deletion",
        "announced deletion",
    }
    assert [len(own.lines) > 5 for own in deletions(session)] == [True]
