"""Answers become scores: with reversed questions, looks back, and what does not apply."""

import yaml

from app.outcomes.analysis.project.records import Scale
from app.outcomes.projects.sheets.rules import Whose, scales_of, sheets_of
from app.packs.instruments.schema import InstrumentData
from tests.packs.samples import INSTRUMENT

WORDS = INSTRUMENT.replace("{1: No, 5: Yes}", '{"1": "No", "5": "Yes"}').replace(": yes", ': "yes"')
FIRST = InstrumentData.model_validate(yaml.safe_load(WORDS))
ADA = Whose("ada", 3, arm="combined", stratum="High Desert")


def test_scales_are_the_subscales_then_the_composite() -> None:
    assert scales_of(FIRST) == (
        Scale("ease", "Ease", ("calm", "rushed"), 1, 5),
        Scale("composite", "All of it", ("calm", "rushed"), 1, 5),
    )


def test_now_and_then_are_two_sheets_and_reversed_questions_are_turned() -> None:
    answers = {"calm": 4, "rushed": 1, "calm_then": 2, "rushed_then": 5, "way": "left", "hours": 3}
    now, then = sheets_of(FIRST, answers, ADA)
    assert (now.perspective, then.perspective) == ("now", "then")
    assert now.points == {"calm": 4, "rushed": 5}
    assert now.scores == {"ease": 4.5, "composite": 4.5}
    assert then.scores == {"ease": 1.5, "composite": 1.5}
    assert {(s.person, s.wave, s.arm, s.stratum) for s in (now, then)} == {
        ("ada", 3, "combined", "High Desert")
    }


def test_what_does_not_apply_is_no_point_and_too_few_answers_are_no_score() -> None:
    (sheet,) = sheets_of(FIRST, {"calm": "na", "rushed": 2}, ADA)
    assert sheet.points == {"rushed": 4}
    assert sheet.scores == {"ease": 4.0}, "one answer is enough for ease, and not for all of it"


def test_who_answered_no_question_on_a_scale_has_no_sheet() -> None:
    assert list(sheets_of(FIRST, {"way": "left", "more": "x"}, ADA)) == []
