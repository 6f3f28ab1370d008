"""From what a form sent to answers by the name of the question, or what is wrong with them. Pure.

A name is that of the question in files: its code, or the code with `_then` where it is asked about
the past. What was skipped is not among the answers.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.language.reasons import Reason, ReasonKind, reason
from app.packs.instruments.names import NOT_APPLICABLE, THEN
from app.packs.instruments.schema import InstrumentData, Item, ItemKind, Perspective

Answers = dict[str, int | str | list[str]]
"""By name: a point or a number, an option's code or a text or a day (ISO 8601), the codes of
several; `na` where the question does not apply."""
Sent = Mapping[str, Sequence[str]]
"""What a form sent, by the name of the field."""

NEEDED = reason("answer.needed", "This question needs an answer.")
NOT_OFFERED = reason("answer.not_offered", "Choose one of the answers that are offered.")
NOT_BOTH = reason(
    "answer.not_both", "The last choice says that none of the others applies: choose it alone."
)
NOT_BOTH_NUMBER = reason("answer.not_both_number", "Enter a value or tick the box, not both.")
NO_NUMBER = reason("answer.no_number", "Enter a whole number, in digits.")
TOO_LOW = ReasonKind("answer.too_low", "Enter {least} or more.")
TOO_HIGH = ReasonKind("answer.too_high", "Enter {most} or less.")
TOO_LONG = ReasonKind(
    "answer.too_long",
    "Shorten this to at most {count} character.",
    "Shorten this to at most {count} characters.",
)
NO_DAY = reason("answer.no_day", "Enter a day that the calendar has.")
DIGITS = 9
"""A number has at most so many."""


class Asked(NamedTuple):
    """One question about one time."""

    name: str
    item: Item
    time: Perspective


@dataclass(frozen=True)
class Read:
    """What a form sent."""

    answers: Answers
    """Those that can be kept."""
    errors: Mapping[str, Reason]
    """What is wrong with others, by the name of the question."""


def na_field(name: str) -> str:
    """The field that says of a number or a day that it does not apply.

    No question can have its name: codes have no dash.
    """
    return f"{name}-na"


def times(instrument: InstrumentData, item: Item, *, asks_then: bool) -> tuple[Perspective, ...]:
    """About which times a question is asked; about the past alone where it has no other."""
    possible = instrument.perspectives_of(item)
    return possible if asks_then or possible == ("then",) else ("now",)


def asked(instrument: InstrumentData, *, asks_then: bool, group: int | None = None) -> list[Asked]:
    """What is asked, in its order. `group`: of one screen only, counted from 0."""
    groups = instrument.groups if group is None else instrument.groups[group : group + 1]
    items = [instrument.by_code[code] for own in groups for code in own.items]
    return [
        Asked(item.code + THEN if time == "then" else item.code, item, time)
        for item in items
        for time in times(instrument, item, asks_then=asks_then)
    ]


def read(instrument: InstrumentData, questions: Collection[Asked], sent: Sent) -> Read:
    """The answers to some questions; what needs an answer and has none is wrong, too."""
    answers: Answers = {}
    errors: dict[str, Reason] = {}
    for question in questions:
        found = _read(instrument, question, sent)
        if isinstance(found, Reason):
            errors[question.name] = found
        elif found is not None:
            answers[question.name] = found
        elif question.item.required:
            errors[question.name] = NEEDED
    return Read(answers, errors)


def unanswered(questions: Collection[Asked], answers: Answers) -> Iterator[Asked]:
    """The questions that need an answer and have none."""
    return (own for own in questions if own.item.required and own.name not in answers)


_Found = int | str | list[str] | Reason | None


def _read(instrument: InstrumentData, question: Asked, sent: Sent) -> _Found:
    given = [value.strip() for value in sent.get(question.name, ()) if value.strip()]
    does_not_apply = bool(instrument.na_of(question.item))
    if does_not_apply and sent.get(na_field(question.name)):
        return NOT_BOTH_NUMBER if given else NOT_APPLICABLE
    if not given:
        return None
    if does_not_apply and NOT_APPLICABLE in given:
        return NOT_APPLICABLE if given == [NOT_APPLICABLE] else NOT_BOTH
    return _WAYS[question.item.kind](instrument, question.item, given)


def _point(instrument: InstrumentData, item: Item, given: list[str]) -> _Found:
    scale = instrument.scale_of(item)
    assert scale is not None  # the check of files sees to it
    found = {str(point): point for point in scale.points}.get(given[0])
    return NOT_OFFERED if found is None or len(given) > 1 else found


def _choice(_instrument: InstrumentData, item: Item, given: list[str]) -> _Found:
    codes = [option.code for option in item.options]
    return given[0] if len(given) == 1 and given[0] in codes else NOT_OFFERED


def _several(_instrument: InstrumentData, item: Item, given: list[str]) -> _Found:
    codes = [option.code for option in item.options]
    if not set(given) <= set(codes):
        return NOT_OFFERED
    return [code for code in codes if code in given]


def _number(_instrument: InstrumentData, item: Item, given: list[str]) -> _Found:
    digits = given[0].removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= DIGITS):
        return NO_NUMBER
    number = int(given[0])
    if item.min is not None and number < item.min:
        return TOO_LOW(least=item.min)
    if item.max is not None and number > item.max:
        return TOO_HIGH(most=item.max)
    return number


def _text(_instrument: InstrumentData, item: Item, given: list[str]) -> _Found:
    text = given[0].replace("\r\n", "\n")
    return TOO_LONG(count=item.most) if len(text) > item.most else text


def _day(_instrument: InstrumentData, _item: Item, given: list[str]) -> _Found:
    try:
        return date.fromisoformat(given[0]).isoformat()
    except ValueError:
        return NO_DAY


_WAYS: Mapping[ItemKind, Callable[[InstrumentData, Item, list[str]], _Found]] = {
    "likert": _point,
    "choice": _choice,
    "several": _several,
    "number": _number,
    "text": _text,
    "date": _day,
}


def merged(before: Answers, questions: Collection[Asked], found: Answers) -> Answers:
    """All answers, where those to some questions were given anew, or taken away."""
    names = {question.name for question in questions}
    return {name: answer for name, answer in before.items() if name not in names} | found


def first_open(instrument: InstrumentData, answers: Answers, *, asks_then: bool) -> int | None:
    """The first screen with a question that needs an answer and has none, counted from 0."""
    return next(
        (
            number
            for number in range(len(instrument.groups))
            if any(unanswered(asked(instrument, asks_then=asks_then, group=number), answers))
        ),
        None,
    )
