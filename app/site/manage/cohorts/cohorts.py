"""The cohorts of a coordinator's programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from app.certificates.overview.queries import CohortCompleted
from app.history.retention.models import Deletion
from app.language import Text, _, pgettext
from app.site.manage.cohorts.page import path_of, session_dates
from app.site.parts.counts import people_words
from app.web.listing import Column, Empty, Listing, Window
from app.web.shown import Shown, shown_page

PAGE_OF = 20


@dataclass(frozen=True)
class CohortLine:
    """One cohort in the list."""

    title: str
    program: str
    path: str
    dates: Text
    enrolled: Text
    """`50 of 50`."""
    completed: int
    certificates: Text
    """`32 for 16 people`."""
    is_draft: bool
    is_archived: bool
    is_deleted: bool
    """Whether records of it were deleted by the policy."""


@dataclass(frozen=True)
class CohortsPage:
    """The cohorts of one's programs, the newest first."""

    cohorts: Shown[CohortLine]


COHORTS: Listing[CohortLine] = Listing(
    path="/manage/cohorts",
    columns=(
        Column(_("Cohort")),
        Column(_("Sessions")),
        Column(pgettext("of people", "Enrolled"), numeric=True),
        Column(pgettext("of people", "Completed"), numeric=True),
        Column(_("Certificates"), numeric=True),
    ),
    nothing=Empty(
        _("No cohorts here"), _("A cohort appears here as soon as one of your programs has it.")
    ),
    none_found=lambda _query: _("There are no more cohorts."),
    everything=_("Show the newest"),
)


def cohorts_page(
    cohorts: Sequence[CohortCompleted],
    part: Window,
    *,
    more: bool,
    deletions: Mapping[UUID, Deletion] = MappingProxyType({}),
) -> CohortsPage:
    """One page of the list.

    `more`: whether there are older ones. `deletions`: what was deleted of which of them; its
    numbers are those of then.
    """
    lines = [_line(found, deletions.get(found.row.here.cohort.id)) for found in cohorts]
    return CohortsPage(shown_page(COHORTS, lines, part, more=more))


def _certificates(found: CohortCompleted) -> Text:
    if not found.certificates:
        return "0"
    people = people_words(found.certified)
    return _("{count} for {people}", count=found.certificates, people=people)


def _line(found: CohortCompleted, gone: Deletion | None) -> CohortLine:
    row, here = found.row, found.row.here
    return CohortLine(
        title=here.cohort.title,
        program=here.program.title,
        path=f"{path_of(here)}/setup/dates" if here.cohort.is_draft else path_of(here),
        dates=session_dates(row.first, row.last, here.cohort.zone),
        enrolled=_(
            "{part} of {whole}",
            part=gone.people if gone else row.enrolled,
            whole=here.cohort.capacity,
        ),
        completed=gone.completed if gone else found.completed,
        certificates=_certificates(found),
        is_draft=here.cohort.is_draft,
        is_archived=here.cohort.archived_at is not None,
        is_deleted=gone is not None,
    )
