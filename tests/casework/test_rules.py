from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework import rules
from app.casework.certified.rules import Relied
from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.rules import Mark, Submitted
from app.casework.saves.rules import Adjusted, Amendment, fingerprint, plan_save, why_not_amend
from app.cohorts.rules import WHY

Status = AttendanceStatus
STARTS = datetime(2026, 11, 12, 19, 0, tzinfo=UTC)
ONE, TWO = uuid4(), uuid4()

statuses = st.sampled_from(Status)
offered = st.sampled_from((*rules.OFFERED, Status.NOT_RECORDED))
marks = st.builds(
    Mark,
    statuses,
    st.integers(1, 9),
    st.sampled_from(AttendanceSource),
    st.none(),
    made_up=st.booleans(),
) | st.just(Mark())
everybody = [uuid4() for _ in range(6)]


def test_a_session_that_has_not_begun_cannot_be_recorded() -> None:
    reason = rules.why_not_record(STARTS, STARTS - timedelta(seconds=1))
    assert reason == rules.NOT_BEGUN


def test_a_session_can_be_recorded_from_its_start() -> None:
    assert rules.why_not_record(STARTS, STARTS) is None


def test_a_canceled_session_cannot_be_recorded() -> None:
    reason = rules.why_not_record(STARTS, STARTS + timedelta(days=1), canceled=True)
    assert reason == rules.CANCELED


def test_who_enrolled_after_the_session_began_is_not_expected() -> None:
    assert rules.is_expected(STARTS, STARTS)
    assert not rules.is_expected(STARTS + timedelta(seconds=1), STARTS)


def test_the_first_mark_is_inserted() -> None:
    plan = plan_save({ONE: Mark()}, {ONE: Submitted(Status.PRESENT)})
    assert plan.inserts == {ONE: Status.PRESENT}
    assert not plan.updates


def test_a_changed_mark_is_updated() -> None:
    stored = Mark(Status.PRESENT, 1, AttendanceSource.MANUAL)
    plan = plan_save({ONE: stored}, {ONE: Submitted(Status.LATE, stored)})
    assert plan.updates == {ONE: Status.LATE}


def test_a_mark_can_be_cleared() -> None:
    stored = Mark(Status.PRESENT, 1, AttendanceSource.MANUAL)
    plan = plan_save({ONE: stored}, {ONE: Submitted(Status.NOT_RECORDED, stored)})
    assert plan.updates == {ONE: Status.NOT_RECORDED}


def test_a_mark_that_was_shown_and_not_touched_never_conflicts() -> None:
    seen = Mark(Status.PRESENT, 1, AttendanceSource.MANUAL)
    stored = Mark(Status.LATE, 2, AttendanceSource.MANUAL)
    plan = plan_save({ONE: stored}, {ONE: Submitted(Status.PRESENT, seen)})
    assert plan.unchanged == [ONE]


def test_two_windows_that_want_the_same_do_not_conflict() -> None:
    stored = Mark(Status.LATE, 1, AttendanceSource.MANUAL)
    plan = plan_save({ONE: stored}, {ONE: Submitted(Status.LATE)})
    assert plan.unchanged == [ONE]


def test_a_mark_changed_meanwhile_is_a_conflict() -> None:
    stored = Mark(Status.LATE, 1, AttendanceSource.MANUAL)
    plan = plan_save({ONE: stored}, {ONE: Submitted(Status.PRESENT)})
    assert plan.conflicts == [ONE]


def test_a_mark_changed_meanwhile_and_changed_back_is_no_conflict() -> None:
    seen = Mark(Status.LATE, 1, AttendanceSource.MANUAL)
    stored = Mark(Status.LATE, 3, AttendanceSource.MANUAL)
    plan = plan_save({ONE: stored}, {ONE: Submitted(Status.PRESENT, seen)})
    assert plan.updates == {ONE: Status.PRESENT}


