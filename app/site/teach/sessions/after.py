"""What is left to do after a session, and the facilitators' note on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.casework.rooms.left.queries import MarkCounts, Unfinished
from app.casework.rooms.queries import Note
from app.casework.rooms.rules import LONGEST_NOTE
from app.cohorts.context import CohortContext
from app.language import Text, _, ngettext
from app.language.moments import on_both_clocks
from app.people.actors import Actor
from app.web.forms import FormState

NAMED_AT_MOST = 10
"""People in a sentence; of more, the page that is linked has the others."""


@dataclass(frozen=True)
class Task:
    """Something that is left to do, and where."""

    text: Text
    names: Sequence[str]
    more: int
    """How many are not named."""
    label: Text
    href: str


@dataclass(frozen=True)
class After:
    """How a session's attendance stands, and what is left to do."""

    recorded: int
    expected: int
    """None are in a series."""
    there: Text | None
    """None where nobody is recorded yet."""
    tasks: Sequence[Task]

    @property
    def is_recorded(self) -> bool:
        """Whether everybody who was expected has a mark; of a series, whether anybody has."""
        return self.recorded >= self.expected if self.expected else self.there is not None


@dataclass(frozen=True)
class NoteCard:
    """The facilitators' note, to be read and written."""

    text: str
    """What stands in the field."""
    theirs: str | None
    """What somebody else saved meanwhile."""
    saved: Text | None
    seen: int
    limit: int
    form: FormState
    can_write: bool
    first: bool
    """Whether it leads the page: after a session."""


@dataclass(frozen=True)
class Left:
    """What is stored of a session that was held."""

    counts: MarkCounts
    people: Sequence[Unfinished]
    unanswered: int
    """Questions of the unit's thread."""


def after_of(left: Left, *, path: str, roster: str | None, thread: str | None) -> After:
    """What follows a session. `roster`, `thread`: where they are, for who can open them."""
    counts, there = left.counts, left.counts.there
    tasks = [
        None if counts.expected or there else _nobody(f"{path}/attendance"),
        _unmarked([own.name for own in left.people if own.unmarked], f"{path}/attendance"),
        _absent([own.name for own in left.people if not own.unmarked], roster) if roster else None,
        _missed(counts.missed, f"{path}/attendance"),
        _questions(left.unanswered, thread) if thread else None,
    ]
    return After(
        recorded=counts.recorded,
        expected=counts.expected,
        there=ngettext("{count} person was there.", "{count} people were there.", count=there)
        if there or counts.recorded
        else None,
        tasks=[task for task in tasks if task],
    )


def note_card(
    note: Note | None,
    here: CohortContext,
    reader: Actor,
    *,
    form: FormState | None,
    first: bool,
    can_write: bool,
) -> NoteCard:
    """The note as it is; where a form of it was refused, with what was typed beside it."""
    stored = note.text if note else ""
    edition = note.edition if note else 0
    form = form or FormState({"text": stored, "seen": f"{edition}"})
    return NoteCard(
        text=form.value("text"),
        theirs=stored if form.value("seen") != f"{edition}" else None,
        saved=_saved(note, here, reader) if note else None,
        seen=edition,
        limit=LONGEST_NOTE,
        form=form,
        can_write=can_write,
        first=first,
    )


def _saved(note: Note, here: CohortContext, reader: Actor) -> Text:
    at: datetime = note.saved_at
    return _(
        "Saved by {name}, {at}.", name=note.by, at=on_both_clocks(at, here.cohort.zone, reader.zone)
    )


def _nobody(href: str) -> Task:
    """Where people come as they like nobody is named: it is not known who came."""
    text = _("Nobody is recorded for this session.")
    return Task(text, (), 0, _("Record attendance"), href)


def _unmarked(names: Sequence[str], href: str) -> Task | None:
    text = ngettext(
        "{count} person has no mark yet.", "{count} people have no mark yet.", count=len(names)
    )
    return _task(text, names, _("Record attendance"), f"{href}?show=open")


def _absent(names: Sequence[str], roster: str) -> Task | None:
    """Of other sessions, too: not for guests of this one."""
    text = ngettext(
        "{count} person was absent again. A word to them now helps most.",
        "{count} people were absent again. A word to them now helps most.",
        count=len(names),
    )
    return _task(text, names, _("See the roster"), roster)


def _missed(count: int, href: str) -> Task | None:
    if not count:
        return None
    text = ngettext(
        "{count} person was absent and has not made the session up.",
        "{count} people were absent and have not made the session up.",
        count=count,
    )
    return Task(text, (), 0, _("Attendance"), href)


def _questions(count: int, href: str) -> Task | None:
    if not count:
        return None
    text = ngettext(
        "{count} question of the unit has no answer.",
        "{count} questions of the unit have no answer.",
        count=count,
    )
    return Task(text, (), 0, _("Questions and answers"), href)


def _task(text: Text, names: Sequence[str], label: Text, href: str) -> Task | None:
    if not names:
        return None
    more = max(0, len(names) - NAMED_AT_MOST)
    return Task(text, names[:NAMED_AT_MOST], more, label, href)
