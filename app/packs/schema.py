"""What a content file says in its front matter: the fields, and what each may hold.

Packs are written by people who are no engineers; `sentences.py` says in plain words what is
wrong. Checks across fields and files are in `checks.py`.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from app.language import _
from app.language.invalid import InvalidError
from app.packs.fields import (
    ClockTime,
    Count,
    Doi,
    Key,
    Label,
    LanguageCode,
    Line,
    Minutes,
    Text,
    WebAddress,
    Weekday,
    Words,
    YesNo,
    in_order,
    with_known_placeholders,
)
from app.packs.front_matter import FrontMatter
from app.packs.instruments.schema import InstrumentData
from app.packs.reminders import Reminders

Kind = Literal["program", "module", "case", "guide", "instrument"]
WITHOUT_TEXT: frozenset[Kind] = frozenset({"program", "instrument"})
"""Files that are all fields, with no text below them."""


class Objective(FrontMatter):
    """What a learner can do after the module, with a verb that one can observe."""

    id: Key
    text: Line


class Reading(FrontMatter):
    """A published work to read, cited and linked, never copied."""

    key: Key
    """Stable for ever: a learner's tick hangs on it."""
    title: Line
    authors: Line
    year: Annotated[int, Field(strict=True, ge=1900, le=2100)]
    source: Line
    """Journal, volume, issue and pages; or the publisher."""
    doi: Doi | None = None
    url: WebAddress | None = None
    """For a work that has no DOI."""
    type: Line
    """Journal article, Consensus report, Book chapter, Commentary ..."""
    minutes: Minutes
    required: YesNo
    access: Literal["free", "library"] | None = None
    """`free`: everybody can read the full text; `library`: most need a library for it."""
    why: Line
    """One sentence: why this one was chosen."""


class ReflectionPrompt(FrontMatter):
    """What the learner writes about."""

    prompt: Text
    minutes: Minutes


class AnswerOption(FrontMatter):
    """One answer to a question, and what is said to somebody who chose it."""

    text: Line
    correct: YesNo
    feedback: Text


class Question(FrontMatter):
    """One question of a knowledge check."""

    id: Key
    objective: Key
    """The id of the objective it tests."""
    text: Text
    options: Annotated[tuple[AnswerOption, ...], Field(min_length=2, max_length=8)]


class KnowledgeCheck(FrontMatter):
    """Questions with which a learner tests their own knowledge."""

    minutes: Minutes
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=20)]


class ModuleData(FrontMatter):
    """The front matter of a module."""

    key: Key
    """As in the file's name, without the number; stable for ever."""
    title: Line
    short_title: Label
    """For the row of steps, where there is little room."""
    minutes: Minutes
    """Text, required readings, reflection and check together."""
    text_minutes: Minutes
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1, max_length=10)]
    readings: Annotated[tuple[Reading, ...], Field(max_length=20)] = ()
    reflection: ReflectionPrompt
    check: KnowledgeCheck | None = None
    session_question: Text
    """The question to bring to the live session."""


class Speaker(FrontMatter):
    """Who speaks in a session: named as people read it, and nobody who signs in because of that."""

    name: Line
    degrees: Line | None = None
    institution: Line | None = None


class CaseData(FrontMatter):
    """The front matter of the part of a case that learners read."""

    key: Key
    title: Line
    module: Key | None = None
    """The key of the module it belongs to; nothing where its unit is a session alone."""
    summary: Line
    """One sentence that gives nothing away."""
    minutes: Minutes
    """How long the case takes in the live session."""
    roles: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    category: Line | None = None
    """What kind of topic it is, such as Teaching."""
    speakers: Annotated[tuple[Speaker, ...], Field(max_length=12)] = ()
    objectives: Annotated[tuple[Line, ...], Field(max_length=10)] = ()
    """What whoever comes can do afterward."""
    disclosure: Text | None = None
    """What the speakers say of their financial relationships."""


class PlanStep(FrontMatter):
    """One step of a session, in minutes from its start."""

    start: Annotated[int, Field(alias="from", strict=True, ge=0, le=600)]
    end: Annotated[int, Field(alias="to", strict=True, ge=1, le=600)]
    what: Text
    disclosure: Annotated[int, Field(strict=True, ge=1, le=99)] | None = None
    """The number of the disclosure that is shown in this step."""
    at: Annotated[int, Field(strict=True, ge=0, le=600)] | None = None
    """The minute at which it is shown, where that is not at once."""


class GuideData(FrontMatter):
    """The front matter of a facilitator guide."""

    case: Key
    """The key of the case it is for."""
    title: Line
    goals: Annotated[tuple[Line, ...], Field(min_length=1, max_length=20)]
    plan: Annotated[tuple[PlanStep, ...], Field(min_length=1, max_length=60)]


class Opening(FrontMatter):
    """When a unit opens: at this local time in the week of its session, in the cohort's zone."""

    weekday: Weekday = "monday"
    time: ClockTime = "06:00"
    weeks_before: Annotated[int, Field(strict=True, ge=0, le=52)] = 0
    """So many weeks earlier than the week of the session."""

    @property
    def local_time(self) -> dt.time:
        """The wall time, without a zone."""
        return dt.time.fromisoformat(self.time)


class SyllabusStep(FrontMatter):
    """One unit of the syllabus: a module, a case, or both."""

    module: Key | None = None
    case: Key | None = None


