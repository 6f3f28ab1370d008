"""What mentors of the demo's trial answer: made up from a model like that of a published trial.

A mentor's skill is a level of their own (standard deviation 0.75), what each wave adds by chance
(0.62), and what they learned: everybody a little, and who had sessions 0.58 more. No answer of
anybody real was used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from app.packs.instruments.names import NOT_APPLICABLE
from app.packs.instruments.schema import InstrumentData
from app.surveys.answering.rules import Answers, asked

MEAN, BETWEEN, WITHIN = 4.35, 0.75, 0.62
LEARNED: Mapping[int, float] = {0: 0.0, 3: 0.25, 12: 0.2}
"""By months, what everybody's skill has gained who did the modules."""
BY_SESSIONS = 0.58
"""What live sessions add to that, at three months and at twelve."""
QUESTION = 0.8
"""How far one question is from the level, by chance."""
SKIPPED, NO_OCCASION = 0.012, 0.008
LOOKING_BACK = -0.45
"""How far below their answers of then people put themselves when they look back."""
SEEN = 0.6
"""How far a mentee sees what sets a mentor apart from the others."""


@dataclass(frozen=True)
class Mentor:
    """Somebody's own level, from the mean, and whether they had live sessions."""

    own: float
    had_sessions: bool

    def level(self, months: int) -> float:
        """Their skill so many months after the draw, without chance."""
        extra = BY_SESSIONS if self.had_sessions and months else 0.0
        return MEAN + self.own + LEARNED[months] + extra


def draw_own(random: Random) -> float:
    """How far somebody is from the mean."""
    return random.gauss(0, BETWEEN)


def of_mentor(
    data: InstrumentData, mentor: Mentor, months: int, random: Random, *, asks_then: bool
) -> Answers:
    """What they say of themselves, and of themselves before where that is asked, too."""
    now = mentor.level(months) + random.gauss(0, WITHIN)
    then = mentor.level(0) + LOOKING_BACK + random.gauss(0, WITHIN)
    return _answers(data, {"now": now, "then": then}, random, asks_then=asks_then)


def of_mentee(data: InstrumentData, mentor: Mentor, months: int, random: Random) -> Answers:
    """What somebody says whom they mentor: kinder, and less apart from what others say."""
    seen = MEAN + 0.5 + SEEN * (mentor.level(months) - MEAN) + random.gauss(0, WITHIN)
    return _answers(data, {"now": seen}, random, asks_then=False)


def _answers(
    data: InstrumentData, levels: Mapping[str, float], random: Random, *, asks_then: bool
) -> Answers:
    said: Answers = {}
    for question in asked(data, asks_then=asks_then):
        scale, chance = data.scale_of(question.item), random.random()
        point = round(levels[question.time] + random.gauss(0, QUESTION))
        if chance < SKIPPED or scale is None:
            continue
        if chance < SKIPPED + NO_OCCASION and data.na_of(question.item):
            said[question.name] = NOT_APPLICABLE
        else:
            said[question.name] = min(max(point, scale.points[0]), scale.points[-1])
    return said
