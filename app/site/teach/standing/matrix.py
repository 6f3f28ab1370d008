"""Everybody of a cohort by session: marks as letters, and how many sessions each can still miss."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.casework.enums import AttendanceStatus as Status
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import EnrolledPerson
from app.cohorts.queries import UnitRow
from app.credit.completion.progress import progress
from app.credit.ledger import UnitLedger
from app.credit.track.rules import NO_SESSION_LEFT, URGENT, Track, Tracked
from app.language import Text, _, dotted, pgettext
from app.language.moments import local
from app.language.reasons import Reason
from app.language.words import normalize_for_search
from app.people.models import Person
from app.site.parts.attendance import WORDS
from app.site.parts.people import name_exports
from app.site.parts.tracks import BADGES
from app.web.listing import Choice, Column, Empty, Export, Filter, Find, Listing
from app.web.parts import Option

PAGE_OF = 100
NOT_ON_TRACK = "not-on-track"
"""The filter that keeps all who are told of one by one where they are few."""
LETTERS: Mapping[Status, Text] = {
    Status.PRESENT: "✓",
    Status.LATE: pgettext("letter for late", "L"),
    Status.PARTIAL: pgettext("letter for partial", "P"),
    Status.EXCUSED: pgettext("letter for excused", "E"),
    Status.ABSENT: pgettext("letter for absent", "A"),
    Status.MADE_UP: pgettext("letter for made up", "M"),
    Status.NOT_RECORDED: "?",
}
OFF, OFF_KIND, WAITS = "—", "off", " waits"


@dataclass(frozen=True)
class Cell:
    """How somebody was at one session: a letter, and the same in words."""

    letter: Text
    words: Text
    kind: str
    """How it looks: the status, `off` or `ahead`; with `waits` where a make-up does."""


@dataclass(frozen=True)
class MatrixColumn:
    """One session as the head of a column."""

    position: int
    day: Text
    label: Text
    """Read aloud: which session, and when."""
    href: str | None
    """Where its attendance is taken; None: it is to come, or does not take place."""


@dataclass(frozen=True)
class MatrixLine:
    """One person by session."""

    person: Person
    href: str | None
    """Their page, where the reader may see it."""
    institution: str
    rank: str
    tracked: Tracked
    columns: Sequence[int]
    """The positions of the units that have a session."""
    now: datetime

    @cached_property
    def cells(self) -> Sequence[Cell]:
        """How they were at each session; made for those only who are shown."""
        units = {unit.position: unit for unit in self.tracked.ledger.units}
        return [cell(units[position], self.now) for position in self.columns]

    @property
    def can_miss(self) -> int | None:
        """How many sessions they can still miss; None where that is no question any more."""
        return can_miss(self.tracked)

    @property
    def track(self) -> Text:
        """Whether they are on track, in a word."""
        return BADGES[self.tracked.track].text

    @property
    def sentences(self) -> Sequence[Reason]:
        """How they stand, in the sentences that they read themselves."""
        return progress(self.tracked.completion, own=False)


def can_miss(own: Tracked) -> int | None:
    """How many sessions somebody can still miss; None who has completed, or no longer can."""
    if own.track is Track.OUT_OF_REACH or not own.completion.sessions_ahead:
        return None
    return own.completion.can_still_miss


def matrix_columns(
    here: CohortContext, units: Sequence[UnitRow], now: datetime
) -> list[MatrixColumn]:
    """The sessions of a cohort in order."""
    return [_column(here, unit, now) for unit in units if unit.starts_at is not None]


def _column(here: CohortContext, unit: UnitRow, now: datetime) -> MatrixColumn:
    assert unit.starts_at is not None
    starts = local(unit.starts_at, here.cohort.zone)
    begun = unit.starts_at <= now and not unit.canceled
    path = f"/teach/{here.cohort.slug}/sessions/{unit.position}/attendance"
    return MatrixColumn(
        position=unit.position,
        day=_("{starts:day}", starts=starts),
        label=_("Session {position}, {starts:day}", position=unit.position, starts=starts),
        href=path if begun else None,
    )


def matrix_line(
    enrolled: EnrolledPerson,
    tracked: Tracked,
    href: str | None,
    columns: Sequence[int],
    now: datetime,
) -> MatrixLine:
    """One person by session. `columns`: the positions of the units that have one."""
    return MatrixLine(
        person=enrolled.person,
        href=href,
        institution=enrolled.institution.short_name,
        rank=enrolled.enrollment.rank,
        tracked=tracked,
        columns=columns,
        now=now,
    )


def cell(unit: UnitLedger, now: datetime) -> Cell:
    """How somebody was at the session of a unit; nothing of one to come, or not of their arm."""
    if unit.starts_at is None:
        return Cell(OFF, _("No session"), OFF_KIND)
    if unit.canceled:
        called = pgettext("of a session", "canceled")
        return Cell(
            OFF, pgettext("of a session", "not held") if unit.not_held else called, OFF_KIND
        )
    if unit.mark is Status.NOT_RECORDED:
        return _without_mark(unit, now)
    words = WORDS[unit.mark].short
    if unit.is_mark_carried:
        return Cell(LETTERS[unit.mark], dotted((words, _("in another cohort"))), unit.mark)
    if unit.make_up_waits:
        return _waiting(LETTERS[unit.mark], words, unit.mark)
    return Cell(LETTERS[unit.mark], words, unit.mark)


def _waiting(letter: Text, words: Text, kind: str) -> Cell:
    """What a make-up waits beside."""
    return Cell(letter, dotted((words, _("a make-up waits for approval"))), kind + WAITS)


def _without_mark(unit: UnitLedger, now: datetime) -> Cell:
    if not unit.held(now):
        return Cell("", pgettext("of a session", "to come"), "ahead")
    if not unit.expected:
        words = _("enrolled after it")
        waits = unit.make_up_waits
        return _waiting(OFF, words, OFF_KIND) if waits else Cell(OFF, words, OFF_KIND)
    return Cell(LETTERS[unit.mark], WORDS[unit.mark].short, unit.mark)


def legend(lines: Sequence[MatrixLine]) -> list[Cell]:
    """What the letters mean that occur, in their usual order."""
    seen = {own.kind: own for line in lines for own in line.cells}
    marks = [Cell(LETTERS[status], WORDS[status].short, status) for status in LETTERS]
    off = Cell(OFF, _("not held, canceled, or before they enrolled"), OFF_KIND)
    waiting = [own for kind, own in sorted(seen.items()) if kind.endswith(WAITS)]
    return [own for own in (*marks, *waiting, off) if own.kind in seen]


def narrowed(lines: Sequence[MatrixLine], institution: str, rank: str) -> list[MatrixLine]:
    """Those of an institution and of a rank; an empty one narrows nothing."""
    return [
        line for line in lines if institution in {"", line.institution} and rank in {"", line.rank}
    ]


def matrix_of(
    path: str,
    columns: Sequence[MatrixColumn],
    everybody: Sequence[MatrixLine],
    institution: str,
    rank: str,
) -> Listing[MatrixLine]:
    """The list as its page and its spreadsheets have it; those with the least left come first."""
    return Listing(
        path=path,
        columns=(
            CAN_MISS,
            NAME,
            *(_of_session(number, column) for number, column in enumerate(columns)),
            *BESIDES,
        ),
        nothing=Empty(
            _("Nobody is enrolled yet"),
            _("People appear here as soon as they are enrolled in this cohort."),
        ),
        filters=FILTERS,
        find=Find(lambda line: line.person.display_name, _("Find by name"), _("Find by name")),
        choices=(
            _choice("institution", everybody, institution),
            _choice("rank", everybody, rank),
        ),
        page_size=PAGE_OF,
    )


def _choice(name: str, everybody: Sequence[MatrixLine], chosen: str) -> Choice:
    label, nothing = CHOICES[name]
    found = {value for line in everybody if (value := getattr(line, name))}
    options = [Option(value, value) for value in sorted(found, key=normalize_for_search)]
    return Choice(name, label, options, chosen if chosen in found else "", nothing)


def _of_session(number: int, column: MatrixColumn) -> Column[MatrixLine]:
    return Column(
        str(column.position),
        exports=(Export(column.label, lambda line: line.cells[number].words),),
    )


def _least_first(line: MatrixLine) -> tuple[int, str] | None:
    left = line.can_miss
    return None if left is None else (left, line.person.search_name)


CHOICES = {
    "institution": (_("Institution"), _("Every institution")),
    "rank": (_("Rank"), _("Every rank")),
}
NAME: Column[MatrixLine] = Column(
    _("Name"),
    "name",
    sort=lambda line: line.person.search_name,
    exports=(
        *name_exports(lambda line: line.person),
        Export(_("Institution"), lambda line: line.institution),
        Export(_("Rank"), lambda line: line.rank),
    ),
)
CAN_MISS: Column[MatrixLine] = Column(_("Can still miss"), "left", sort=_least_first, numeric=True)
"""The first of the columns gives the usual order; on the page it stands last."""
BESIDES: Sequence[Column[MatrixLine]] = (
    Column(_("Can still miss"), exports=(Export(_("Can still miss"), lambda line: line.can_miss),)),
    Column(_("On track"), exports=(Export(_("On track"), lambda line: line.track),)),
    Column(
        _("Where they stand"),
        exports=(Export(_("Where they stand"), lambda line: " ".join(map(str, line.sentences))),),
    ),
)
"""These are in spreadsheets only."""
FILTERS: Sequence[Filter[MatrixLine]] = (
    Filter("all", _("Everybody"), lambda _line: True),
    Filter(
        "none-left",
        _("No session left to miss"),
        lambda line: line.tracked.track in NO_SESSION_LEFT,
        "warm",
    ),
    Filter(
        "at-risk",
        pgettext("of people", "At risk"),
        lambda line: line.tracked.at_risk,
        "warm",
    ),
    Filter(NOT_ON_TRACK, _("Not on track"), lambda line: line.tracked.track in URGENT, "warm"),
    Filter(
        "out-of-reach",
        _("Can no longer complete"),
        lambda line: line.tracked.track is Track.OUT_OF_REACH,
    ),
)
