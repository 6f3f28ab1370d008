"""The knowledge check: its own order for everybody, refusals at the question, the result."""

import pytest
from sqlalchemy.orm import Session

from app.learning.checks.rules import results_by_objective, shown_order
from app.packs.schema import ModuleData, Question
from app.site.cohorts.units.check import check_result
from tests.cast import Cast
from tests.client import Answer, Browser, SignIn
from tests.course import module_data
from tests.learning.open_unit import NAMED, OPEN, do_everything, shown

CHECK = f"{OPEN}/check"


def options(*words: str) -> list[dict[str, object]]:
    return [{"text": word, "correct": word == "right", "feedback": "So."} for word in words]


def question(number: int, objective: str = "o1") -> dict[str, object]:
    words = ("right", "wrong", "worse", "worst")
    return {
        "id": f"q{number}",
        "objective": objective,
        "text": "Which?",
        "options": options(*words),
    }


def module(*asked: dict[str, object]) -> ModuleData:
    """A module with these questions."""
    return ModuleData.model_validate(module_data(1) | {"check": {"minutes": 5, "questions": asked}})


def asked_of(person: str, number: int = 1) -> list[int]:
    return shown_order(Question.model_validate(question(number)), person)


def test_order_is_another_for_each_person_and_question_and_stays() -> None:
    people = [f"person {number}" for number in range(60)]
    orders = [tuple(asked_of(person)) for person in people]
    assert all(sorted(order) == [0, 1, 2, 3] for order in orders)
    assert len(set(orders)) > 12
    assert {order.index(0) for order in orders} == {0, 1, 2, 3}
    assert [tuple(asked_of(person)) for person in people] == orders
    assert {tuple(asked_of(people[0], number)) for number in range(20)} > {orders[0]}


def answers(ada: Browser, **fields: str) -> Answer:
    return ada.post(f"{OPEN}/answers", data=shown(ada, CHECK) | fields)


def test_what_is_sent_is_the_place_in_the_text_wherever_it_is_shown(
    sign_in: SignIn, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.site.cohorts.units.check.shown_order", lambda *_: [1, 0])
    ada = sign_in("ada")
    radios = ada.page(CHECK).all("input[type=radio]")
    assert [radio.attribute("value") for radio in radios] == ["1", "0"]
    assert ada.page(CHECK).texts(".choice label") == ["That", "This"]
    answers(ada, question="q1", option="0")
    page = ada.page(CHECK)
    assert "Yes, this." in page.text
    chosen = [radio.attribute("value") for radio in page.all("input[type=radio][checked]")]
    assert chosen == ["0"]


def test_two_people_may_be_shown_another_order_and_one_always_the_same(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert ada.page(CHECK).texts(".choice label") == ada.page(CHECK).texts(".choice label")


def test_empty_answer_is_answered_at_its_question(sign_in: SignIn) -> None:
    answer = answers(sign_in("ada"), question="q1")
    assert answer.status_code == 422
    assert answer.page.heading == "Check what you know"
    assert answer.page.title.startswith("Error:")
    assert answer.page.field_errors == {"option-q1": "Choose an answer to question 1."}
    assert answer.page.link("Choose an answer to question 1.") == "#option-q1"


def test_result_stands_at_the_end_once_everything_is_answered(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert ada.page(CHECK).all("#result") == []
    answers(ada, question="q1", option="1")
    result = ada.page(CHECK).one("#result")
    assert "0 of 1 right" in result.text
    assert "Name objective 2 in way 1." in result.text
    assert result.link("Look at question 1 again") == "#check-q1"
    assert result.link("the text of the module") == f"{OPEN}#module"
    answers(ada, question="q1", option="0")
    result = ada.page(CHECK).one("#result")
    assert "1 of 1 right" in result.text
    assert result.links == []


def test_task_turns_done_with_the_last_answer(sign_in: SignIn) -> None:
    ada = sign_in("ada")

    def task() -> str:
        return next(words for words in ada.page(OPEN).texts(".to-do li") if "check" in words)

    assert "Done" not in task()
    answers(ada, question="q1", option="1")
    assert "Done" in task()


def test_results_are_told_by_objective_in_the_order_of_the_module() -> None:
    asked = module(question(1, "o3"), question(2), question(3, "o3"))
    results = results_by_objective(asked, {"q1": 1, "q2": 0, "q3": 0})
    told = [(row.objective, row.right, row.questions, row.to_see_again) for row in results]
    assert told == [
        ("Name objective 1 in way 1.", 1, [2], []),
        ("Name objective 1 in way 3.", 1, [1, 3], [1]),
    ]
    assert check_result(asked, {"q1": 1, "q2": 0}, "/x") is None
    whole = check_result(asked, {"q1": 1, "q2": 0, "q3": 0}, "/x")
    assert whole is not None
    assert (whole.right, whole.total) == (2, 3)


def test_tick_of_a_signed_unit_is_settled_and_says_how_to_change_it(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    assert not ada.page(OPEN).one("#tick-r2a").has("disabled")
    ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED)
    page = ada.page(OPEN)
    assert page.one("#tick-r2a").has("disabled")
    assert page.one("#tick-r2a").attribute("aria-pressed") == "true"
    assert not page.one("#tick-r2c").has("disabled")
    withdrawal = f"{OPEN}/attestation/withdrawal"
    assert page.one("#settled").link("Withdraw this attestation") == withdrawal


def test_unticking_after_signing_is_answered_on_the_units_page(
    sign_in: SignIn, session: Session
) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED)
    answer = ada.post(f"{OPEN}/readings/r2a?back=home", data={"done": "no"})
    assert (answer.status_code, answer.page.heading) == (409, "Week 2: Module 2 title")
    sentence = "You signed that this is done. Withdraw the attestation first."
    assert answer.page.link(sentence) == "#reading-r2a"
