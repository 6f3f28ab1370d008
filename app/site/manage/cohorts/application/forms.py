"""What a coordinator sends about an application form."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from app.cohorts.applications.enums import QuestionKind
from app.cohorts.applications.rules import LONGEST_OPTION, MOST_OPTIONS, Question
from app.language import _
from app.web.forms import LINES, Form

MOST_SIGNS = 2 * MOST_OPTIONS * LONGEST_OPTION
"""Of all options together; how long each can be, the rule says."""


class QuestionForm(Form):
    """One question; the options of a choice stand one on each line."""

    asked_for: ClassVar = {
        "label": _("Enter what is asked."),
        "kind": _("Choose how it is answered."),
    }

    label: Annotated[str, Field(min_length=1, max_length=300)]
    hint: Annotated[str, Field(max_length=500)] = ""
    kind: QuestionKind
    options: Annotated[str, LINES, Field(max_length=MOST_SIGNS)] = ""
    required: bool = False

    @property
    def question(self) -> Question:
        """What was sent; the same option is offered once."""
        lines = (line.strip() for line in self.options.splitlines())
        options = tuple(dict.fromkeys(line for line in lines if line))
        return Question(self.label, self.kind, self.hint, options, self.required)


class MoveForm(Form):
    """Whether a question goes up or down."""

    to: Literal["up", "down"]


class LeadsForm(Form):
    """Whether leads of institutions decide on applications of their own people."""

    leads_decide: bool = False
