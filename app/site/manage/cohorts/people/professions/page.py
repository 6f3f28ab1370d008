"""The page on which several professions are verified at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.context import CohortContext
from app.cohorts.intake.applying.queries import NamedByFile
from app.credit.unverified.queries import Said, Unverified
from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason
from app.people.affiliation.rules import SeenProfession
from app.people.models import Person
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.people.professions.forms import value_of
from app.site.parts.people import PROFESSIONS, person_path


@dataclass(frozen=True)
class ProfessionLine:
    """Somebody whose profession is to be verified."""

    name: str
    href: str
    profession: Text
    degrees: str
    said: Text
    """Who said so, and when."""
    change: str
    """Where another profession is written down."""
    value: str
    ticked: bool


@dataclass(frozen=True)
class ProfessionsPage:
    """Everybody of a cohort whose profession is to be verified."""

    cohort: str
    path: str
    lines: Sequence[ProfessionLine]
    note: Reason | None
    done: int
    """How many were verified just now."""


def professions_path(here: CohortContext) -> str:
    """Where they are verified."""
    return f"{path_of(here)}/people/professions"


def professions_page(
    here: CohortContext,
    people: Sequence[Unverified],
    *,
    ticked: Collection[SeenProfession],
    note: Reason | None,
    done: int,
    zone: str,
) -> ProfessionsPage:
    """The list; `zone`: of the reader.

    `ticked`: who was, and as what: nobody is ticked again for what they say by now.
    """
    return ProfessionsPage(
        cohort=here.cohort.title,
        path=path_of(here),
        lines=[_line(own, zone, ticked) for own in people],
        note=note,
        done=done,
    )


def _line(own: Unverified, zone: str, ticked: Collection[SeenProfession]) -> ProfessionLine:
    person = own.person
    return ProfessionLine(
        name=person.sort_name,
        href=person_path(person.id),
        profession=PROFESSIONS[person.profession],
        degrees=person.degrees,
        said=_said_words(own.said, zone),
        change=f"{person_path(person.id)}/affiliation",
        value=value_of(person.id, person.profession),
        ticked=SeenProfession(person.id, person.profession) in ticked,
    )


def _said_words(said: Said, zone: str) -> Text:
    day = local(said.at, zone)
    if said.is_own_word:
        return _("They said so themselves on {day:date}.", day=day)
    if said.by_file:
        return _file_words(said.by_file, said.by, day)
    if said.by:
        return _("{name} wrote it down on {day:date}.", name=said.by.display_name, day=day)
    return _("It came with their record on {day:date}.", day=day)


def _file_words(own: NamedByFile, by: Person | None, day: datetime) -> Text:
    if not own.is_within:
        return _("A list of another cohort says so, sent on {day:date}.", day=day)
    if by is None:
        return _("The list {file} says so, sent on {day:date}.", file=own.file_name, day=day)
    return _(
        "The list {file} says so, which {name} sent on {day:date}.",
        file=own.file_name,
        name=by.display_name,
        day=day,
    )
