"""The form of whoever applies, as it is shown, and what they answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.cohorts.applications.enums import QuestionKind
from app.cohorts.applications.models import ApplicationAnswer, ApplicationQuestion
from app.cohorts.applications.rules import fingerprint
from app.language import Text, _
from app.language.moments import local
from app.web.forms import FormState
from app.web.parts import Fact, Option

QUESTION = "question-"
"""How the fields of a form are called: this, and the id of the question."""
MOST_RADIOS = 7


@dataclass(frozen=True)
class QuestionField:
    """One field of the form."""

    name: str
    kind: str
    """`text`, `radios`, `select`, `number` or `consent`."""
    label: Text
    hint: str
    options: Sequence[Option]
    required: bool
    value: str
    error: Text | None


@dataclass(frozen=True)
class ApplicationForm:
    """The whole form; without fields, it asks nothing."""

    fields: Sequence[QuestionField]
    seen: str
    """What was asked: an answer to other words is not taken."""


def application_form(
    asked: Sequence[ApplicationQuestion], form: FormState, answers: Sequence[ApplicationAnswer] = ()
) -> ApplicationForm:
    """With what was just typed, else with what was answered before."""
    before = {f"{QUESTION}{answer.question_id}": answer.value for answer in answers}
    values = form.values or before
    return ApplicationForm(
        [_field(question, values, form.errors) for question in asked], fingerprint(asked)
    )


def _field(
    question: ApplicationQuestion, values: Mapping[str, str], errors: Mapping[str, Text]
) -> QuestionField:
    name = f"{QUESTION}{question.id}"
    label: Text = question.label
    return QuestionField(
        name,
        _shown_as(question),
        label if question.required else _("{label} (optional)", label=label),
        question.hint,
        [Option(option, option) for option in question.options],
        question.required,
        values.get(name, ""),
        errors.get(name),
    )


def _shown_as(question: ApplicationQuestion) -> str:
    if question.kind is not QuestionKind.CHOICE:
        return question.kind.value
    return "radios" if len(question.options) <= MOST_RADIOS else "select"


def answer_facts(answers: Sequence[ApplicationAnswer], zone: str) -> list[Fact]:
    """What somebody answered, each below the words that they answered to."""
    return [Fact(answer.label, answer_text(answer, zone)) for answer in answers]


def answer_text(answer: ApplicationAnswer, zone: str) -> Text:
    """An answer as it was typed; of a consent, when it was given."""
    if answer.kind is QuestionKind.CONSENT:
        return _("Agreed {at:moment}", at=local(answer.answered_at, zone))
    return answer.value
