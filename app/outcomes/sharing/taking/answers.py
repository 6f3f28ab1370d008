"""Answers of a record as the instrument itself reads them, as if they were given here; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.language.reasons import Reason, ReasonKind
from app.outcomes.redcap.cells import Answer
from app.outcomes.redcap.stored import stored
from app.packs.instruments.names import NOT_APPLICABLE
from app.packs.instruments.schema import InstrumentData
from app.surveys.answering.rules import NEEDED, Answers, Asked, asked, na_field, read

LACKS = ReasonKind("taking.lacks", "An answer that is needed is missing: {fields:and}")
OTHER_TIME = ReasonKind("taking.other_time", "This wave does not ask: {fields:and}")
WRONG = ReasonKind("taking.wrong", "“{field}” cannot be answered so: {why}")
_IN_BOXES = frozenset({"number", "date"})
"""The kinds of questions that have a box of its own for what does not apply."""


@dataclass(frozen=True)
class Written:
    """What a record says, read as a form that somebody sent."""

    answers: Answers
    lacks: tuple[str, ...]
    """Questions that need an answer and have none, by their names here."""
    astray: tuple[str, ...]
    """What is not asked in this wave."""
    wrong: Mapping[str, Reason]


def written(
    instrument: InstrumentData, answers: Mapping[str, Answer], *, asks_then: bool
) -> Written:
    """Read a record's answers. Own words never go out from here, so none is needed back."""
    questions = asked(instrument, asks_then=asks_then)
    found = read(instrument, questions, dict(_sent(questions, answers)))
    own_words = {question.name for question in questions if question.item.kind == "text"}
    lacks = [name for name, why in found.errors.items() if why == NEEDED]
    return Written(
        answers=found.answers,
        lacks=tuple(name for name in lacks if name not in own_words),
        astray=tuple(sorted(answers.keys() - {question.name for question in questions})),
        wrong={name: why for name, why in found.errors.items() if why != NEEDED},
    )


def _sent(questions: list[Asked], answers: Mapping[str, Answer]) -> Iterator[tuple[str, list[str]]]:
    """As the fields of the form that asks these questions."""
    kept = stored(answers)
    for question in questions:
        value = kept.get(question.name)
        if value == NOT_APPLICABLE and question.item.kind in _IN_BOXES:
            yield na_field(question.name), ["1"]
        elif value is not None:
            yield (
                question.name,
                [str(own) for own in (value if isinstance(value, list) else [value])],
            )


def why_not_answered(found: Written, names: Mapping[str, str]) -> Reason | None:
    """Why a questionnaire is none as it stands. `names`: of the fields, by the questions'."""
    if found.astray:
        return OTHER_TIME(fields=tuple(names[name] for name in found.astray))
    if found.lacks:
        return LACKS(fields=tuple(names[name] for name in found.lacks))
    return next((WRONG(field=names[name], why=why) for name, why in found.wrong.items()), None)
