"""The screens of a survey: what it is, its questions, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.language import LazyText, Text, _
from app.packs.instruments.names import NOT_APPLICABLE, THEN
from app.packs.instruments.schema import InstrumentData
from app.packs.text.quotes import curly_fields
from app.site.parts.questions import NOTHING, Given, QuestionScreen, screens
from app.surveys.answering.rules import Answers, Sent, na_field
from app.surveys.codes import ELEMENTS, CodeElement
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.invitations.queries import Invited
from app.web.parts import FieldError

WHO_SEES: Mapping[IdentityMode, LazyText] = {
    IdentityMode.IDENTIFIED: _(
        "Your answers are kept with your name: whoever runs the program can see what you answered."
    ),
    IdentityMode.CONFIDENTIAL: _(
        "Your answers are kept under a pseudonym: whoever reads them does not see your name, and "
        "each look at whose pseudonym it is is recorded."
    ),
    IdentityMode.LINKED: _(
        "Your answers are anonymous: nobody can see which are yours. A code that only you can make "
        "lets them be compared with what you answer later."
    ),
    IdentityMode.UNLINKED: _(
        "Your answers are anonymous: nobody can see which are yours, and nothing connects them "
        "with what you answer later."
    ),
}
"""Who will see what, in one plain sentence."""


@dataclass(frozen=True)
class Head:
    """What a survey is."""

    path: str
    title: str
    language: str
    minutes: int
    intro: Sequence[str]
    cohort: str
    who_sees: Text
    mode: IdentityMode
    groups: int
    """How many screens of questions there are."""

    @property
    def is_saved(self) -> bool:
        """Whether answers are kept on the way."""
        return not self.mode.is_anonymous


@dataclass(frozen=True)
class StartPage:
    """The first screen, where answers are kept on the way."""

    head: Head
    goes_on: int | None
    """The screen to go on with, counted from 1; None for who begins."""


@dataclass(frozen=True)
class GroupPage:
    """One screen of questions."""

    head: Head
    number: int
    """Counted from 1."""
    screen: QuestionScreen
    errors: Sequence[FieldError]

    @property
    def is_last(self) -> bool:
        """Whether it sends."""
        return self.number == self.head.groups


@dataclass(frozen=True)
class CodeField:
    """One part of the code that people make."""

    element: CodeElement
    value: str
    error: Text | None


@dataclass(frozen=True)
class WholePage:
    """All screens in one form, of which the script shows one at a time: for anonymous answers."""

    head: Head
    screens: Sequence[QuestionScreen]
    code: Sequence[CodeField]
    errors: Sequence[FieldError]


@dataclass(frozen=True)
class OverPage:
    """What is left to say: that it is done, or that it cannot be answered now."""

    title: str | None
    language: str
    why: Text | None
    """None for who has answered."""
    is_evaluation: bool
    has_home: bool


def head_of(own: Invited, path: str) -> Head:
    """What everybody is told before they answer."""
    data = instrument_of(own)
    return Head(
        path=path,
        title=data.title,
        language=data.language,
        minutes=data.minutes,
        intro=data.intro.split("\n"),
        cohort=own.cohort,
        who_sees=WHO_SEES[own.survey.mode],
        mode=own.survey.mode,
        groups=len(data.groups) + (own.survey.mode is IdentityMode.LINKED),
    )


def instrument_of(own: Invited) -> InstrumentData:
    """The instrument as it is shown, with typographic marks."""
    data = own.content_version.data
    return InstrumentData.model_validate(curly_fields(data, str(data["language"])))


def group_page(own: Invited, path: str, number: int, given: Given) -> GroupPage:
    """One screen. `number`: counted from 1."""
    shown = screens(instrument_of(own), asks_then=own.survey.asks_then, given=given)
    return GroupPage(head_of(own, path), number, shown[number - 1], given.summary)


def whole_page(own: Invited, path: str, given: Given = NOTHING) -> WholePage:
    """All screens."""
    shown = screens(instrument_of(own), asks_then=own.survey.asks_then, given=given)
    asks_code = own.survey.mode is IdentityMode.LINKED
    code = [_code_field(element, given) for element in ELEMENTS] if asks_code else []
    return WholePage(head_of(own, path), shown, code, given.summary)


def over_page(own: Invited, why: Text | None, *, signed_in: bool) -> OverPage:
    """The last page of who has answered, and of who cannot: that one does not say what it is."""
    data = instrument_of(own)
    is_evaluation = own.survey.purpose is Purpose.EVALUATION
    return OverPage(None if why else data.title, data.language, why, is_evaluation, signed_in)


def as_fields(instrument: InstrumentData, answers: Answers) -> Sent:
    """Answers as they stand in the fields of a form."""
    fields: dict[str, Sequence[str]] = {}
    for name, answer in answers.items():
        item = instrument.by_code.get(name) or instrument.by_code[name.removesuffix(THEN)]
        if answer == NOT_APPLICABLE and item.kind in {"number", "date"}:
            fields[na_field(name)] = ["yes"]
        else:
            fields[name] = answer if isinstance(answer, list) else [str(answer)]
    return fields


def _code_field(element: CodeElement, given: Given) -> CodeField:
    values = given.values.get(element.name, ())
    return CodeField(element, values[0] if values else "", given.errors.get(element.name))
