"""Every table is in the registry, and what is due with a cohort is of that cohort alone."""

import pytest
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate
from app.cohorts.models import Cohort
from app.history.retention.counts.queries import rows_of
from app.history.retention.tables import KEPT_WITH_CERTIFICATE, TABLES, Goes, Keeps
from app.models import metadata

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


def _certified(session: Session, name: str) -> int:
    if name not in KEPT_WITH_CERTIFICATE:
        return 0
    table = metadata.tables[name]
    stays = table.c[KEPT_WITH_CERTIFICATE[name]].in_(select(col(Certificate.enrollment_id)))
    return session.scalar(select(func.count()).select_from(table).where(stays)) or 0


@pytest.mark.usefixtures("objects")
def test_each_row_is_due_with_one_cohort_or_stays(session: Session) -> None:
    cohorts = session.scalars(select(col(Cohort.id))).all()
    filled = set()
    for name in GOING:
        table = metadata.tables[name]
        count = select(func.count()).select_from(table)
        due = sum(
            session.scalar(count.where(*rows_of(name, cohort_id))) or 0 for cohort_id in cohorts
        )
        others = due + _of_none(session, name) + _certified(session, name)
        if name != "task":  # of jobs, and of many other things
            assert others == session.scalar(count), name
        if due:
            filled.add(name)
    assert filled >= FILLED
