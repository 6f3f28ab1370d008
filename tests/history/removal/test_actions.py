"""What was announced goes whole and alone; the history tells it from what somebody removed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete as delete_rows
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate, CertificateFile
from app.cohorts.enrollments.actions import enroll
from app.cohorts.models import Cohort, Enrollment
from app.core import jobs, outbox, queue
from app.core.agreement import Disagreement, Problem
from app.core.chains import first_bad_line
from app.core.errors import RefusedError
from app.core.models import AuditLine
from app.history.agreement.queries import all_disagreements
from app.history.removal import queries
from app.history.removal.actions import delete_records
from app.history.retention.actions import end_hold, place_hold, set_policy
from app.history.retention.counts.queries import rows_of
from app.history.retention.deletion import rules
from app.history.retention.deletion.actions import call_off_for_study, call_off_restored
from app.history.retention.deletion.queries import unsent
from app.history.retention.enums import Cause, RetentionState
from app.history.retention.models import Deletion, DeletionCallOff
from app.history.retention.rules import DELETED, retained
from app.history.retention.tables import TABLES, Goes, is_counted
from app.language.reasons import Reason, reason
from app.models import metadata
from app.people.models import RoleGrant
from app.studies.models import ProjectCohort
from tests.cast import NOW, Cast
from tests.core import filled
from tests.credit.claims import claim_for
from tests.history.retention.announced import (
    GOES_FROM,
    LATER,
    THEN,
    announce_it,
    finish_work,
    here,
    kept,
)
from tests.issued import issue_certificate
from tests.studies.projects_of import make_project
from tests.tampering import drop_guards

SPRING = "spring-2026"
DONE_ELSEWHERE = reason("test.done_elsewhere", "Done elsewhere.")


def delete(session: Session, slug: str = SPRING, now: datetime = LATER) -> Deletion:
    return delete_records(session, here(session, slug), now=now)


def why_not(session: Session, slug: str = SPRING, now: datetime = LATER) -> Reason | None:
    before = counts(session)
    with pytest.raises(RefusedError) as refused, session.begin_nested():
        delete(session, slug, now)
    assert counts(session) == before
    return refused.value.reason


def counts(session: Session) -> Mapping[str, int]:
    return {
        name: session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in metadata.tables.items()
    }


def due(session: Session, cohort: Cohort) -> int:
    return sum(
        session.scalar(select(func.count()).select_from(table).where(*rows_of(name, cohort.id)))
        or 0
        for name, table in metadata.tables.items()
        if isinstance(TABLES[name], Goes)
    )


def guards(session: Session) -> set[tuple[Any, ...]]:
    """Every trigger, what fires it and when, and who may do what to which table."""
    if session.get_bind().dialect.name == "sqlite":
        asked = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type IN ('trigger', 'index')"
        return set(map(tuple, session.execute(text(asked))))
    triggers = "SELECT tgname, tgrelid, tgenabled, tgtype FROM pg_trigger"
    grants = "SELECT relname, relacl::text, relowner FROM pg_class WHERE relnamespace = 2200"
    return {tuple(row) for asked in (triggers, grants) for row in session.execute(text(asked))}


def astray(session: Session) -> list[Disagreement]:
    session.expire_all()
    return list(all_disagreements(session))


@pytest.fixture
def claimed(session: Session, cast: Cast) -> Session:
    """Ben has claimed, and nobody has issued."""
    claim_for(session, cast, "ben", 20, NOW)
    session.flush()
    return session


def test_what_was_announced_goes_and_the_history_holds(claimed: Session, cast: Cast) -> None:
    session = claimed
    announce_it(session, cast)
    assert due(session, cast.spring) > 20
    others = due(session, cast.fall)
    before, closed = counts(session), guards(session)
    done = delete(session)
    after = counts(session)
    went = {name: before[name] - after[name] for name in before if before[name] > after[name]}
    assert went == done.numbers
    assert went["attestation"] == 4
    assert went["claim"] == went["enrollment"] == 1
    assert {name for name in before if after[name] > before[name]} == {"audit_line", "deletion"}
    assert due(session, cast.spring) == 0
    assert due(session, cast.fall) == others
    assert (done.people, done.certificates) == (1, 0)
    assert guards(session) == closed
    assert astray(session) == []
    assert first_bad_line(session) is None
    state = retained(kept(session), 7, LATER).state
    assert state is RetentionState.DELETED


def test_line_says_how_much_went_and_covers_its_records(claimed: Session, cast: Cast) -> None:
    session = claimed
    announced = announce_it(session, cast)
    done = delete(session)
    line = session.scalars(select(AuditLine).where(col(AuditLine.act) == "deletion.done")).one()
    assert line.object_id == str(cast.spring.id)
    assert line.facts["announcement"] == str(announced.id)
    assert line.facts["records"] == sum(done.numbers.values())
    covered = list(rules.numbers_in(done.lines))
    lines = session.scalars(select(AuditLine).where(col(AuditLine.id).in_(covered))).all()
    acts = {each.act for each in lines}
    assert {"attestation.signed", "claim.made", "attendance.saved", "enrollment.enrolled"} <= acts
    assert max(covered) < (line.id or 0)


def test_place_with_a_certificate_stays_with_its_claim(session: Session, cast: Cast) -> None:
    issued = issue_certificate(session, cast.enrollment("ben"))
    session.flush()
    announce_it(session, cast)
    done = delete(session)
    assert done.certificates == 1
    assert session.get(Enrollment, issued.enrollment_id) is not None
    assert len(session.scalars(select(CertificateFile)).all()) == 1
    assert "enrollment" not in done.numbers
    assert "claim" not in done.numbers
    assert done.numbers["attestation"] == 4
    assert astray(session) == []


@pytest.mark.parametrize("slug", [SPRING, "fall-2026"])
def test_with_a_row_of_every_record_nothing_of_others_goes(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    for kept_by_studies in ("study", "trial"):
        monkeypatch.setattr(filled, kept_by_studies, lambda *_: None)
    filled.fill(session, cast, NOW)
    years = timedelta(days=366 * 4)  # the policy that was filled in asks for two more
    announce_it(session, cast, slug, goes_from=GOES_FROM + years, now=THEN + years)
    monkeypatch.setattr(queries, "agreement_of", lambda *_: queries.Agreement({}, [], []))
    cohorts = session.scalars(select(Cohort)).all()
    others = {each.slug: due(session, each) for each in cohorts if each.slug != slug}
    before, closed = counts(session), guards(session)
    stays = [name for name, fate in TABLES.items() if not isinstance(fate, Goes)]
    done = delete(session, slug, LATER + years)
    after = counts(session)
    assert due(session, cast.cohort(slug)) == 0
    assert {each.slug: due(session, each) for each in cohorts if each.slug != slug} == others
    grown = {name: after[name] - before[name] for name in stays if after[name] != before[name]}
    assert grown == {"audit_line": 1, "deletion": 1}
    assert sum(done.numbers.values()) > 25
    assert guards(session) == closed
    assert session.scalars(select(Certificate)).all()


def test_nothing_goes_where_anything_fails_on_the_way(claimed: Session, cast: Cast) -> None:
    session = claimed
    announce_it(session, cast)
    closed, before = guards(session), counts(session)
    reached = 0
    while goes_wrong(session, reached):
        assert counts(session) == before
        reached += 1
    assert reached > len(queries.going_tables()) - 5
    assert guards(session) == closed
    assert astray(session) == []
    assert due(session, cast.spring) == 0


def goes_wrong(session: Session, number: int) -> bool:
    """Whether a deletion has as many writes that it can fail after so many; else it is done."""
    try:
        with interrupted(session, number), session.begin_nested():
            delete(session)
    except Interrupted:
        return True
    return False


class Interrupted(Exception):  # noqa: N818 - no error of ours
    """Something went wrong, whatever it is."""


@contextmanager
def interrupted(session: Session, number: int) -> Iterator[None]:
    """Nothing goes on after so many writes."""
    left = [number]

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("DELETE", "INSERT")):
            left[0] -= 1
            if left[0] < 0:
                raise Interrupted

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", count)


def test_what_was_not_announced_or_waited_for_stays(claimed: Session, cast: Cast) -> None:
    session = claimed
    finish_work(session)
    assert why_not(session) == rules.NOT_ANNOUNCED
    announce_it(session, cast)
    assert why_not(session, now=THEN) == rules.NOT_YET(day=GOES_FROM)
    assert why_not(session, "fall-2026") == rules.NOT_ANNOUNCED
    delete(session)
    assert why_not(session) == rules.GONE


def test_what_is_held_or_studied_stays(claimed: Session, cast: Cast) -> None:
    session, by = claimed, cast.id("abe")
    announce_it(session, cast)
    place_hold(session, cast.spring.id, "A court asks.", by=by, now=THEN)
    assert why_not(session) == rules.HELD
    assert session.scalars(select(col(DeletionCallOff.cause))).one() is Cause.HELD
    end_hold(session, cast.spring.id, "It is over.", by=by, now=THEN)
    assert why_not(session) == rules.NOT_ANNOUNCED
    announce_it(session, cast)
    project = make_project(session, cast)
    session.add(ProjectCohort(project_id=project.id, cohort_id=cast.spring.id))
    session.flush()
    assert why_not(session) == rules.STUDIED
    assert astray(session) == []


def test_longer_policy_keeps_what_was_announced(claimed: Session, cast: Cast) -> None:
    session, by = claimed, cast.id("abe")
    announce_it(session, cast)
    announce_it(session, cast, "fall-2026")
    set_policy(session, 8, "A year more.", by=by, now=THEN)
    assert session.scalars(select(DeletionCallOff)).all() == []
    set_policy(session, 9, "Accreditors ask.", by=by, now=THEN)
    found = session.scalars(select(DeletionCallOff)).all()
    assert [(own.cause, own.reason) for own in found] == [(Cause.POLICY, "Accreditors ask.")] * 2
    set_policy(session, 7, "As before.", by=by, now=THEN)
    assert why_not(session) == rules.NOT_ANNOUNCED
    assert astray(session) == []


def open_task(session: Session, cast: Cast, *, now: datetime) -> None:
    """A job of the cohort with a task that nobody has done."""
    job = jobs.start(
        session, "test", DONE_ELSEWHERE, "/", scope_id=cast.spring.id, by=None, now=now
    )
    queue.enqueue(session, "test", key=str(now), payload={}, now=now, job=job)
    session.flush()


def test_nothing_goes_while_something_is_under_way(claimed: Session, cast: Cast) -> None:
    session = claimed
    announce_it(session, cast)
    open_task(session, cast, now=THEN + timedelta(days=1))
    assert why_not(session) == rules.AT_WORK(count=1)
    finish_work(session)
    assert delete(session).numbers["task"] == 1


def test_what_was_given_up_before_and_letters_keep_nothing(claimed: Session, cast: Cast) -> None:
    session = claimed
    announce_it(session, cast)
    open_task(session, cast, now=THEN - timedelta(days=1))
    letter = outbox.post(
        session, kind="test", key="k", person_id=cast.id("ben"), facts={}, now=THEN
    )
    letter.cohort_id = cast.spring.id
    session.flush()
    assert unsent(session, cast.spring.id) == 1
    went = delete(session).numbers
    assert (went["task"], went["outbox_message"] > 0) == (1, True)
    assert not queue.is_due(session, [outbox.DELIVER], now=LATER), "nobody looks for it"


def tampered(session: Session, statement: str) -> None:
    drop_guards(session)
    session.execute(text(statement))
    session.flush()


def test_what_somebody_removed_before_stays_named(claimed: Session, cast: Cast) -> None:
    session = claimed
    announce_it(session, cast)
    tampered(session, "DELETE FROM claim")
    named = astray(session)
    assert [(each.kind, each.problem) for each in named] == [("claim", Problem.GONE)]
    delete(session)
    assert astray(session) == named


def test_what_somebody_changed_before_does_not_go(claimed: Session, cast: Cast) -> None:
    session = claimed
    announce_it(session, cast)
    tampered(session, "UPDATE claim SET quarters = 24")
    assert why_not(session) == rules.ASTRAY(count=1)


def test_what_somebody_removes_elsewhere_or_later_is_named(claimed: Session, cast: Cast) -> None:
    session = claimed
    announce_it(session, cast)
    delete(session)
    cast.spring.closes_at = LATER + timedelta(days=99)
    place = enroll(session, cast.spring, cast.id("nan"), by=None, now=LATER)
    session.flush()
    assert astray(session) == []
    tampered(
        session, f"DELETE FROM enrollment_event WHERE enrollment_id = '{_hex(session, place)}'"
    )
    (named,) = astray(session)
    assert (named.kind, named.problem) == ("event of a place", Problem.GONE)
    session.execute(text("DELETE FROM enrollment_event"))
    assert len(astray(session)) > 1


def _hex(session: Session, place: Enrollment) -> str:
    return place.id.hex if session.get_bind().dialect.name == "sqlite" else str(place.id)


def test_deletion_that_nobody_did_covers_nothing(claimed: Session, cast: Cast) -> None:
    """A row without a line, a line without its row, and a row that says more than its line."""
    session = claimed
    announce_it(session, cast)
    announce_it(session, cast, "fall-2026")
    delete(session)
    tampered(session, "UPDATE deletion SET lines = lines || ',1-999'")
    kinds = {(each.kind, each.problem) for each in astray(session)}
    assert ("deletion", Problem.ALTERED) in kinds
    assert ("claim", Problem.GONE) in kinds
    session.execute(text("DELETE FROM deletion"))
    kinds = {(each.kind, each.problem) for each in astray(session)}
    assert ("deletion", Problem.GONE) in kinds
    assert ("attestation", Problem.GONE) in kinds


def test_deletion_without_its_line_is_named(claimed: Session, cast: Cast) -> None:
    session = claimed
    announced = announce_it(session, cast)
    session.add(filled.gone(announced, "1-999"))
    session.flush()
    tampered(session, "DELETE FROM claim")
    kinds = {(each.kind, each.problem) for each in astray(session)}
    assert kinds == {("deletion", Problem.UNTOLD), ("claim", Problem.GONE)}


def test_of_answers_nobody_is_told_how_many_went(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "agreement_of", lambda *_: queries.Agreement({}, [], []))
    filled.answer(session, cast)
    session.flush()
    gone = [name for name, goes in TABLES.items() if isinstance(goes, Goes)]
    uncounted = [name for name in gone if not is_counted(name)]
    before = counts(session)
    for slug in (SPRING, "fall-2026"):
        announce_it(session, cast, slug)
        assert not set(delete(session, slug).numbers) & set(uncounted)
    after = counts(session)
    assert sum(before[name] - after[name] for name in uncounted) > 0


def test_study_that_took_the_cohort_calls_it_off_for_good(claimed: Session, cast: Cast) -> None:
    session, by = claimed, cast.id("cora")
    announce_it(session, cast)
    project = make_project(session, cast)
    taken = ProjectCohort(project_id=project.id, cohort_id=cast.spring.id)
    session.add(taken)
    call_off_for_study(session, [cast.spring.id, cast.fall.id], by=by, now=THEN)
    assert session.scalars(select(col(DeletionCallOff.cause))).one() is Cause.STUDIED
    session.delete(taken)
    session.flush()
    assert why_not(session) == rules.NOT_ANNOUNCED
    assert astray(session) == []


def test_announcement_from_before_the_last_day_moved_on_counts_no_more(
    claimed: Session, cast: Cast
) -> None:
    session = claimed
    announce_it(session, cast)
    cast.spring.closes_at = datetime(2036, 12, 1, tzinfo=UTC)
    session.flush()
    assert why_not(session) == rules.NOT_DUE
    much_later = datetime(2044, 3, 1, tzinfo=UTC)
    assert retained(kept(session), 7, much_later).state is RetentionState.DUE
    assert why_not(session, now=much_later) == rules.NOT_ANNOUNCED
    announce_it(session, cast, goes_from=date(2044, 4, 1), now=much_later)
    assert session.scalars(select(col(DeletionCallOff.cause))).one() is Cause.OUTDATED
    delete(session, now=datetime(2044, 4, 2, tzinfo=UTC))
    assert astray(session) == []


def test_restored_backup_calls_all_of_them_off(claimed: Session, cast: Cast) -> None:
    session = claimed
    announce_it(session, cast)
    announce_it(session, cast, "fall-2026")
    assert call_off_restored(session, now=LATER) == 2
    assert call_off_restored(session, now=LATER) == 0
    ended = session.scalars(select(DeletionCallOff)).all()
    assert {(own.cause, own.by) for own in ended} == {(Cause.RESTORED, None)}
    assert why_not(session) == rules.NOT_ANNOUNCED
    assert astray(session) == []


def test_what_is_deleted_is_not_held(claimed: Session, cast: Cast) -> None:
    session = claimed
    announce_it(session, cast)
    delete(session)
    with pytest.raises(RefusedError) as refused:
        place_hold(session, cast.spring.id, "A court asks.", by=cast.id("abe"), now=LATER)
    assert refused.value.reason == DELETED


def test_line_of_an_announcement_names_who_was_told(claimed: Session, cast: Cast) -> None:
    session = claimed
    announce_it(session, cast)
    told = select(AuditLine).where(col(AuditLine.act) == "deletion.announced")
    line = session.scalars(told).one()
    assert set(line.facts["told"]) == {str(cast.id("cora")), str(cast.id("opal"))}


def test_nothing_is_announced_where_nobody_would_learn_of_it(claimed: Session, cast: Cast) -> None:
    session = claimed
    session.execute(delete_rows(RoleGrant))
    session.expire_all()
    with pytest.raises(RefusedError) as refused:
        announce_it(session, cast)
    assert refused.value.reason == rules.NOBODY_TOLD
