"""Scores against a slow and plain reckoning, and what they never do."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.command import check
from app.packs.instruments.names import COMPOSITE
from app.packs.instruments.schema import InstrumentData, Item, Scale
from app.packs.instruments.scoring import NA, Answers, NotApplicable, scored_point, scores
from app.settings import PROJECT_ROOT


def instrument(
    low: int, high: int, reversed_: list[bool], least: list[int], most: int
) -> InstrumentData:
    """Two subscales that share their middle question; `least` of each, and `most` of all."""
    codes = [f"q{n}" for n in range(len(reversed_))]
    middle = len(codes) // 2
    parts = [codes[: middle + 1], codes[middle:]]
    data: dict[str, Any] = {
        "key": "k",
        "title": "T",
        "language": "en",
        "minutes": 1,
        "intro": "I",
        "source": {"text": "S"},
        "license": "L",
        "redistribution": "yes",
        "scales": {"s": {"low": low, "high": high, "anchors": {}}},
        "items": [
            {"code": code, "kind": "likert", "text": "T", "scale": "s", "reversed": turned}
            for code, turned in zip(codes, reversed_, strict=True)
        ],
        "groups": [{"title": "G", "items": codes}],
        "subscales": [
            {"code": f"s{n}", "title": "S", "items": part, "min_answered": least[n]}
            for n, part in enumerate(parts)
        ],
        "composite": {"title": "C", "min_answered": most},
    }
    return InstrumentData.model_validate(data)


@st.composite
def answered(draw: st.DrawFn) -> tuple[InstrumentData, Answers]:
    """An instrument, and what somebody answered, left out, or had no use for."""
    low = draw(st.integers(-3, 3))
    high = low + draw(st.integers(1, 10))
    count = draw(st.integers(1, 9))
    turned = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    parts = count // 2 + 1, count - count // 2
    least = [draw(st.integers(1, part)) for part in parts]
    own = instrument(low, high, turned, least, draw(st.integers(1, count)))
    answer = st.one_of(st.integers(low, high), st.just(NA))
    return own, draw(st.dictionaries(st.sampled_from(list(own.by_code)), answer))


def plainly(own: InstrumentData, codes: list[str], answers: Answers) -> list[int]:
    """The points of some questions one by one."""
    points = []
    for code in codes:
        answer = answers.get(code)
        if answer is None or isinstance(answer, NotApplicable):
            continue
        scale = own.scales["s"]
        order = list(scale.points)
        place = order.index(answer)
        points.append(order[::-1][place] if own.by_code[code].reversed else answer)
    return points


@given(answered())
def test_score_is_the_plain_mean_of_what_was_answered(case: tuple[InstrumentData, Answers]) -> None:
    own, answers = case
    found = scores(own, answers)
    wanted = [(part.code, list(part.items)) for part in own.subscales]
    wanted.append((COMPOSITE, [f"q{n}" for n in range(len(own.items))]))
    assert [score.code for score in found] == [code for code, _items in wanted]
    for score, (_code, items) in zip(found, wanted, strict=True):
        points = plainly(own, items, answers)
        assert (score.mean is None) == (len(points) < score.needed)
        if score.mean is not None:
            assert score.mean == float(Fraction(sum(points), len(points)))
            assert own.scales["s"].low <= score.mean <= own.scales["s"].high


@given(answered())
def test_every_question_is_answered_skipped_or_does_not_apply(
    case: tuple[InstrumentData, Answers],
) -> None:
    own, answers = case
    (*_parts, composite) = scores(own, answers)
    assert composite.answered + composite.not_applicable + composite.skipped == len(own.items)
    assert composite.not_applicable == sum(answer is NA for answer in answers.values())
    assert composite.skipped == len(own.items) - len(answers)


@given(answered())
def test_what_does_not_apply_counts_in_no_mean(case: tuple[InstrumentData, Answers]) -> None:
    own, answers = case
    without = {code: answer for code, answer in answers.items() if answer is not NA}
    assert [score.mean for score in scores(own, answers)] == [
        score.mean for score in scores(own, without)
    ]


@given(st.integers(-5, 5), st.integers(1, 10), st.data())
def test_reversed_twice_is_itself(low: int, more: int, data: st.DataObject) -> None:
    scale = Scale(low=low, high=low + more, anchors={})
    item = Item(code="q", kind="likert", text="T", scale="s", reversed=True)
    point = data.draw(st.sampled_from(list(scale.points)))
    turned = scored_point(item, scale, point)
    assert turned in scale.points
    assert scored_point(item, scale, turned) == point
    assert turned - low == scale.high - point


def test_composite_weighs_questions_and_not_subscales() -> None:
    own = instrument(1, 7, [False] * 4, [1, 1], 1)  # q0 to q2, and q2 and q3
    first, second, composite = scores(own, {"q0": 7, "q1": 7, "q2": 7, "q3": 1})
    assert (first.mean, second.mean, composite.mean) == (7.0, 4.0, 5.5)


@pytest.mark.parametrize(
    "answers", [{"q0": 8}, {"q0": 0}, {"q9": 1}, {"q9": NA}], ids=["over", "under", "code", "na"]
)
def test_answer_that_cannot_be_is_not_scored(answers: Answers) -> None:
    with pytest.raises(ValueError, match=r"q[09]"):
        scores(instrument(1, 7, [False], [1, 1], 1), answers)


def test_shipped_self_assessment_scores_from_seventeen_answers_on() -> None:
    documents = [own for pack in check(PROJECT_ROOT).packs for own in pack.documents]
    (data,) = [own.data for own in documents if own.key == "competency-self"]
    own = InstrumentData.model_validate(data)
    answers: dict[str, int | NotApplicable] = dict.fromkeys(own.scored, 4)
    assert [score.mean for score in scores(own, answers)] == [4.0] * 7
    for code in own.scored[:4]:
        answers[code] = NA
    align, *others, composite = scores(own, answers)
    assert (align.mean, align.answered, align.not_applicable) == (None, 0, 4)
    assert {score.mean for score in others} == {4.0}
    assert (composite.mean, composite.answered, composite.needed) == (4.0, 17, 17)
    del answers[own.scored[4]]
    assert scores(own, answers)[-1].mean is None
