"""What is told of answers: by kind of question, of few, in no order, unchanged by who is late."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.outcomes.results.records import AnsweredSurvey, Choices, Counts, Middle, Points, Texts
from app.outcomes.results.rules import LATE, beside, results, settled, told_questions
from tests.outcomes.results.instruments import instrument, sheet, sheets

CLOSED = datetime(2026, 12, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sent:
    """A sheet as it was sent."""

    answers: dict[str, Any]
    sent_at: datetime | None


def found(count: int, **other: Any) -> Any:
    return results(instrument(), sheets(count, **other), asks_then=True)


def test_of_fewer_than_five_nothing_is_told() -> None:
    nothing = found(4)
    assert nothing.answered is None
    assert (nothing.questions, nothing.scores, nothing.shifts) == ((), (), ())
    assert found(5).answered == 5


def test_of_a_question_that_fewer_than_five_answered_nothing_is_told() -> None:
    own = [sheet(n, trust=3 if n < 4 else None) for n in range(20)]
    trust = results(instrument(), own, asks_then=False).of("trust")
    assert trust
    assert trust.counts is None
    assert trust.found is None
    own[4]["trust"] = 3
    trust = results(instrument(), own, asks_then=False).of("trust")
    assert trust
    assert trust.counts == Counts(5, 0, 15)


def test_answers_on_a_scale_are_a_distribution_and_not_applicable_is_none_of_it() -> None:
    own = [*sheets(10), sheet(0, trust="na"), sheet(0, trust=None)]
    trust = results(instrument(), own, asks_then=False).of("trust")
    assert trust
    assert trust.counts == Counts(answered=10, not_applicable=1, skipped=1)
    assert isinstance(trust.found, Points)
    assert trust.found.distribution.counts == (2, 2, 2, 2, 2)
    assert trust.found.distribution.median == 3
    assert (trust.found.has_floor, trust.found.has_ceiling) == (True, True)


def test_one_of_few_at_an_end_is_no_floor() -> None:
    trust = found(9).of("trust")
    assert trust.found.distribution.has_floor
    assert not trust.found.has_floor


def test_options_are_counted_and_several_count_each() -> None:
    own = found(10)
    assert own.of("plan").found == Choices({"some": 5, "none": 5})
    assert own.of("ways").found == Choices({"calls": 10, "mail": 5})
    away = found(10, ways="na")
    assert away.of("ways").counts is None
    assert found(10, ways=[]).of("ways").counts is None


def test_numbers_and_days_have_a_median_that_somebody_gave_and_quartiles_from_ten_on() -> None:
    assert found(9).of("hours").found == Middle(4, None)
    assert found(10).of("hours").found == Middle(4, (2, 7))
    days = found(10).of("since").found
    assert days == Middle(date(2026, 1, 5), (date(2026, 1, 3), date(2026, 1, 8)))
    assert found(10, hours=0).of("hours").found == Middle(0, (0, 0))


def test_texts_are_shown_from_ten_on() -> None:
    nine = [sheet(n, why=f"Because {n}" if n < 9 else None) for n in range(30)]
    why = results(instrument(), nine, asks_then=False).of("why")
    assert why
    assert why.found is None
    nine[9]["why"] = "Because 9"
    why = results(instrument(), nine, asks_then=False).of("why")
    assert why
    assert isinstance(why.found, Texts)
    assert sorted(why.found.texts) == [f"Because {n}" for n in range(10)]


@given(st.randoms(use_true_random=False))
def test_the_order_of_texts_says_nothing_of_the_order_of_sheets(chance: Random) -> None:
    own = sheets(12)
    before = results(instrument(), own, asks_then=True)
    chance.shuffle(own)
    assert results(instrument(), own, asks_then=True) == before


def test_texts_of_one_person_do_not_stand_at_the_same_place() -> None:
    """Each question has its own order, so that two columns put side by side are no sheets."""
    own = found(60)
    whys, hows = own.of("why").found.texts, own.of("how").found.texts
    same = sum(why.split()[1] == how.split()[1] for why, how in zip(whys, hows, strict=True))
    assert same < 6


def test_scores_are_means_over_people_and_their_deviation_is_told_from_ten_on() -> None:
    scores = {(own.code, own.time): own for own in found(10).scores}
    faith = scores["faith", "now"]
    assert (faith.people, faith.mean) == (10, 3.0)
    assert faith.deviation == pytest.approx(1.4907, abs=1e-4)
    assert scores["composite", "then"].mean == 1.0
    assert {own.deviation for own in found(9).scores} == {None}


def test_who_answered_too_little_has_no_score() -> None:
    own = [sheet(n, trust=None if n > 3 else 5) for n in range(20)]
    assert {score.people for score in results(instrument(), own, asks_then=False).scores} == {None}


def test_now_and_then_stand_beside_each_other_and_the_shift_beside_what_was_said_before() -> None:
    own, before = sheets(10), sheets(10, trust=2, doubt=4)
    (faith, _composite) = results(instrument(), own, asks_then=True, before=before).shifts
    assert (faith.now, faith.then, faith.change) == (3.0, 1.0, 2.0)
    assert (faith.before, faith.response_shift) == (2.0, -1.0)
    assert not results(instrument(), own, asks_then=False, before=before).shifts


def test_a_response_shift_needs_five_who_answered_before() -> None:
    (faith, _composite) = results(instrument(), sheets(10), asks_then=True, before=sheets(4)).shifts
    assert (faith.before, faith.response_shift) == (None, None)


def test_then_is_asked_only_where_the_survey_asks_it() -> None:
    times = {own.time for own in results(instrument(), sheets(6), asks_then=False).questions}
    assert times == {"now"}


def survey(cohort: str, count: int, **other: Any) -> AnsweredSurvey:
    return AnsweredSurvey(cohort, instrument(**other), asks_then=False, sheets=sheets(count))


def test_earlier_cohorts_stand_beside_where_five_answered_on_the_same_scale() -> None:
    wider = {"s": {"low": 1, "high": 7, "anchors": {}}}
    earlier = [
        survey("Spring", 20),
        survey("Few", 4),
        survey("Wider", 20, scales=wider),
    ]
    own = results(instrument(), sheets(10), asks_then=False)
    found = beside(own, [told_questions(other) for other in earlier])
    assert set(found) == {"trust", "doubt"}
    (spring,) = found["trust"]
    assert (spring.cohort, spring.people, spring.mean, spring.top_two) == ("Spring", 20, 3.0, 8)


# ------------------------------------------------------------------------ who is late


def sent(count: int, late: int) -> list[Sent]:
    early = [Sent(sheet(n), CLOSED - timedelta(days=1)) for n in range(count)]
    return early + [Sent(sheet(100 + n), CLOSED + timedelta(hours=n + 1)) for n in range(late)]


@pytest.mark.parametrize("late", range(LATE))
def test_late_answers_change_nothing_until_ten_wait(late: int) -> None:
    assert settled(sent(20, late), CLOSED) == settled(sent(20, 0), CLOSED)


def test_ten_late_ones_are_added_and_the_next_wait_again() -> None:
    assert len(settled(sent(20, LATE), CLOSED)) == 20 + LATE
    more = settled(sent(20, LATE + 3), CLOSED)
    assert more == settled(sent(20, LATE), CLOSED)


def test_anonymous_sheets_have_no_moment_and_count() -> None:
    assert len(settled([Sent(sheet(1), None), Sent(sheet(2), None)], CLOSED)) == 2
