"""The application form of a cohort: its questions, who decides, and how applicants see it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.cohorts.applications.enums import QuestionKind
from app.cohorts.applications.models import ApplicationQuestion
from app.cohorts.applications.rules import why_not_alter
from app.cohorts.context import CohortContext
from app.cohorts.enums import WayIn
from app.language import Text, _, dotted, pgettext
from app.language.reasons import Reason
from app.site.manage.cohorts.page import path_of
from app.site.parts.application import ApplicationForm, application_form
from app.web.forms import FormState
from app.web.parts import Option

KINDS: Mapping[QuestionKind, Text] = {
    QuestionKind.TEXT: _("Text"),
    QuestionKind.CHOICE: _("Choice: one of the options"),
    QuestionKind.NUMBER: pgettext("of a question", "Number"),
    QuestionKind.CONSENT: _("Consent: a statement to agree to"),
}


@dataclass(frozen=True)
class QuestionLine:
    """One question, as its coordinator sees it."""

    id: str
    path: str
    label: str
    note: Text
    """How it is answered, and whether it must be."""
    has_answers: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class FormPage:
    """The whole form."""

    cohort: str
    path: str
    setup: str | None
    """Where a draft goes on."""
    is_used: bool
    """Whether people get in by application."""
    questions: Sequence[QuestionLine]
    retired: Sequence[str]
    """What nobody is asked any more."""
    preview: ApplicationForm
    leads_decide: bool
    kinds: Sequence[Option]
    saved: bool | None
    form: FormState = field(default_factory=FormState)


@dataclass(frozen=True)
class QuestionPage:
    """One question that is changed."""

    cohort: str
    path: str
    own: str
    label: str
    kinds: Sequence[Option]
    why_not: Reason | None
    form: FormState


def form_page(
    here: CohortContext,
    questions: Sequence[ApplicationQuestion],
    answered: Collection[UUID],
    form: FormState,
    *,
    saved: bool | None = None,
) -> FormPage:
    """The form. `answered`: the questions whose words do not change any more."""
    cohort, path = here.cohort, path_of(here)
    asked = [question for question in questions if question.retired_at is None]
    last = len(asked) - 1
    return FormPage(
        cohort=cohort.title,
        path=path,
        setup=f"{path}/setup/seats" if cohort.is_draft else None,
        is_used=cohort.way_in is WayIn.APPLICATION,
        questions=[
            QuestionLine(
                str(question.id),
                f"{path}/application/{question.id}",
                question.label,
                _note(question, has_answers=question.id in answered),
                question.id in answered,
                number == 0,
                number == last,
            )
            for number, question in enumerate(asked)
        ],
        retired=[question.label for question in questions if question.retired_at is not None],
        preview=application_form(asked, FormState()),
        leads_decide=cohort.leads_decide,
        kinds=_kinds(),
        saved=saved,
        form=form,
    )


def question_page(
    here: CohortContext,
    question: ApplicationQuestion,
    form: FormState | None,
    *,
    has_answers: bool,
) -> QuestionPage:
    """One question as it is, or as it was just typed."""
    path = f"{path_of(here)}/application"
    return QuestionPage(
        cohort=here.cohort.title,
        path=path_of(here),
        own=f"{path}/{question.id}",
        label=question.label,
        kinds=_kinds(),
        why_not=why_not_alter(has_answers=has_answers),
        form=form or FormState(_stored(question)),
    )


def _stored(question: ApplicationQuestion) -> dict[str, str]:
    return {
        "label": question.label,
        "hint": question.hint,
        "kind": question.kind.value,
        "options": "\n".join(question.options),
        "required": "yes" if question.required else "",
    }


def _note(question: ApplicationQuestion, *, has_answers: bool) -> Text:
    stays = (_("Has answers: its words stay as they are"),) if has_answers else ()
    return dotted((KINDS[question.kind], _needed(question), *stays))


def _needed(question: ApplicationQuestion) -> Text:
    if question.kind is QuestionKind.CONSENT:
        return _("Required to apply")
    return _("Must be answered") if question.required else _("Can be left empty")


def _kinds() -> list[Option]:
    return [Option(kind.value, words) for kind, words in KINDS.items()]