@pytest.mark.parametrize("said", [" ", *sorted(rules.UNDO_REASONS), f" {rules.UNDO} "])
def test_nobody_amends_with_the_words_by_which_an_undo_is_known(said: str) -> None:
    """A make-up with these counts as the approved one before it."""
    one = Adjusted(ONE, TWO, Mark(), Mark(Status.ABSENT), Relied(later="Week 2"))
    seen = fingerprint([one])
    assert why_not_amend([one], Amendment(said, seen)) == WHY
    assert why_not_amend([one], Amendment("An undo of what Fay saved.", seen)) is None


def test_a_mark_for_somebody_outside_the_cohort_is_unknown() -> None:
    assert plan_save({ONE: Mark()}, {TWO: Submitted(Status.PRESENT)}).unknown == [TWO]


@pytest.mark.parametrize("missed", sorted(rules.MISSED))
def test_make_up_leaves_the_absence_as_it_is(missed: Status) -> None:
    before = Mark(missed, 3, AttendanceSource.IMPORT, 20)
    after = rules.marked(before, Status.MADE_UP)
    assert after == Mark(missed, 4, AttendanceSource.MANUAL, 20, made_up=True)
    assert after.shown is Status.MADE_UP


@pytest.mark.parametrize("status", [Status.NOT_RECORDED, Status.PRESENT, Status.LATE])
def test_what_was_not_missed_is_not_made_up(status: Status) -> None:
    stored = Mark(status, 1)
    assert rules.why_not_mark(stored, Status.MADE_UP, ended=True) == rules.NOT_MISSED


@pytest.mark.parametrize("status", Status)
def test_session_before_somebody_enrolled_is_made_up_beside_no_mark(status: Status) -> None:
    why = rules.why_not_mark(Mark(status), Status.MADE_UP, ended=True, expected=False)
    assert (why is None) == (status in {*rules.MISSED, Status.NOT_RECORDED})
    early = rules.why_not_mark(Mark(), Status.MADE_UP, ended=False, expected=False)
    assert early == rules.NOT_ENDED


@pytest.mark.parametrize("missed", sorted(rules.MISSED))
def test_what_was_missed_is_made_up_once_the_session_has_ended(missed: Status) -> None:
    stored = Mark(missed, 1)
    assert rules.why_not_mark(stored, Status.MADE_UP, ended=False) == rules.NOT_ENDED
    assert rules.why_not_mark(stored, Status.MADE_UP, ended=True) is None


@pytest.mark.parametrize("wanted", list(Status))
def test_minutes_go_with_being_there_and_end_somewhere(wanted: Status) -> None:
    stored = Mark(Status.ABSENT, 1)
    several = rules.why_not_mark(stored, wanted, 20, ended=True)
    assert (several is None) == (wanted in rules.WAS_THERE)
    if wanted in rules.WAS_THERE:
        assert rules.why_not_mark(stored, wanted, 0, ended=True) is None
        assert rules.why_not_mark(stored, wanted, 601, ended=True) == rules.NOT_SO_MANY(most=600)
    else:
        assert several == rules.MINUTES_OF_NOBODY


def test_other_minutes_are_a_change_and_meet_those_saved_meanwhile() -> None:
    stored = Mark(Status.PARTIAL, 1, AttendanceSource.MANUAL, 20)
    same = plan_save({ONE: stored}, {ONE: Submitted(Status.PARTIAL, stored, 20)})
    assert same.unchanged == [ONE]
    other = plan_save({ONE: stored}, {ONE: Submitted(Status.PARTIAL, stored, 25)})
    assert other.updates == {ONE: Status.PARTIAL}
    newer = Mark(Status.PARTIAL, 2, AttendanceSource.MANUAL, 30)
    stale = plan_save({ONE: newer}, {ONE: Submitted(Status.PARTIAL, stored, 25)})
    assert stale.conflicts == [ONE]


