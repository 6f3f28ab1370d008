"""Who led sessions of a cohort, with their certificates of teaching."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.context import CohortContext
from app.language import _, pgettext
from app.language.moments import zone_name
from app.language.reasons import Reason
from app.site.manage.cohorts.certificates.teaching.line import TeacherLine, teaching_path
from app.site.manage.cohorts.page import path_of
from app.web.listing import ALL, Asked, Column, Empty, Export, Filter, Listing
from app.web.parts import Link
from app.web.shown import Shown, shown


@dataclass(frozen=True)
class TeachingPage:
    """The list as an address asks for it, and what can be issued of it."""

    cohort: str
    path: str
    zone: str
    people: Shown[TeacherLine]
    can_choose: bool
    letter: str | None
    """Where the email is shown that somebody gets."""
    jobs: Sequence[str]
    """Where what is being issued can be watched."""
    why_not: Reason | None
    """Why nothing at all can be issued here."""
    note: Reason | None
    """Why nothing was issued."""


def teaching_page(
    here: CohortContext,
    lines: Sequence[TeacherLine],
    asked: Asked,
    *,
    jobs: Sequence[str] = (),
    why_not: Reason | None = None,
    note: Reason | None = None,
) -> TeachingPage:
    """The list, filtered and sorted."""
    people = shown(teachers_of(here), lines, asked)
    can_choose = any(line.value for line in people.rows)
    return TeachingPage(
        cohort=here.cohort.title,
        path=path_of(here),
        zone=zone_name(here.cohort.zone),
        people=people,
        can_choose=can_choose,
        letter=f"{teaching_path(here)}/letter" if can_choose else None,
        jobs=jobs,
        why_not=why_not,
        note=note,
    )


def teachers_of(here: CohortContext) -> Listing[TeacherLine]:
    """The list of who led sessions, and of what they were given for it, for a spreadsheet."""
    return Listing(
        path=teaching_path(here),
        columns=COLUMNS,
        nothing=Empty(
            _("Nobody has led a session yet"),
            _(
                "People appear here once a session is over that names them as leading it. Who "
                "leads a session is said on the schedule."
            ),
            Link(_("See the schedule"), f"{path_of(here)}/schedule"),
        ),
        filters=FILTERS,
    )


FILTERS: Sequence[Filter[TeacherLine]] = (
    Filter(ALL, _("Everybody"), lambda _line: True),
    Filter("ready", pgettext("of people", "Ready"), lambda line: line.ready, "good"),
    Filter("issued", _("With a certificate"), lambda line: bool(line.numbers)),
)
COLUMNS: Sequence[Column[TeacherLine]] = (
    Column(
        _("Name"),
        "name",
        sort=lambda line: line.search_name,
        exports=(
            Export(_("Name on certificate"), lambda line: line.name),
            Export(_("Institution"), lambda line: line.institution),
        ),
    ),
    Column(
        _("Sessions led"),
        "sessions",
        sort=lambda line: len(line.led),
        exports=(
            Export(_("Sessions led"), lambda line: len(line.led)),
            Export(
                _("Which sessions"),
                lambda line: "; ".join(f"{own.day.isoformat()} {own.title}" for own in line.led),
            ),
        ),
    ),
    Column(
        _("Minutes"),
        "minutes",
        sort=lambda line: line.minutes,
        exports=(Export(_("Minutes"), lambda line: line.minutes),),
    ),
    Column(
        _("Certificates"),
        exports=(
            Export(_("Valid certificates"), lambda line: line.numbers),
            Export(_("All certificates"), lambda line: " ".join(own.number for own in line.papers)),
        ),
    ),
)
