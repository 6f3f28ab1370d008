"""Forms: sentences for people, nothing unknown taken, nothing typed lost."""

from typing import Annotated, ClassVar

import pytest
from fastapi import FastAPI
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col
from starlette.datastructures import FormData

from app.language import _
from app.learning.models import Reflection
from app.models import metadata
from app.web.forms import LINES, Form, FormInvalidError, FormState, parse, part_of
from tests.addresses import cases
from tests.client import SignIn
from tests.learning.open_unit import OPEN

COLUMNS = sorted({column.name for table in metadata.sorted_tables for column in table.columns})


class Example(Form):
    name: Annotated[str, Field(min_length=1, max_length=5)]
    count: Annotated[int, Field(ge=1, le=9)] = 1
    tags: list[str] = []


def errors(**fields: str) -> dict[str, str]:
    with pytest.raises(FormInvalidError) as caught:
        parse(Example, FormData(fields))
    return {name: str(text) for name, text in caught.value.errors.items()}


def test_values_are_trimmed_and_lists_collected() -> None:
    form = parse(Example, FormData([("name", " Ada "), ("tags", "a"), ("tags", "b")]))
    assert (form.name, form.count, form.tags) == ("Ada", 1, ["a", "b"])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Fill this in."),
        ({"name": "  "}, "Fill this in."),
        ({"name": "Adalbert"}, "Shorten this to at most 5 characters."),
    ],
)
def test_wrong_text_gets_a_sentence(fields: dict[str, str], sentence: str) -> None:
    assert errors(**fields) == {"name": sentence}


@pytest.mark.parametrize(
    ("count", "sentence"),
    [("x", "Enter a whole number."), ("0", "Enter at least 1."), ("10", "Enter at most 9.")],
)
def test_wrong_number_gets_a_sentence(count: str, sentence: str) -> None:
    assert errors(name="Ada", count=count) == {"count": sentence}


class Named(Example):
    """The same, with what its fields are called."""

    names: ClassVar = {"name": _("Name"), "count": _("Seats")}


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"name": "Fill in “Name”."}),
        ({"name": "Adalbert"}, {"name": "Shorten “Name” to at most 5 characters."}),
        ({"name": "A", "count": "x"}, {"count": "Enter a whole number for “Seats”."}),
        ({"name": "A", "count": "0"}, {"count": "Enter at least 1 for “Seats”."}),
        ({"name": "A", "count": "10"}, {"count": "Enter at most 9 for “Seats”."}),
    ],
)
def test_sentence_names_the_field_where_it_would_not_say_which_one_is_meant(
    fields: dict[str, str], errors: dict[str, str]
) -> None:
    with pytest.raises(FormInvalidError) as caught:
        parse(Named, FormData(fields))
    assert {name: str(text) for name, text in caught.value.errors.items()} == errors


def test_part_of_a_form_is_taken_where_the_rest_is_wrong() -> None:
    sent = FormData([("name", "Ada"), ("other", "x"), ("tags", "a"), ("tags", "b")])
    part = part_of(Example, sent)
    assert part is not None
    assert (part.name, part.tags) == ("Ada", ["a", "b"])
    assert part_of(Example, FormData({"name": "", "other": "x"})) is None


class Asking(Form):
    """A number that says itself what it asks for."""

    asked_for: ClassVar = {"seats": _("Enter how many seats there are.")}

    seats: int


@pytest.mark.parametrize("typed", ["", "  "])
def test_a_number_that_is_left_empty_names_what_it_asks_for(typed: str) -> None:
    with pytest.raises(FormInvalidError) as refused:
        parse(Asking, FormData({"seats": typed}))
    assert str(refused.value.errors["seats"]) == "Enter how many seats there are."
    with pytest.raises(FormInvalidError) as refused:
        parse(Asking, FormData({"seats": "many"}))
    assert str(refused.value.errors["seats"]) == "Enter a whole number."


def test_what_was_typed_is_kept() -> None:
    with pytest.raises(FormInvalidError) as caught:
        parse(Example, FormData({"name": "Adalbert", "count": "2"}))
    state = FormState(caught.value.values, caught.value.errors)
    assert state.value("name") == "Adalbert"
    assert state.value("missing", "x") == "x"
    ((name, text),) = state.summary
    assert (name, str(text)) == ("name", "Shorten this to at most 5 characters.")


def test_unknown_field_is_refused() -> None:
    assert errors(name="Ada", is_admin="1") == {"is_admin": "This form has no such field."}


@pytest.mark.parametrize("persona", ["ada", "ben", "fay", "cora"])
@pytest.mark.both_databases
def test_no_form_takes_a_column_name_or_breaks(
    app: FastAPI, sign_in: SignIn, objects: dict[str, dict[str, str]], persona: str
) -> None:
    """Who is turned away at the door is, whatever the form says: others are asked more."""
    browser = sign_in(persona)
    sent = 0
    for method, address, *_rest in cases(app, objects):
        if method == "POST":
            for value in ("x", "0", "\x00"):
                answer = browser.post(address, data=dict.fromkeys(COLUMNS, value))
                is_file = "attachment" in answer.headers.get("content-disposition", "")
                assert is_file or answer.status_code in {303, 403, 404, 409, 422}, address
                sent += 1
                if answer.status_code in {403, 404}:
                    break
    assert sent >= 50


class Noted(Form):
    name: str = ""
    note: Annotated[str, LINES] = ""


def test_breaks_of_a_word_processor_are_lines_where_there_are_lines_and_spaces_elsewhere() -> None:
    form = parse(Noted, FormData({"name": "Ada\x0bAlvarez", "note": "One.\x0bTwo.\x0cThree."}))
    assert (form.name, form.note) == ("Ada Alvarez", "One.\nTwo.\nThree.")


@pytest.mark.both_databases
def test_signs_that_no_keyboard_makes_refuse_nothing(sign_in: SignIn, session: Session) -> None:
    everything = "".join(map(chr, (*range(9), *range(0x0E, 0x20), 0x7F)))
    typed = f"I\x00 took{everything} silence\x0bfor agreement."
    ada = sign_in("ada")
    answer = ada.post(f"{OPEN}/reflection", data={"text": typed})
    assert answer.status_code == 303
    (kept,) = session.scalars(
        select(col(Reflection.text)).where(col(Reflection.text).contains("silence"))
    )
    assert kept == "I took silence\nfor agreement."


def test_what_was_typed_stays_when_something_else_is_wrong(sign_in: SignIn) -> None:
    page = (
        sign_in("ada").post("/my/profile", data={"given_name": "A\x0bda", "family_name": ""}).page
    )
    assert page.one("#given_name").attribute("value").split() == ["A", "da"]


@pytest.mark.both_databases
@pytest.mark.parametrize("address", ["/cohorts/x%00", "/home?saved=%00", "/verify/%00"])
def test_null_byte_in_an_address_finds_nothing(sign_in: SignIn, address: str) -> None:
    assert sign_in("ada").get(address).status_code == 404
