"""What somebody is asked to allow: a Yes or a No to each, and what each is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.language import Text, _, pgettext
from app.site.parts.studies import SCOPES, about_scope
from app.studies.consent.rules import Stand, unsaid
from app.studies.enums import ConsentScope
from app.surveys.enums import IdentityMode
from app.web.forms import FormState
from app.web.parts import Option

YES_NO = (
    Option("yes", pgettext("an answer to a question of consent", "Yes")),
    Option("no", pgettext("an answer to a question of consent", "No")),
)


TAKING_PART = _("Taking part means that your answers may be used for this study.")


@dataclass(frozen=True)
class ScopeQuestion:
    """One thing that they are asked to allow."""

    name: str
    words: Text
    about: Text
    """What it is for, and what No means."""
    value: str
    """What is chosen; empty before somebody has said anything."""
    error: Text | None


@dataclass(frozen=True)
class Said:
    """What somebody said to one of them, once they take part."""

    words: Text
    answer: Text


def scope_questions(
    scopes: Sequence[ConsentScope], mode: IdentityMode, stand: Stand, form: FormState
) -> list[ScopeQuestion]:
    """What they said before stands there only while they take part: then a No is a No."""
    was_sent = "edition" in form.values
    return [
        ScopeQuestion(
            scope.value,
            SCOPES[scope],
            about_scope(scope, mode),
            form.value(scope.value, "" if was_sent else _held(stand, scope)),
            form.error(scope.value),
        )
        for scope in scopes
    ]


def _held(stand: Stand, scope: ConsentScope) -> str:
    if not stand.is_given:
        return ""
    return "yes" if stand.allows(scope) else "no"


def said(scopes: Sequence[ConsentScope], stand: Stand) -> list[Said]:
    """What holds; empty unless they take part."""
    if not stand.is_given:
        return []
    yes, no = (option.label for option in YES_NO)
    return [Said(SCOPES[scope], yes if stand.allows(scope) else no) for scope in scopes]


def errors_of(answers: Mapping[ConsentScope, bool | None]) -> dict[str, Text]:
    """A sentence at each question to which nothing was said.

    `answers`: to each question that was asked.
    """
    return {
        scope.value: _("Choose Yes or No: {question}", question=SCOPES[scope])
        for scope in unsaid(answers)
    }
