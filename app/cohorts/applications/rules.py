"""What can be asked of who applies, and what is an answer to it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from app.cohorts.applications.enums import QuestionKind
from app.cohorts.enums import EnrollmentStatus
from app.language.reasons import Reason, ReasonKind, reason
from app.language.words import normalize_for_search

if TYPE_CHECKING:
    from app.cohorts.applications.models import ApplicationAnswer, ApplicationQuestion

MOST_QUESTIONS = 30
LONGEST_OPTION = 120
MOST_OPTIONS = 50
LONGEST = 2_000
"""Signs of an answer."""
AGREED = "yes"  # not shown

HAS_ANSWERS = reason(
    "application_question.has_answers",
    "Somebody has answered this question, so its words stay as they are. Stop asking it, and add "
    "another one.",
)
SAME_LABEL = reason(
    "application_question.same_label", "The form already asks this. Word it differently."
)
FEW_OPTIONS = reason(
    "application_question.few_options", "Enter at least two different options, one on each line."
)
MANY_OPTIONS = ReasonKind(
    "application_question.many_options",
    "A choice has at most {count} option.",
    "A choice has at most {count} options. Take some away, or ask for a text.",
)
LONG_OPTION = ReasonKind(
    "application_question.long_option",
    "Shorten this option to at most {count} character: “{option}”",
    "Shorten this option to at most {count} characters: “{option}”",
)
TOO_MANY = ReasonKind(
    "application_question.too_many",
    "A form has at most {count} question.",
    "A form has at most {count} questions. Take one away first.",
)
ANSWER = ReasonKind("application_answer.missing", "Answer this: “{question}”")
CHOOSE = ReasonKind("application_answer.not_chosen", "Choose one of the options: “{question}”")
NUMBER = ReasonKind(
    "application_answer.no_number", "Enter a number, such as 12 or 2.5: “{question}”"
)
NO_COMMA = ReasonKind(
    "application_answer.comma",
    "Write the number without a comma, such as 1000 or 1.5: “{question}”",
)
BELOW_ZERO = ReasonKind("application_answer.below_zero", "Enter 0 or more: “{question}”")
AGREE = ReasonKind("application_answer.not_agreed", "Agree to this to apply: “{question}”")
SHORTEN = ReasonKind(
    "application_answer.too_long",
    "Shorten “{question}” to at most {count} character.",
    "Shorten “{question}” to at most {count} characters.",
)
FORM_CHANGED = reason(
    "application_form.changed",
    "The questions changed while you answered. What you entered is still here: check it, and send "
    "it again.",
)
NOT_WAITING = reason(
    "application.not_waiting",
    "Your application has been decided, so the answers stay as they are.",
)
_NUMBER = re.compile(r"[-+]?[0-9]{1,9}([.][0-9]{1,6})?")


@dataclass(frozen=True)
class Question:
    """What a question is to say, whichever cohort's it is."""

    label: str
    kind: QuestionKind
    hint: str = ""
    options: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class FiledAnswer:
    """What a file says of somebody; with the question that its header is, if it is one."""

    enrollment_id: UUID
    label: str
    value: str
    question: ApplicationQuestion | None = None


def why_not_alter(*, has_answers: bool) -> Reason | None:
    """Why the words of a question are not changed."""
    return HAS_ANSWERS if has_answers else None


def why_not_ask(wanted: Question, others: Sequence[ApplicationQuestion]) -> Reason | None:
    """Why a question cannot stand beside the others of a form."""
    labels = {normalize_for_search(other.label) for other in others if other.retired_at is None}
    if normalize_for_search(wanted.label) in labels:
        return SAME_LABEL
    return _why_not_offer(wanted.options) if wanted.kind is QuestionKind.CHOICE else None


def _why_not_offer(options: Sequence[str]) -> Reason | None:
    if len(set(options)) < 2:
        return FEW_OPTIONS
    if len(options) > MOST_OPTIONS:
        return MANY_OPTIONS(count=MOST_OPTIONS)
    too_long = next((option for option in options if len(option) > LONGEST_OPTION), None)
    return LONG_OPTION(count=LONGEST_OPTION, option=too_long) if too_long else None


def why_not_more(asked: int) -> Reason | None:
    """Why a form takes no further question."""
    return TOO_MANY(count=MOST_QUESTIONS) if asked >= MOST_QUESTIONS else None


def in_order(ids: Sequence[UUID], moved: UUID, *, up: bool) -> list[UUID]:
    """The questions of a form after one changed places with its neighbor; at an end nothing does.

    `moved`: one of them.
    """
    order = list(ids)
    at = order.index(moved)
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order


def fingerprint(asked: Sequence[ApplicationQuestion]) -> str:
    """Of what was asked: an answer is to the words that were read."""
    words = [
        (str(q.id), q.label, q.hint, q.kind.value, tuple(q.options), q.required) for q in asked
    ]
    return sha256(repr(words).encode()).hexdigest()[:16]


def why_not_answer(asked: Sequence[ApplicationQuestion], seen: str | None) -> Reason | None:
    """Why answers are to other words. `seen`: what was asked, None if nobody read it."""
    return None if seen is None or seen == fingerprint(asked) else FORM_CHANGED


@dataclass(frozen=True)
class Checked:
    """What was answered, as it is kept, and what is wrong with it; both by question."""

    values: Mapping[UUID, str]
    problems: Mapping[UUID, Reason]


def checked(asked: Sequence[ApplicationQuestion], given: Mapping[UUID, str]) -> Checked:
    """Every question's answer. What is left empty and need not be answered is no answer."""
    values, problems = {}, {}
    for question in asked:
        value = given.get(question.id, "").strip()
        if problem := _problem(question, value):
            problems[question.id] = problem
        elif value:
            values[question.id] = value
    return Checked(values, problems)


def _problem(question: ApplicationQuestion, value: str) -> Reason | None:
    kind, label = question.kind, question.label
    if kind is QuestionKind.CONSENT:
        return None if value == AGREED else AGREE(question=label)
    if not value:
        missing = CHOOSE if kind is QuestionKind.CHOICE else ANSWER
        return missing(question=label) if question.required else None
    if kind is QuestionKind.CHOICE:
        return None if value in question.options else CHOOSE(question=label)
    if kind is QuestionKind.NUMBER:
        return _why_no_number(value, label)
    return SHORTEN(question=label, count=LONGEST) if len(value) > LONGEST else None


def _why_no_number(value: str, label: str) -> Reason | None:
    if "," in value:  # of thousands to some, of a fraction to others
        return NO_COMMA(question=label)
    if _NUMBER.fullmatch(value) and value.startswith("-"):
        return BELOW_ZERO(question=label)  # years, people and hours are counted
    return None if _NUMBER.fullmatch(value) else NUMBER(question=label)


def why_not_correct(status: EnrollmentStatus) -> Reason | None:
    """Why the answers of an application stay as they are."""
    return None if status is EnrollmentStatus.APPLIED else NOT_WAITING


def to_questions(answers: Sequence[ApplicationAnswer]) -> list[ApplicationAnswer]:
    """Answers to questions of the form, without what else files say.

    That can be a note about somebody, and is for the coordinators of the cohort.
    """
    return [answer for answer in answers if answer.question_id is not None]