def latest_late(present_minutes: int, session_minutes: int) -> int:
    """After how many minutes at most somebody comes late, where so many make them present.

    After more they were present before they are late, or cannot be there for long enough any more.
    """
    return max(0, min(present_minutes - 1, session_minutes - present_minutes))


LIVE_ONLY = _("Only a `sister_session` is live; watching and writing never are.")


class MakeUpWay(FrontMatter):
    """One way in which a missed session can be made up, and what it is for credit."""

    way: Literal["sister_session", "recording", "case_response"]
    """The session of another cohort; the recording and a reflection; a written response."""
    credit: Literal["live", "enduring", "none"]
    """What the provider's CME office says it is: only a session can be live."""
    words: Count = 0
    """How many words the reflection or the response has at least."""

    @model_validator(mode="after")
    def _is_live_only_as_a_session(self) -> Self:
        if self.credit == "live" and self.way != "sister_session":
            raise InvalidError(LIVE_ONLY)
        return self


MAKE_UP_WAYS = (
    MakeUpWay(way="sister_session", credit="live"),
    MakeUpWay(way="recording", credit="enduring", words=100),
    MakeUpWay(way="case_response", credit="none", words=200),
)
"""Where a policy says nothing. A recording is a separate, enduring activity for accreditors; a
written response is nothing that minutes could be counted of."""


def _each_once(ways: tuple[MakeUpWay, ...]) -> tuple[MakeUpWay, ...]:
    if len({way.way for way in ways}) < len(ways):
        raise InvalidError(_("Name each way once."))
    return ways


class PolicyData(FrontMatter):
    """What completes a cohort of the program, and how minutes become a status."""

    modules_required: Count
    sessions_required: Count
    make_ups_allowed: Count
    excused_leaves_denominator: YesNo
    """Whether an excused session is no longer counted among those that were held."""
    present_minutes: Minutes
    """From so many minutes on, somebody was present."""
    late_after_minutes: Count
    """Joining later than this is late; late counts."""
    surveys: tuple[Key, ...] = ()
    """Surveys that must be done."""
    claim_days: Annotated[int, Field(strict=True, ge=1, le=3650)]
    """Days after the last session in which credit can be claimed."""
    check_percent: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None
    """Share of a knowledge check to answer right before signing; none: it is for oneself only."""
    make_up_ways: Annotated[tuple[MakeUpWay, ...], AfterValidator(_each_once)] = MAKE_UP_WAYS
    """Ways in which missed sessions can be made up, where any can."""

    @property
    def asks_nothing(self) -> bool:
        """Whether there is nothing to complete, as where people come to what they like."""
        return not (self.modules_required or self.sessions_required or self.surveys)


class AttestationText(FrontMatter):
    """The statement that a learner signs, and its version."""

    version: Line
    text: Annotated[Text, AfterValidator(with_known_placeholders)]
    """{unit} becomes “Week 5”, {title} the module's title, by plain substitution."""


WordRange = Annotated[tuple[Words, Words], AfterValidator(in_order)]
"""From and to, both included."""


class Lengths(FrontMatter):
    """How long the texts should be, in words without notes; the check warns of other lengths."""

    module_words: WordRange = (1200, 2000)
    case_words: WordRange = (250, 650)
    guide_words: WordRange = (600, 2000)
    reading_grade: Annotated[int, Field(strict=True, ge=1, le=20)] = 12
    """Highest Flesch-Kincaid grade level of a module or case."""


class ProgramData(FrontMatter):
    """program.yaml."""

    key: Key
    title: Line
    summary: Text
    language: LanguageCode = "en"
    """What the texts are written in, as a code (BCP 47) such as en, es or pt-BR."""
    format: Literal["cohort", "series"]
    unit_label: Label
    """What the program calls its units on screen, such as Week."""
    session_minutes: Minutes
    opening: Opening = Opening()
    syllabus: Annotated[tuple[SyllabusStep, ...], Field(min_length=1, max_length=100)]
    policy: PolicyData
    attestation: AttestationText
    reminders: Reminders = Reminders()
    """Those of a cohort that sets none for itself."""
    lengths: Lengths = Lengths()


MODELS: dict[Kind, type[FrontMatter]] = {
    "program": ProgramData,
    "module": ModuleData,
    "case": CaseData,
    "guide": GuideData,
    "instrument": InstrumentData,
}


def stored(data: FrontMatter) -> dict[str, Any]:
    """Plain JSON of what was read, with the fields that were left out filled in.

    Of reminders they stay out: those go by the version that reads them, not by the one that wrote.
    """
    plain = data.model_dump(mode="json", by_alias=True)
    if isinstance(data, ProgramData):
        plain["reminders"] = data.reminders.model_dump(mode="json", exclude_unset=True)
    return plain


def program_of(data: Mapping[str, Any]) -> ProgramData:
    """A program as a version of it is stored; of its reminders, what is known here."""
    return ProgramData.model_validate(
        {**data, "reminders": Reminders.known(data.get("reminders", {}))}
    )


def meaning(data: FrontMatter) -> dict[str, Any]:
    """What the author said, for the hash: a field that later gets a default changes nothing."""
    return data.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def json_schema(kind: Kind) -> dict[str, Any]:
    """What an editor needs to complete and check the front matter of a kind (JSON Schema)."""
    schema = MODELS[kind].model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
