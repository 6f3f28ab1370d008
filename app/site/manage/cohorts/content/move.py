"""The check page before a cohort is moved to other versions: what would change, and for whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.moves import rules as moves
from app.cohorts.moves.rules import Choice, Move, TextInUse
from app.cohorts.queries import UnitRow
from app.content.differences.documents import Difference, difference
from app.content.models import ContentVersion
from app.language import LazyText, Text, _, dotted, ngettext
from app.language.moments import local
from app.language.styles import worded
from app.learning.checks.rules import is_same_question
from app.packs.schema import ModuleData
from app.site.manage.cohorts.content.page import (
    Signed,
    count_signed,
    name_of,
    other_version_words,
    signed_words,
    value_of,
    version_words,
)
from app.site.manage.cohorts.page import path_of
from app.web.forms import FormState


@dataclass(frozen=True)
class MoveEffect:
    """One text as it would be moved: what will change, and for whom."""

    name: LazyText
    title: str
    value: str
    used: Text
    to: Text
    signed: int
    for_learners: bool
    facts: Sequence[Text]
    difference: Difference


@dataclass(frozen=True)
class MovePage:
    """A check page before texts are moved."""

    eyebrow: str
    title: Text
    cohort: str
    path: str
    shown: str
    changes: Sequence[MoveEffect]
    language: str
    """Of the texts."""
    attested: str
    """Whether any text changes that somebody signed."""
    button: Text
    form: FormState = field(default_factory=FormState)


def move_page(
    here: CohortContext,
    units: Mapping[UUID, UnitRow],
    texts: Sequence[TextInUse],
    chosen: Sequence[Choice],
    versions: Mapping[UUID, ContentVersion],
    signed: Signed,
    people: int,
    now: datetime,
    form: FormState,
) -> MovePage:
    """What would change for whom, before anything does. `people`: how many are enrolled."""
    changes = [
        _change(here, units[move.text.unit_id], move, versions, signed, now)
        for move in moves.moves_of(texts, chosen)
    ]
    number = len(changes)
    return MovePage(
        eyebrow=dotted((here.program.title, here.cohort.title)),
        title=ngettext("Move {count} text?", "Move {count} texts?", count=number),
        cohort=here.cohort.title,
        path=path_of(here),
        shown=moves.versions_fingerprint(texts),
        changes=changes,
        language=here.program.language,
        attested=_attested(changes, people),
        button=ngettext("Move {count} text", "Move {count} texts", count=number),
        form=form,
    )


def _attested(changes: Sequence[MoveEffect], people: int) -> str:
    return worded((_for_whom(changes, people), _which_signed(changes)), "sentences")


def _for_whom(changes: Sequence[MoveEffect], people: int) -> Text:
    if not any(change.for_learners for change in changes):
        return _("This will change for those who lead the sessions; learners see none of it.")
    return ngettext(
        "This will change at once for everybody in the cohort ({count} person).",
        "This will change at once for everybody in the cohort ({count} people).",
        count=people,
    )


def _which_signed(changes: Sequence[MoveEffect]) -> Text:
    texts = tuple(
        ngettext(
            "{text} ({count} signature)",
            "{text} ({count} signatures)",
            count=change.signed,
            text=change.name,
        )
        for change in changes
        if change.signed
    )
    if not texts:
        return _("No text changes that anybody has signed.")
    return _("Text that was signed changes: {texts:and}.", texts=texts)


def _change(
    here: CohortContext,
    unit: UnitRow,
    move: Move,
    versions: Mapping[UUID, ContentVersion],
    signed: Signed,
    now: datetime,
) -> MoveEffect:
    old, new = versions[move.text.version.id], versions[move.to.id]
    is_module = move.text.kind == "module"
    this = count_signed(signed, move.text)
    back = signed.get(unit.id, {}).get(new.id, 0)
    facts = _of_module(old, new, this, back) if is_module else _of_case(here, unit, move, now)
    if old.title != new.title:
        facts.append(_("Its title will be “{title}”.", title=new.title))
    return MoveEffect(
        name=name_of(here, move.text.position, move.text.kind),
        title=old.title,
        value=value_of(move.text, move.to),
        used=version_words(here, move.text.version),
        to=other_version_words(here, move.text, move.to),
        signed=this if is_module else 0,
        for_learners=move.text.kind != "guide",
        facts=facts,
        difference=difference(old, new),
    )


def _of_module(old: ContentVersion, new: ContentVersion, signed: int, back: int) -> list[Text]:
    """What a module's move will mean to those who signed it and to those who have not.

    `signed`, `back`: how many signed the version in use, and the one that it is moved to.
    """
    before, after = ModuleData.model_validate(old.data), ModuleData.model_validate(new.data)
    return [
        signed_words(signed),
        *_to_who_signed(signed, back),
        *_newly_required(before, after),
        *_asked_anew(_changed_questions(before, after)),
    ]


def _to_who_signed(signed: int, back: int) -> Iterator[Text]:
    if back:
        yield ngettext(
            "{count} person signed the version that comes back.",
            "{count} people signed the version that comes back.",
            count=back,
        )
    if signed:
        yield _("Their page will say that the text was updated after they signed.")


def _newly_required(before: ModuleData, after: ModuleData) -> Iterator[Text]:
    required = {reading.key for reading in before.readings if reading.required}
    added = [
        _("“{title}”", title=reading.title)
        for reading in after.readings
        if reading.required and reading.key not in required
    ]
    if added:
        yield ngettext(
            "A newly required reading for those who have not signed: {titles:and}.",
            "Newly required readings for those who have not signed: {titles:and}.",
            count=len(added),
            titles=tuple(added),
        )


def _asked_anew(count: int) -> Iterator[Text]:
    if count:
        yield ngettext(
            "The knowledge check will ask {count} question anew; "
            "an earlier answer to another question is not shown.",
            "The knowledge check will ask {count} questions anew; "
            "an earlier answer to another question is not shown.",
            count=count,
        )


def _changed_questions(before: ModuleData, after: ModuleData) -> int:
    asked = {question.id: question for question in before.check.questions} if before.check else {}
    shown = after.check.questions if after.check else ()
    return sum(not is_same_question(asked.get(question.id), question) for question in shown)


def _of_case(here: CohortContext, unit: UnitRow, move: Move, now: datetime) -> list[Text]:
    """What the move of a case or its guide will mean to those who prepare its session."""
    when = move.text.session_at
    if when is None:
        return [_("It has no session that takes place.")]
    facts: list[Text] = [_("Its session is {starts:moment}.", starts=local(when, here.cohort.zone))]
    if move.text.kind == "case" and unit.is_open(now):
        facts.append(
            _("The unit is open: whoever has already read the case read the earlier text.")
        )
    if move.text.kind == "guide":
        facts.append(_("Only those who lead the session see it."))
    return facts
