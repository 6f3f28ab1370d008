"""Threads: nothing is rewritten, and no words of a post stand in the history."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.rules import LEFT
from app.cohorts.rules import ARCHIVED, CLOSED, WHY
from app.core.errors import RefusedError
from app.core.models import AuditLine
from app.language.reasons import Reason
from app.learning.rules import NOT_OPEN
from app.learning.threads import actions, rules
from app.learning.threads.enums import PostEndKind
from app.learning.threads.queries import (
    PostRow,
    post_in,
    reading_of,
    thread_posts,
    versions_of,
)
from app.learning.threads.reports import actions as reports
from app.learning.threads.reports.queries import has_open_reports, reports_in
from app.people.rules import NOT_FOR_ONESELF
from tests.cast import NOW, Cast
from tests.learning.posting import answered, asked, place_of

SECRET = "My mentee cries in every meeting."


def rows(session: Session, cast: Cast, position: int = 2) -> list[PostRow]:
    unit = cast.unit("fall-2026", position)
    return thread_posts(session, cast.fall, unit.id, NOW, limit=100, offset=0)


def refused(act: Callable[[], object]) -> Reason:
    with pytest.raises(RefusedError) as error:
        act()
    return error.value.reason


def lines(session: Session) -> list[AuditLine]:
    said = select(AuditLine).where(col(AuditLine.act).startswith("thread."))
    return list(session.scalars(said.order_by(col(AuditLine.id))))


def test_question_with_the_newest_word_comes_first_and_answers_follow_theirs(
    session: Session, cast: Cast
) -> None:
    hour = timedelta(hours=1)
    first = asked(session, cast, "ada", "First?", NOW - 3 * hour)
    asked(session, cast, "nan", "Second?", NOW - 2 * hour)
    assert [post.text for post in rows(session, cast)] == ["Second?", "First?"]
    answered(session, cast, "fay", first, "Yes.", NOW - hour)
    answered(session, cast, "cora", first, "No.", NOW)
    found = rows(session, cast)
    assert [post.text for post in found] == ["First?", "Yes.", "No.", "Second?"]
    assert [(post.facilitates, post.coordinates) for post in found][1:3] == [
        (True, False),
        (False, True),
    ]


def test_change_is_another_version_and_the_same_words_are_none(
    session: Session, cast: Cast
) -> None:
    post, place = asked(session, cast, "ada", "First"), place_of(session, cast, "ada")
    later = NOW + timedelta(minutes=5)
    for text in ("Second", "Second"):
        actions.edit(session, place, post.id, text, by=cast.id("ada"), now=later)
    (row,) = rows(session, cast)
    assert (row.text, row.edition, row.written_at, row.posted_at) == ("Second", 2, later, NOW)
    assert [version.text for version in versions_of(session, post.id)] == ["Second", "First"]
    by = cast.id("fay")
    other = place_of(session, cast, "fay")
    assert refused(lambda: actions.edit(session, other, post.id, "x", by=by, now=NOW)) == (
        rules.NOT_YOURS
    )


def test_deleted_and_removed_posts_leave_a_trace_and_their_versions(
    session: Session, cast: Cast
) -> None:
    own, removed = asked(session, cast, "ada", SECRET), asked(session, cast, "nan", SECRET)
    ada, fay = place_of(session, cast, "ada"), place_of(session, cast, "fay")
    actions.delete_post(session, ada, own.id, by=cast.id("ada"), now=NOW)
    reports.remove(session, fay, removed.id, "It names a mentee.", by=cast.id("fay"), now=NOW)
    ended = {row.id: (row.end, row.end_reason) for row in rows(session, cast)}
    assert ended == {
        own.id: (PostEndKind.DELETED, ""),
        removed.id: (PostEndKind.REMOVED, "It names a mentee."),
    }
    assert [version.text for version in versions_of(session, own.id)] == [SECRET]
    by = cast.id("ada")
    for act in (
        lambda: actions.edit(session, ada, own.id, "x", by=by, now=NOW),
        lambda: actions.answer(session, ada, removed.id, "x", by=by, now=NOW),
        lambda: reports.report(session, ada, removed.id, "x", by=by, now=NOW),
    ):
        assert refused(act) == rules.ENDED


def test_history_names_posts_by_id_and_never_says_what_they_say(
    session: Session, cast: Cast
) -> None:
    post, ada = asked(session, cast, "ada", SECRET), place_of(session, cast, "ada")
    answered(session, cast, "nan", post, SECRET)
    actions.edit(session, ada, post.id, f"{SECRET}!", by=cast.id("ada"), now=NOW)
    nan = place_of(session, cast, "nan")
    reports.report(session, nan, post.id, SECRET, by=cast.id("nan"), now=NOW)
    actions.delete_post(session, ada, post.id, by=cast.id("ada"), now=NOW)
    said = lines(session)
    assert [line.act.partition(".")[2] for line in said] == [
        *("asked", "answered", "edited", "reported", "deleted")
    ]
    assert all(line.facts["unit"] == 2 for line in said)
    assert "cries" not in json.dumps([[line.facts, line.reason] for line in said])


def test_answer_to_an_answer_is_refused(session: Session, cast: Cast) -> None:
    answer = answered(session, cast, "nan", asked(session, cast, "ada"))
    assert refused(lambda: answered(session, cast, "ada", answer)) == rules.NOT_A_QUESTION


def test_locked_unit_has_no_thread_and_who_teaches_waits_for_its_opening(
    session: Session, cast: Cast
) -> None:
    ada = place_of(session, cast, "ada", position=4)
    fay = place_of(session, cast, "fay", position=4)
    assert (rules.exists_for(ada, NOW), rules.exists_for(fay, NOW)) == (False, True)
    by = cast.id("fay")
    assert refused(lambda: actions.ask(session, fay, "x", by=by, now=NOW)) == NOT_OPEN


def test_closed_cohort_is_read_only_but_for_what_hurts_and_archived_stays_as_it_is(
    session: Session, cast: Cast
) -> None:
    post = asked(session, cast, "ada")
    cast.fall.closes_at = NOW
    session.flush()
    ada, nan, fay = (place_of(session, cast, name) for name in ("ada", "nan", "fay"))
    by = cast.id("ada")
    assert refused(lambda: asked(session, cast, "ada")) == CLOSED
    assert refused(lambda: actions.edit(session, ada, post.id, "x", by=by, now=NOW)) == CLOSED
    assert refused(lambda: actions.delete_post(session, ada, post.id, by=by, now=NOW)) == CLOSED
    reports.report(session, nan, post.id, "It hurts.", by=cast.id("nan"), now=NOW)
    cast.fall.archived_at = NOW
    session.flush()
    by = cast.id("fay")
    assert refused(lambda: reports.remove(session, fay, post.id, "x", by=by, now=NOW)) == ARCHIVED


def test_who_left_writes_nothing_and_what_they_wrote_stays_with_their_name(
    session: Session, cast: Cast
) -> None:
    place = place_of(session, cast, "ada")
    asked(session, cast, "ada", "Still here?")
    cast.withdraw("ada")
    by = cast.id("ada")
    assert refused(lambda: actions.ask(session, place, "x", by=by, now=NOW)) == LEFT
    (row,) = rows(session, cast)
    assert (row.author, row.text) == ("Ada Alvarez, MD", "Still here?")


def test_switched_off_threads_come_back_with_all_that_was_written(
    session: Session, cast: Cast
) -> None:
    asked(session, cast, "ada")
    for on in (False, False, True):
        actions.switch_threads(session, cast.fall, on=on, by=cast.id("cora"), now=NOW)
        place = place_of(session, cast, "ada")
        assert rules.exists_for(place, NOW) == on
        if not on:
            assert refused(lambda: asked(session, cast, "ada")) == rules.SWITCHED_OFF
    assert len(rows(session, cast)) == 1
    switched = select(AuditLine).where(col(AuditLine.act) == "cohort.threads_switched")
    assert [line.facts["threads"] for line in session.scalars(switched)] == [False, True]


def test_report_waits_until_somebody_else_settles_it(session: Session, cast: Cast) -> None:
    post, other = asked(session, cast, "fay"), asked(session, cast, "nan")
    ada, fay, cora = (place_of(session, cast, name) for name in ("ada", "fay", "cora"))
    assert not has_open_reports(session, cast.fall.id)
    by = cast.id("ada")
    assert refused(lambda: reports.report(session, ada, post.id, " ", by=by, now=NOW)) == WHY
    for reported in (post, other):
        reports.report(session, ada, reported.id, "Look.", by=by, now=NOW)
    twice = refused(lambda: reports.report(session, ada, post.id, "x", by=by, now=NOW))
    assert twice == rules.REPORTED
    (about_fay,) = [
        row
        for row in reports_in(session, cast.fall.id, limit=9, offset=0)
        if row.post_id == post.id
    ]
    by = cast.id("fay")
    own = refused(lambda: reports.leave(session, fay, about_fay.id, "x", by=by, now=NOW))
    assert own == NOT_FOR_ONESELF
    reports.leave(session, cora, about_fay.id, "It is kind.", by=cast.id("cora"), now=NOW)
    assert has_open_reports(session, cast.fall.id)
    reports.remove(session, fay, other.id, "It is not.", by=by, now=NOW)
    assert not has_open_reports(session, cast.fall.id)
    settled = reports_in(session, cast.fall.id, limit=9, offset=0)
    assert {(row.removed, row.note) for row in settled} == {
        (False, "It is kind."),
        (True, "It is not."),
    }
    by = cast.id("cora")
    again = refused(lambda: reports.leave(session, cora, about_fay.id, "x", by=by, now=NOW))
    assert again == rules.SETTLED


def test_read_mark_never_goes_back_nor_ahead_of_the_clock(session: Session, cast: Cast) -> None:
    unit, ada = cast.unit("fall-2026", 2).id, cast.id("ada")
    minute = timedelta(minutes=1)
    for until, kept in ((NOW, NOW), (NOW - minute, NOW), (NOW + 9 * minute, NOW + minute)):
        actions.note_read(session, unit, ada, until, now=NOW + minute)
        session.expire_all()
        assert reading_of(session, unit, ada).read_at == kept
    for muted in (True, True, False):
        actions.mute(session, unit, ada, muted=muted, now=NOW)
        assert (reading_of(session, unit, ada).muted_at is not None) == muted


def test_post_is_found_in_its_own_thread_only(session: Session, cast: Cast) -> None:
    post = asked(session, cast, "ada")
    other = cast.unit("fall-2026", 1)
    assert post_in(session, cast.fall, other.id, post.id, NOW) is None
    assert post_in(session, cast.spring, cast.unit("fall-2026", 2).id, post.id, NOW) is None
