"""The scores of a crowd are those of each person, and are found faster than one by one."""

from collections.abc import Callable, Sequence
from random import Random
from time import process_time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.outcomes.results.records import Sheet
from app.outcomes.results.scored import Means, answers_of, means
from app.packs.instruments.names import NOT_APPLICABLE
from app.packs.instruments.schema import InstrumentData, Perspective
from app.packs.instruments.scoring import scores
from tests.outcomes.results.instruments import instrument

PEOPLE = 500
QUESTIONS = [f"q{number}" for number in range(21)]
LONG = instrument(
    items=[
        {"code": code, "kind": "likert", "text": code, "scale": "s", "reversed": at % 5 == 0}
        for at, code in enumerate(QUESTIONS)
    ],
    groups=[{"title": "All", "items": QUESTIONS}],
    subscales=[
        {"code": f"part{at}", "title": "Part", "items": QUESTIONS[at : at + 4]}
        for at in range(0, 20, 4)
    ],
)
ANSWER = st.sampled_from([None, "", NOT_APPLICABLE, 1, 2, 3, 4, 5, "3"])
TIMES: tuple[Perspective, ...] = ("now", "then")


def one_by_one(instrument: InstrumentData, sheets: Sequence[Sheet], time: Perspective) -> Means:
    """As people are scored by themselves."""
    codes = instrument.scored
    each = [scores(instrument, answers_of(sheet, time, codes)) for sheet in sheets]
    return {
        score.code: [own[at].mean for own in each]
        for at, score in enumerate(scores(instrument, {}))
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(QUESTIONS[:6], ANSWER)), max_size=12))
def test_everybody_has_the_scores_that_they_have_alone(sheets: list[dict[str, Any]]) -> None:
    full = [dict.fromkeys(QUESTIONS[4:], 2) | sheet for sheet in sheets]
    answered = [sheet | {f"{code}_then": sheet[code] for code in sheet} for sheet in full]
    for time in TIMES:
        assert means(LONG, answered, time) == one_by_one(LONG, answered, time)


def test_five_hundred_are_scored_several_times_as_fast_as_one_by_one() -> None:
    """Both in one run, so that the machine does not matter; on ours it is some ten times."""
    rng = Random(4)
    sheets = [{code: rng.randint(1, 5) for code in QUESTIONS} for _ in range(PEOPLE)]
    together = fastest(lambda: means(LONG, sheets, "now"))
    assert fastest(lambda: one_by_one(LONG, sheets, "now")) / together > 4


def fastest(work: Callable[[], object]) -> float:
    """Seconds of the processor, of five times."""
    found = []
    for _ in range(5):
        began = process_time()
        work()
        found.append(process_time() - began)
    return min(found)
