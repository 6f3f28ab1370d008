"""What coordinators send on the way of a file of people."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import Field
from starlette.datastructures import FormData, UploadFile

from app.cohorts.intake.enums import Meaning
from app.cohorts.intake.facts import About, Choices, Chosen, Here, Question
from app.cohorts.intake.sheets import MAX_FILE
from app.language import Text, _
from app.language.reasons import reason
from app.site.parts.days import Day
from app.web.forms import Form, FormInvalidError, GivenReason, typed

NO_FILE = reason("people_file.none_chosen", "Choose the file that holds your list.")
LONGEST = 200
OTHER = "other"
PARTS = ("choice", "other", "name", "short", "zone")


class SentFile:
    """A file that was sent: bytes, and the name that its sender's computer gave it."""

    def __init__(self, submitted: FormData) -> None:
        sent = submitted.get("file")
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise FormInvalidError({"file": NO_FILE}, {})
        self.content = sent.file.read(MAX_FILE + 1)
        self.name = "".join(sign for sign in sent.filename if sign.isprintable()) or "people.csv"


class ApplyForm(Form):
    """Agreeing to what the page said."""

    until: Day
    seen: Annotated[str, Field(max_length=64)]
    """Fingerprint of the plan that was looked at."""


class UndoForm(Form):
    """Taking all of it back."""

    reason: GivenReason = ""


def choices_of(submitted: FormData, questions: Sequence[Question], here: Here) -> Choices:
    """What was chosen, by question; raises `FormInvalidError` at the fields."""
    values = typed(submitted)
    known = {f"{part}-{n}" for n in range(len(questions)) for part in PARTS}
    if not set(submitted) <= known:
        raise FormInvalidError({"form": _("This form has no such field.")}, values)
    errors: dict[str, Text] = {}
    chosen: dict[str, dict[str, str]] = {}
    for number, question in enumerate(questions):
        given = {part: values.get(f"{part}-{number}", "").strip() for part in PARTS}
        if given["choice"]:
            wrong = _wrong(question, given, here)
            errors |= {f"{part}-{number}": text for part, text in wrong.items()}
            chosen[question.key] = _chosen(given)
    if errors:
        raise FormInvalidError(errors, values)
    return chosen


def _chosen(given: Mapping[str, str]) -> dict[str, str]:
    if given["choice"] == OTHER:
        return {"choice": f"is:{given['other']}"}
    if given["choice"] != Chosen.NEW:
        return {"choice": given["choice"]}
    return {
        "choice": Chosen.NEW.value,
        "name": given["name"],
        "short_name": given["short"] or given["name"],
        "zone": given["zone"],
    }


def _wrong(question: Question, given: Mapping[str, str], here: Here) -> dict[str, Text]:
    choice, ids = given["choice"], {str(known.id) for known in here.institutions}
    if choice not in options(question):
        return {"choice": _("Choose one of the options.")}
    if choice == OTHER and given["other"] not in ids:
        return {"other": _("Choose one from the list.")}
    if choice != Chosen.NEW:
        return {}
    wrong: dict[str, Text] = {}
    if not 0 < len(given["name"]) <= LONGEST:
        wrong["name"] = _("Enter the institution’s name.")
    elif given["name"] in {known.name for known in here.institutions}:
        wrong["name"] = _("There is already an institution with this name. Choose it above.")
    if len(given["short"]) > LONGEST:
        wrong["short"] = _("Enter a shorter name, such as High Desert.")
    if given["zone"] not in available_timezones():
        wrong["zone"] = _("Choose its time zone.")
    return wrong


def options(question: Question) -> list[str]:
    """Everything that a question can be answered with."""
    if question.about is About.INSTITUTION:
        alike = [f"is:{known.id}" for known in question.institutions]
        return [*alike, OTHER, Chosen.NEW.value, Chosen.OUT.value]
    if question.about is About.PERSON:
        people = [f"is:{person.id}" for person in question.people]
        rows = [f"row:{row.line}" for row in question.earlier]
        return [*people, *rows, Chosen.TWO.value, Chosen.OUT.value]
    return [*(f"to:{address}" for address in question.row.addresses), Chosen.OUT.value]


def columns_of(submitted: FormData, count: int) -> list[Meaning]:
    """What each column holds; raises `FormInvalidError`."""
    names = [f"column-{number}" for number in range(count)]
    if set(submitted) != set(names):
        raise FormInvalidError({"form": _("Say of each column what it holds.")}, {})
    try:
        return [Meaning(str(submitted[name])) for name in names]
    except ValueError:
        raise FormInvalidError({"form": _("Choose one of the options.")}, {}) from None
