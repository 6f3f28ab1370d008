"""How a coordinator decides on applications."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, NamedTuple
from uuid import UUID

from pydantic import Field
from starlette.datastructures import FormData

from app.cohorts.deciding.enums import Decision
from app.language import _
from app.web.forms import LINES, Form, GivenReason

MOST = 500
"""People on whom one decision is made at once."""


class Chosen(NamedTuple):
    """On whom, and how, as far as a form that is refused says it."""

    people: Sequence[UUID]
    decision: Decision


def chosen(submitted: FormData) -> Chosen:
    """What was chosen, so that a form that is refused for something else can be sent again."""
    people = [_person(value) for value in submitted.getlist("person")[:MOST]]
    decisions = {decision.value: decision for decision in Decision}
    decision = decisions.get(str(submitted.get("decision")), Decision.SEAT)
    return Chosen([id_ for id_ in people if id_ is not None], decision)


def _person(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


class DecideForm(Form):
    """On whom, how, and why."""

    asked_for: ClassVar = {"decision": _("Choose how you decide.")}

    person: Annotated[list[UUID], Field(max_length=MOST)] = Field(default_factory=list)
    decision: Decision
    reason: Annotated[GivenReason, LINES] = ""
