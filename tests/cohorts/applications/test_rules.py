"""What is an answer to a question, and which question a form takes."""

import pytest

from app.cohorts.applications import rules
from app.cohorts.applications.enums import QuestionKind
from app.cohorts.applications.models import ApplicationQuestion
from app.cohorts.applications.rules import Question
from app.core.ids import new_id
from app.language.reasons import ReasonKind


def question(kind: QuestionKind, *options: str, required: bool = True) -> ApplicationQuestion:
    return ApplicationQuestion(
        id=new_id(),
        cohort_id=new_id(),
        position=1,
        label=f"A {kind}",
        kind=kind,
        options=list(options),
        required=required,
    )


TEXT, CHOICE = QuestionKind.TEXT, QuestionKind.CHOICE
NUMBER, CONSENT = QuestionKind.NUMBER, QuestionKind.CONSENT


@pytest.mark.parametrize(
    ("asked", "given", "problem", "kept"),
    [
        (question(TEXT), "  To learn ", None, "To learn"),
        (question(TEXT), " ", rules.ANSWER, None),
        (question(TEXT, required=False), "", None, None),
        (question(TEXT), "x" * 2001, rules.SHORTEN, None),
        (question(CHOICE, "a", "b"), "b", None, "b"),
        (question(CHOICE, "a", "b"), "c", rules.CHOOSE, None),
        (question(CHOICE, "a", "b"), "", rules.CHOOSE, None),
        (question(CHOICE, "a", "b", required=False), "", None, None),
        (question(NUMBER), "12", None, "12"),
        (question(NUMBER), "2.5", None, "2.5"),
        (question(NUMBER), "0", None, "0"),
        (question(NUMBER), "-3", rules.BELOW_ZERO, None),
        (question(NUMBER), "-x", rules.NUMBER, None),
        (question(NUMBER), "2,5", rules.NO_COMMA, None),
        (question(NUMBER), "1,000", rules.NO_COMMA, None),
        (question(NUMBER), "1e5", rules.NUMBER, None),
        (question(NUMBER), "nan", rules.NUMBER, None),
        (question(NUMBER), "٣", rules.NUMBER, None),
        (question(CONSENT), "yes", None, "yes"),
        (question(CONSENT), "", rules.AGREE, None),
        (question(CONSENT, required=False), "no", rules.AGREE, None),
    ],
)
def test_an_answer_is_kept_or_said_what_is_wrong(
    asked: ApplicationQuestion, given: str, problem: ReasonKind | None, kept: str | None
) -> None:
    found = rules.checked([asked], {asked.id: given})
    wrong = found.problems.get(asked.id)
    assert (wrong.kind if wrong else None) == problem
    assert found.values.get(asked.id) == kept


def test_a_form_asks_each_thing_once_and_a_choice_offers_two() -> None:
    asked = question(TEXT)
    assert rules.why_not_ask(Question("a TÉXT", TEXT), [asked]) == rules.SAME_LABEL
    assert rules.why_not_ask(Question("Track", CHOICE, options=("a",)), []) == rules.FEW_OPTIONS
    assert rules.why_not_ask(Question("Track", CHOICE, options=("a", "b")), [asked]) is None
    assert rules.why_not_more(29) is None
    assert rules.why_not_more(30) == rules.TOO_MANY(count=30)


def test_a_question_changes_places_with_its_neighbor() -> None:
    one, two, three = new_id(), new_id(), new_id()
    assert rules.in_order([one, two, three], two, up=True) == [two, one, three]
    assert rules.in_order([one, two, three], two, up=False) == [one, three, two]
    assert rules.in_order([one, two, three], one, up=True) == [one, two, three]
    assert rules.in_order([one, two, three], three, up=False) == [one, two, three]


def test_other_words_are_another_form() -> None:
    asked = question(CHOICE, "a", "b")
    before = rules.fingerprint([asked])
    asked.options = ["a", "c"]
    assert rules.fingerprint([asked]) != before
