"""The reliability of scores, of those who answered all of them."""

from app.outcomes.results.consistency import consistency
from app.outcomes.results.records import AnsweredSurvey
from tests.outcomes.results.instruments import instrument, sheet


def survey(count: int, *, asks_then: bool = False) -> AnsweredSurvey:
    own = [sheet(n, doubt=min(5, 6 - (1 + n % 5) + n % 2)) for n in range(count)]
    return AnsweredSurvey("Fall", instrument(), asks_then=asks_then, sheets=own)


def test_reversed_questions_are_turned_so_that_what_belongs_together_does() -> None:
    found = {own.code: own.found for own in consistency(survey(40))}
    faith = found["faith"]
    assert faith
    assert (faith.n, faith.k) == (40, 2)
    assert faith.alpha > 0.9
    assert faith.ci.low < faith.alpha < faith.ci.high


def test_fewer_than_thirty_say_nothing() -> None:
    assert {own.found for own in consistency(survey(29))} == {None}


def test_now_and_then_are_apart_and_what_does_not_vary_says_nothing() -> None:
    own = consistency(survey(40, asks_then=True))
    assert [(line.code, line.time) for line in own] == [
        ("faith", "now"),
        ("faith", "then"),
        ("composite", "now"),
        ("composite", "then"),
    ]
    assert own[1].found is None
