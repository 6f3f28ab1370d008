"""A unit's page: every happy path, each refusal, and what a locked unit gives away."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.cohorts.models import Program, UnitOpening
from app.learning.reflections.queries import reflection
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements, content_of
from tests.learning.open_unit import NAMED, OPEN, do_everything, shown

LOCKED = "/cohorts/fall-2026/units/3"
STATEMENT = {"statement_version": "t-1"}


def test_open_unit_shows_its_text_and_why_it_cannot_be_signed_yet(
    sign_in: SignIn,
) -> None:
    page = sign_in("ada").get(OPEN).text
    assert "Text of module 2." in page
    assert "2 readings and the reflection are still to do." in page


def test_a_tick_can_be_taken_back_until_the_unit_is_signed(
    sign_in: SignIn,
) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    ada.post(f"{OPEN}/readings/r2a", data={"done": "no"})
    assert "1 reading is still to do." in ada.get(OPEN).text
    do_everything(ada)
    ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED)
    answer = ada.post(f"{OPEN}/readings/r2a", data={"done": "no"})
    assert answer.status_code == 409
    assert "Withdraw the attestation first." in answer.text


def answer(ada: Browser, option: str) -> Any:
    data = shown(ada, f"{OPEN}/check") | {"question": "q1", "option": option}
    return ada.post(f"{OPEN}/answers", data=data)


def test_an_answer_shows_its_feedback(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert answer(ada, "1").status_code == 303
    page = ada.get(f"{OPEN}/check").text
    assert "No, not that." in page
    assert "Yes, this." not in page


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("readings/r3a", {"done": "yes"}),
        ("reflection", {"text": "early"}),
        ("answers", {"question": "q1", "option": "0"}),
        ("attestation", STATEMENT | {"typed_name": "Ada Alvarez"}),
    ],
)
def test_nothing_can_be_recorded_in_a_locked_unit(
    sign_in: SignIn, path: str, data: dict[str, str]
) -> None:
    assert sign_in("ada").post(f"{LOCKED}/{path}", data=data).status_code == 404


def test_a_locked_unit_still_shows_what_was_signed(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    do_everything(ada)
    ada.post(f"{OPEN}/attestation", data=shown(ada) | NAMED)
    assert ada.get(LOCKED).text.count("(done)") == 1


def test_a_locked_unit_shows_its_title_and_when_it_opens_and_nothing_else(
    sign_in: SignIn,
) -> None:
    answer = sign_in("ada").get(LOCKED)
    words, page = answer.page.text, answer.text
    assert "Week 3: Module 3 title" in words
    assert "Opens Mon, Nov 23, 6:00 AM Mountain Time" in words
    assert sign_in("ada").get(f"{LOCKED}/check").status_code == 404
    for secret in ("Text of module 3", "r3a", "Reading 3", "Reflect on 3", "Case 3", "10.1234"):
        assert secret not in page


def test_unit_opened_early_for_one_person_is_open_for_nobody_else(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    session.add(
        UnitOpening(
            unit_id=cast.unit("fall-2026", 3).id,
            enrollment_id=cast.enrollment("ada").id,
            opened_at=NOW,
            reason="Away next week.",
            by=cast.id("cora"),
        )
    )
    session.commit()
    assert "Text of module 3." in sign_in("ada").get(LOCKED).text
    cast.enrollment("nan").person_id = cast.id("lee")
    session.commit()
    assert "Text of module 3." not in sign_in("lee").get(LOCKED).text


@pytest.mark.parametrize("path", ["readings/r1a", "readings/nope"])
def test_a_reading_of_another_unit_does_not_exist_here(sign_in: SignIn, path: str) -> None:
    assert sign_in("ada").post(f"{OPEN}/{path}", data={"done": "yes"}).status_code == 404


@pytest.mark.parametrize(("persona", "status"), [("ben", 404), ("fay", 403), ("cora", 403)])
def test_somebody_elses_unit_is_not_shown(sign_in: SignIn, persona: str, status: int) -> None:
    assert sign_in(persona).get(OPEN).status_code == status


def test_empty_reflection_is_answered_at_its_field(sign_in: SignIn) -> None:
    answer = sign_in("ada").post(f"{OPEN}/reflection", data={"text": "  "})
    assert answer.status_code == 422
    assert answer.page.title.startswith("Error:")


def test_reflection_is_kept_exactly_as_typed(sign_in: SignIn, session: Session, cast: Cast) -> None:
    typed = "\n  I assumed:\n\n  - that he knew\n "
    assert sign_in("ada").post(f"{OPEN}/reflection", data={"text": typed}).status_code == 303
    kept = reflection(session, cast.enrollment("ada").id, cast.unit("fall-2026", 2).id)
    assert kept is not None
    assert kept.text == typed


@pytest.mark.parametrize(
    ("query", "to"), [("", OPEN), ("?back=unit", OPEN), ("?back=home", "/home")]
)
def test_tick_leads_back_to_the_page_it_was_made_on(sign_in: SignIn, query: str, to: str) -> None:
    answer = sign_in("ada").post(f"{OPEN}/readings/r2a{query}", data={"done": "yes"})
    assert (answer.status_code, answer.headers["location"]) == (303, to)


def test_htmx_gets_only_the_content_and_the_title(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    fragment = ada.get(OPEN, headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert fragment.startswith("<title>Week 2: Module 2 title · Waypost</title>")
    assert " ".join(content_of(fragment).split()) in " ".join(ada.get(OPEN).text.split())


def test_title_says_that_something_is_wrong_after_a_swap_too(sign_in: SignIn) -> None:
    sent = {"data": {"text": ""}, "headers": {"HX-Request": "true"}}
    fragment = sign_in("ada").post(f"{OPEN}/reflection", **sent).text
    assert fragment.startswith("<title>Error: Week 2: Module 2 title · Waypost</title>")


def test_unit_page_takes_at_most_9_statements(sign_in: SignIn, statements: Statements) -> None:
    ada = sign_in("ada")
    with statements() as count:
        ada.get(OPEN)
    assert count.total <= 9, count.seen  # one of them who coordinates the cohort


def test_words_of_a_program_say_their_language_where_it_is_not_the_pages(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    assert not ada.page(OPEN).one("#module").has("lang")
    session.get_one(Program, cast.fall.program_id).language = "es"
    session.commit()
    page = ada.page(OPEN)
    for part in ("#module", ".statement", "aside ul:not(.to-do)", ".disclosure ul"):
        assert page.one(part).attribute("lang") == "es", part
    assert ada.page("/cohorts/fall-2026/sessions/2").one(".prose").attribute("lang") == "es"