@given(marks, st.sampled_from([AttendanceSource.IMPORT, AttendanceSource.CHECK_IN]))
def test_what_somebody_said_by_hand_stays_whatever_comes_from_elsewhere(
    stored: Mark, source: AttendanceSource
) -> None:
    wish = Submitted(Status.PRESENT, stored, 45)
    plan = plan_save({ONE: stored}, {ONE: wish}, source)
    assert not stored.is_by_hand or ONE in {*plan.by_hand, *plan.unchanged}
    assert stored.is_by_hand or not plan.by_hand


@given(marks, st.booleans())
def test_row_offers_what_is_there_and_what_may_be_instead(stored: Mark, ended: bool) -> None:
    choices = set(rules.offered(stored, ended=ended))
    for status in set(Status) - {Status.NOT_RECORDED, stored.shown}:
        assert (status in choices) == (rules.why_not_mark(stored, status, ended=ended) is None)
    assert choices >= {stored.shown} - {Status.NOT_RECORDED}


def test_save_that_would_change_nothing_stored_is_never_in_the_way() -> None:
    """A make-up that stands is sent along with every save of the page."""
    stored = Mark(Status.ABSENT, 2, AttendanceSource.MANUAL, made_up=True)
    plan = plan_save({ONE: stored}, {ONE: Submitted(Status.MADE_UP, stored)})
    assert plan.changes == {}


@pytest.mark.parametrize("wanted", [status for status in Status if status is not Status.MADE_UP])
def test_any_other_mark_ends_the_make_up_and_drops_minutes(wanted: Status) -> None:
    before = Mark(Status.PARTIAL, 2, AttendanceSource.MANUAL, 20, made_up=True)
    after = rules.marked(before, wanted)
    assert after == Mark(wanted, 3, AttendanceSource.MANUAL)
    assert after.shown is wanted


def test_make_up_made_meanwhile_is_a_conflict() -> None:
    seen = Mark(Status.ABSENT, 1, AttendanceSource.MANUAL)
    stored = Mark(Status.ABSENT, 2, AttendanceSource.MANUAL, made_up=True)
    plan = plan_save({ONE: stored}, {ONE: Submitted(Status.PRESENT, seen)})
    assert plan.conflicts == [ONE]


def test_make_up_that_is_there_already_is_unchanged() -> None:
    stored = Mark(Status.ABSENT, 2, AttendanceSource.MANUAL, made_up=True)
    wish = Submitted(Status.MADE_UP, Mark(Status.ABSENT, 1))
    assert plan_save({ONE: stored}, {ONE: wish}).unchanged == [ONE]


@given(
    st.dictionaries(st.sampled_from(everybody), marks),
    st.dictionaries(st.sampled_from(everybody), st.builds(Submitted, offered, marks)),
)
def test_every_submitted_mark_has_exactly_one_fate(
    current: dict[UUID, Mark], submitted: dict[UUID, Submitted]
) -> None:
    plan = plan_save(current, submitted)
    fates = [*plan.inserts, *plan.updates, *plan.unchanged, *plan.conflicts, *plan.unknown]
    assert sorted(fates) == sorted(submitted)
    for key in (*plan.inserts, *plan.updates):
        assert submitted[key].status is not current[key].shown
        same = current[key].version == submitted[key].seen.version
        assert same or current[key].shown is submitted[key].seen.shown
    assert all(current[key].version == 0 for key in plan.inserts)


@pytest.mark.parametrize(
    ("status", "expected", "unmarked"),
    [
        (Status.NOT_RECORDED, True, True),
        (Status.NOT_RECORDED, False, False),
        (Status.ABSENT, True, False),
        (Status.PRESENT, False, False),
    ],
)
def test_mark_is_missing_only_of_who_was_expected(
    status: Status, expected: bool, unmarked: bool
) -> None:
    assert rules.is_unmarked(status, expected=expected) is unmarked
