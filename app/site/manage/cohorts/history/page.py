"""What happened in a cohort: every act, by hand and by rule, found, narrowed, and page by page."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.history.queries import Wanted
from app.history.rules import USUAL, Subject
from app.language import Text, _, dotted, ngettext
from app.language.moments import local
from app.site.manage.cohorts.history.acts import Act
from app.site.manage.cohorts.page import path_of
from app.web.listing import Choice, Column, Empty, Export, Find, Listing
from app.web.parts import Option
from app.web.shown import Shown

PAGE_OF = 50
MOST_WORDS = 8
EVERYTHING = "everything"
SUBJECTS: Mapping[Subject, Text] = {
    Subject.COHORT: _("Cohort, sessions, and policy"),
    Subject.PEOPLE: _("People and seats"),
    Subject.ATTENDANCE: _("Attendance"),
    Subject.CERTIFICATES: _("Certificates"),
    Subject.COURSEWORK: _("Coursework"),
}


@dataclass(frozen=True)
class Chosen:
    """What an address narrows a history to, as it came."""

    about: str = ""
    unit: str = ""
    person: str = ""


@dataclass(frozen=True)
class HistoryPage:
    """A cohort's history as an address asks for it."""

    cohort: str
    path: str
    narrowed: Text | None
    """To whom it is narrowed."""
    acts: Shown[Act]


def wanted_by(chosen: Chosen, units: Sequence[UnitRow], people: Set[UUID]) -> Wanted:
    """What was chosen. What is not there narrows nothing. `people`: of the cohort."""
    subject = next((subject for subject in Subject if subject.value == chosen.about), None)
    person = next((id_ for id_ in people if str(id_) == chosen.person), None)
    everything = chosen.about == EVERYTHING or (person is not None and not chosen.about)
    return Wanted(
        subjects=frozenset(Subject) if everything else frozenset({subject} if subject else USUAL),
        position=next((u.position for u in units if str(u.position) == chosen.unit), None),
        person_id=person,
    )


def words_of(query: str) -> tuple[str, ...]:
    """The first words that were typed, each once: each is a search of its own."""
    return tuple(dict.fromkeys(query.lower().split()))[:MOST_WORDS]


def history_of(
    here: CohortContext, chosen: Chosen, units: Sequence[UnitRow], wanted: Wanted
) -> Listing[Act]:
    """The list, with what it is narrowed to."""
    return Listing(
        path=f"{path_of(here)}/history",
        columns=COLUMNS,
        nothing=Empty(_("Nothing has happened yet"), _("Every act in this cohort appears here.")),
        keeps={"person": str(wanted.person_id)} if wanted.person_id else {},
        find=_FIND,
        choices=(_choice_of_subject(chosen, wanted), _choice_of_unit(here, units, wanted)),
        page_size=PAGE_OF,
        counts=_counts,
        none_found=_none_found,
        everything=_("Show everything but coursework"),
    )


_FIND: Find[Act] = Find(
    lambda act: str(act.title),
    _("Name of a person, or a word of the reason"),
    _("Name or reason"),
)


def _choice_of_subject(chosen: Chosen, wanted: Wanted) -> Choice:
    """What the lines are about; of one person, coursework belongs to everything."""
    subjects = [Option(subject.value, words) for subject, words in SUBJECTS.items()]
    return Choice(
        "about",
        _("What it is about"),
        [*subjects, Option(EVERYTHING, _("Everything"))],
        chosen.about if chosen.about in {*Subject, EVERYTHING} else "",
        _("Everything") if wanted.person_id else _("Everything but coursework"),
    )


def _choice_of_unit(here: CohortContext, units: Sequence[UnitRow], wanted: Wanted) -> Choice:
    return Choice(
        "unit",
        _("Unit"),
        [Option(unit.position, here.label(unit.position)) for unit in units],
        str(wanted.position or ""),
        _("All units"),
    )


def _counts(shown: int, count: int) -> Text:
    return ngettext("{shown} of {count} act", "{shown} of {count} acts", count=count, shown=shown)


def _none_found(query: str) -> Text:
    if query:
        return _("No act with “{words}” in a name or a reason is here.", words=query)
    return _("No act of this kind is here.")


COLUMNS: Sequence[Column[Act]] = (
    Column(
        _("When"),
        exports=(Export(_("When"), lambda act: local(act.line.line.at, act.zone)),),
    ),
    Column(
        _("What happened"),
        exports=(
            Export(_("What happened"), lambda act: str(act.title)),
            Export(_("Unit"), lambda act: str(act.unit.text) if act.unit else ""),
            Export(_("Person"), lambda act: str(act.person.text) if act.person else ""),
        ),
    ),
    Column(_("By"), exports=(Export(_("By"), lambda act: dotted((act.by.text, act.behalf))),)),
    Column(_("Why"), exports=(Export(_("Why"), lambda act: str(act.reason)),)),
)
