"""Instruments and sheets of the tests of results."""

from typing import Any

from app.packs.instruments.schema import InstrumentData

OWN: dict[str, Any] = {
    "key": "own",
    "title": "Own",
    "language": "en",
    "minutes": 3,
    "intro": "It is short.",
    "source": {"text": "S"},
    "license": "L",
    "redistribution": "yes",
    "perspectives": {"now": "Today", "then": "A year ago"},
    "scales": {"s": {"low": 1, "high": 5, "anchors": {"1": "No", "5": "Yes"}, "na": "Not mine"}},
    "items": [
        {"code": "trust", "kind": "likert", "text": "Trust", "scale": "s"},
        {"code": "doubt", "kind": "likert", "text": "Doubt", "scale": "s", "reversed": True},
        {
            "code": "plan",
            "kind": "choice",
            "text": "Plan",
            "options": [{"code": "some", "text": "Some"}, {"code": "none", "text": "None"}],
        },
        {
            "code": "ways",
            "kind": "several",
            "text": "Ways",
            "options": [{"code": "calls", "text": "Calls"}, {"code": "mail", "text": "Mail"}],
            "na": "None of them",
        },
        {"code": "hours", "kind": "number", "text": "Hours", "min": 0, "max": 80, "unit": "hours"},
        {"code": "why", "kind": "text", "text": "Why"},
        {"code": "how", "kind": "text", "text": "How"},
        {"code": "since", "kind": "date", "text": "Since"},
    ],
    "groups": [
        {"title": "First", "items": ["trust", "doubt", "plan"]},
        {"title": "Second", "items": ["ways", "hours", "since", "why", "how"]},
    ],
    "subscales": [{"code": "faith", "title": "Faith", "items": ["trust", "doubt"]}],
    "composite": {"title": "All of it"},
}


def instrument(**other: Any) -> InstrumentData:
    """An instrument with a question of every kind. `other`: what is otherwise."""
    return InstrumentData.model_validate({**OWN, **other})


def sheet(number: int, **other: Any) -> dict[str, Any]:
    """What one of some people answered; `other`: what they answered otherwise, None: nothing."""
    answers = {
        "trust": 1 + number % 5,
        "doubt": 5 - number % 5,
        "trust_then": 1,
        "doubt_then": 5,
        "plan": "some" if number % 2 else "none",
        "ways": ["calls"] if number % 2 else ["calls", "mail"],
        "hours": number,
        "why": f"Because {number}",
        "how": f"Slowly {number}",
        "since": f"2026-01-{1 + number % 28:02}",
    } | other
    return {name: answer for name, answer in answers.items() if answer is not None}


def sheets(count: int, **other: Any) -> list[dict[str, Any]]:
    """The sheets of so many people."""
    return [sheet(number, **other) for number in range(count)]
