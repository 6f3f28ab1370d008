"""Every table is in the registry, and what is due with a cohort is of that cohort alone."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Column, UniqueConstraint, and_, func, not_, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.actions import transfer
from app.cohorts.models import Cohort
from app.credit.models import Claim, ClaimWithdrawal
from app.history.retention.counts.queries import of_kept_places, rows_of
from app.history.retention.tables import KEPT_WITH_PLACE, TABLES, Goes, Keeps
from app.models import metadata
from tests.cast import Cast
from tests.core.filled import fill, make_claim
from tests.issued import issue_certificate

GOING = sorted(name for name, fate in TABLES.items() if isinstance(fate, Goes))
OF_NO_COHORT = {"outbox_message": "cohort_id", "survey": "cohort_id", "job": "scope_id"}
"""Rows of these can be of no cohort, jobs of a program; the policy is not about those."""
FILLED = {
    *("enrollment", "enrollment_event", "attestation", "attendance", "attendance_change"),
    *("reading_done", "excuse", "make_up_request", "thread_post", "announcement"),
    *("job", "task", "outbox_message", "people_import", "audit_folder"),
    *("reporting_file", "reporting_row", "survey", "application_question"),
}
"""Tables of which the furnished database has rows, so that something is shown by it."""
RECORDS = {
    *("attestation_withdrawal", "check_in", "check_in_strike", "disclosure_decision"),
    *("disclosure_read", "disclosure_review", "disclosure_text", "excuse_event", "make_up"),
    *("make_up_event", "make_up_withdrawal", "pseudonym", "released_quote_withdrawal"),
    *("announcement_recipient", "reflection", "reminded", "reviewed_relationship", "session_note"),
    "thread_post_version",
}
"""Tables of which the database with a row of every record has some that are due."""
STANDS_ON = {
    ("certificate", "enrollment"),
    ("certificate", "claim"),
    ("certificate_closure", "claim"),
    ("wave_survey", "survey"),
    ("consent", "enrollment"),
    ("place_anchor", "enrollment"),
    ("rater", "enrollment"),
    ("trial_allocation", "enrollment"),
    ("arm_access", "enrollment"),
    ("contamination", "enrollment"),
    ("leadership_report", "job"),
    ("shared_file", "job"),
}
"""What stays and refers to what goes: rows of certificates stay with them, cohorts of studies do
not go at all, and jobs of programs are of no cohort."""
DONE_THERE = {
    *("application_answer", "imported_person", "unit_opening"),
    *("reading_done", "reading_place", "reflection", "reflection_draft", "reflection_star"),
    *("check_answer", "attestation", "attendance", "attendance_alias", "check_in"),
    *("breakout_place", "breakout_wish", "excuse", "make_up", "make_up_draft", "make_up_request"),
    *("survey_invitation", "pseudonym", "reminded", "disclosure_read"),
    *("reporting_permission", "reporting_row"),
}
"""What refers to a place that stays, and goes: what was asked, done and told in it, which is what
the years are for. The place is what it was without them."""
ONE_EACH = {("reporting_activity", "cohort"), ("zoom_reading", "case_session")}
"""Of what refers to something that always stays, at most one row each, which could end it: the
number of the activity at the accreditor and what was read from a meeting end nothing."""


def test_every_table_is_in_the_registry() -> None:
    assert set(TABLES) == set(metadata.tables)
    assert len(GOING) >= 60


@pytest.mark.parametrize("name", GOING)
def test_what_goes_hangs_on_a_cohort_by_its_column(name: str) -> None:
    seen = [name]
    while seen[-1] != "cohort":
        fate = TABLES[seen[-1]]
        column = metadata.tables[seen[-1]].c[fate.by]
        above = [key.column.table.name for key in column.foreign_keys]
        seen.append(above[0] if above else "cohort")
        assert len(seen) <= 5, seen
    assert len(seen) >= 2


def test_nothing_that_stays_stands_on_what_goes_unless_it_is_known() -> None:
    found = {
        (name, key.column.table.name)
        for name, fate in TABLES.items()
        if isinstance(fate, Keeps)
        for column in metadata.tables[name].columns
        for key in column.foreign_keys
        if isinstance(TABLES[key.column.table.name], Goes)
    }
    assert found == STANDS_ON


def _of_none(session: Session, name: str) -> int:
    if name not in OF_NO_COHORT:
        return 0
    table = metadata.tables[name]
    of = table.c[OF_NO_COHORT[name]]
    elsewhere = or_(of.is_(None), of.not_in(select(col(Cohort.id))))
    return session.scalar(select(func.count()).select_from(table).where(elsewhere)) or 0


def _kept(session: Session, name: str) -> int:
    if name not in KEPT_WITH_PLACE:
        return 0
    stays = select(func.count()).select_from(metadata.tables[name]).where(of_kept_places(name))
    return session.scalar(stays) or 0


def _goes(name: str) -> bool:
    return isinstance(TABLES[name], Goes) and name not in KEPT_WITH_PLACE


def _references() -> Iterator[tuple[Column[Any], Column[Any]]]:
    """Each column that refers to another one, and that one."""
    for table in metadata.tables.values():
        for column in table.columns:
            for key in column.foreign_keys:
                yield column, key.column


def test_with_a_place_stays_all_that_ends_or_changes_what_stays() -> None:
    found = {
        column.table.name
        for column, above in _references()
        if above.table.name in KEPT_WITH_PLACE and _goes(column.table.name)
    }
    assert found == DONE_THERE


def test_nothing_of_which_there_is_one_each_goes_from_what_always_stays() -> None:
    found = {
        (column.table.name, above.table.name)
        for column, above in _references()
        if isinstance(TABLES[above.table.name], Keeps)
        and _goes(column.table.name)
        and _is_one_each(column)
    }
    assert found == ONE_EACH


def _is_one_each(column: Column[Any]) -> bool:
    table: Any = column.table
    alone = [list(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)]
    return [column] in [list(table.primary_key.columns), *alone] or bool(column.unique)


def _check(session: Session) -> set[str]:
    """Every row is due with one cohort or stays; of which tables some are due."""
    cohorts = session.scalars(select(col(Cohort.id))).all()
    filled = set()
    for name in GOING:
        table = metadata.tables[name]
        count = select(func.count()).select_from(table)
        due = sum(
            session.scalar(count.where(*rows_of(name, cohort_id))) or 0 for cohort_id in cohorts
        )
        others = due + _of_none(session, name) + _kept(session, name)
        if name != "task":  # of jobs, and of many other things
            assert others == session.scalar(count), name
        if due:
            filled.add(name)
    return filled


def _dangling(session: Session) -> set[tuple[str, str]]:
    """What would refer to nothing if the records of one cohort went, whichever one that is."""
    cohorts = session.scalars(select(col(Cohort.id))).all()
    found = set()
    for column, above in _references():
        name, over = column.table.name, above.table.name
        if (name, over) in STANDS_ON - {("certificate", "enrollment"), ("certificate", "claim")}:
            continue
        if not isinstance(TABLES[over], Goes):
            continue
        for cohort_id in cohorts:
            gone = select(above).where(*rows_of(over, cohort_id))
            held = select(func.count()).select_from(column.table).where(column.in_(gone))
            if isinstance(TABLES[name], Goes):
                held = held.where(not_(and_(*rows_of(name, cohort_id))))
            if session.scalar(held):
                found.add((name, over))
    return found


@pytest.mark.usefixtures("objects")
def test_each_row_is_due_with_one_cohort_or_stays(session: Session) -> None:
    assert _check(session) >= FILLED
    assert _dangling(session) == set()


def test_each_record_is_due_with_one_cohort_or_stays(
    session: Session, cast: Cast, now: datetime
) -> None:
    fill(session, cast, now)
    assert _check(session) >= RECORDS
    assert _dangling(session) == set()


def _due(session: Session, cohort: Cohort) -> Mapping[str, int]:
    found = {}
    for name in KEPT_WITH_PLACE:
        count = select(func.count()).select_from(metadata.tables[name])
        found[name] = session.scalar(count.where(*rows_of(name, cohort.id))) or 0
    return {name: count for name, count in found.items() if count}


def test_a_claim_that_was_taken_back_stays_so_with_its_place(
    session: Session, cast: Cast, now: datetime
) -> None:
    make_claim(session, cast)
    claim = session.scalars(select(Claim)).one()
    session.add(ClaimWithdrawal(claim_id=claim.id, withdrawn_at=now, by=claim.by))
    session.flush()
    due = _due(session, cast.spring)
    assert due["claim"] == due["claim_withdrawal"] == due["claim_extension"] == 1
    issue_certificate(session, cast.enrollment("ben"))
    assert _due(session, cast.spring) == {}


def test_a_place_that_a_transfer_names_stays_on_both_sides(
    session: Session, cast: Cast, now: datetime
) -> None:
    assert _due(session, cast.spring) == {"enrollment": 1, "enrollment_event": 1}
    before = _due(session, cast.fall)
    transfer(
        session, cast.enrollment("ben"), cast.fall, reason="Moved.", by=cast.id("cora"), now=now
    )
    assert _due(session, cast.spring) == {}
    assert _due(session, cast.fall) == before
    assert _dangling(session) == set()
