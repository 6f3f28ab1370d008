"""Everybody who has no seat of a cohort yet, or no longer: the line, held seats, applications."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.admission.rules import Waiting
from app.cohorts.context import CohortContext
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.joining.queries import PlaceInCohort
from app.cohorts.joining.rules import position_of
from app.language import Text, _, pgettext
from app.language.moments import local, long_on_both_clocks, on_both_clocks
from app.site.manage.cohorts.page import path_of
from app.site.parts.people import name_exports
from app.site.parts.places import STATUS
from app.web.listing import Asked, Column, Empty, Export, Filter, Find, Listing
from app.web.parts import Badge
from app.web.shown import Shown, shown


@dataclass(frozen=True)
class WaitlistLine:
    """Somebody beside a cohort."""

    place: PlaceInCohort
    href: str
    status: Badge
    position: int | None
    held_until: Text | None
    held: datetime | None
    """The same moment, on the clocks of the cohort."""

    @property
    def order(self) -> tuple[int, int, str]:
        """Who waits comes first, in the order of the line."""
        return (self.position is None, self.position or 0, self.place.person.search_name)


@dataclass(frozen=True)
class WaitlistPage:
    """The line of a cohort, and everybody beside it."""

    cohort: str
    path: str
    promise: Text
    """Until when seats are passed on."""
    people: Shown[WaitlistLine]


def waitlist_page(
    here: CohortContext, lines: Sequence[WaitlistLine], asked: Asked, reader_zone: str
) -> WaitlistPage:
    """The list, filtered and sorted."""
    listing = waitlist_of(here)
    promise = _promise(here, reader_zone)
    return WaitlistPage(here.cohort.title, path_of(here), promise, shown(listing, lines, asked))


def waitlist_lines(
    here: CohortContext,
    places: Sequence[PlaceInCohort],
    line: Sequence[Waiting],
    reader_zone: str,
) -> list[WaitlistLine]:
    """One line for everybody beside a cohort."""
    path, zone = path_of(here), here.cohort.zone
    return [
        WaitlistLine(
            place,
            f"{path}/people/{place.person.id}",
            STATUS[place.enrollment.status],
            position_of(line, place.enrollment.id),
            on_both_clocks(until, zone, reader_zone)
            if (until := place.enrollment.held_until)
            else None,
            local(until, zone) if until else None,
        )
        for place in places
    ]


def _promise(here: CohortContext, reader_zone: str) -> Text:
    cohort = here.cohort
    if cohort.promote_until is None:
        return _(
            "A free seat is offered to the first in line who can have it, and held for "
            "{hours:hours}.",
            hours=cohort.offer_hours,
        )
    return _(
        "A free seat is offered to the first in line who can have it, and held for "
        "{hours:hours}; for the last time on {last}.",
        hours=cohort.offer_hours,
        last=long_on_both_clocks(cohort.promote_until, cohort.zone, reader_zone),
    )


def waitlist_of(here: CohortContext) -> Listing[WaitlistLine]:
    """The list of who is beside a cohort."""
    return Listing(
        path=f"{path_of(here)}/people/waitlist",
        columns=COLUMNS,
        nothing=Empty(
            _("Nobody is waiting"),
            _("People who apply, are invited, or wait for a seat appear here."),
        ),
        filters=FILTERS,
        find=Find(
            lambda line: line.place.person.display_name, _("Find by name"), _("Find by name")
        ),
    )


def _is(*statuses: Status) -> "_Keeps":
    return _Keeps(frozenset(statuses))


@dataclass(frozen=True)
class _Keeps:
    statuses: frozenset[Status]

    def __call__(self, line: WaitlistLine) -> bool:
        return line.place.enrollment.status in self.statuses


FILTERS: Sequence[Filter[WaitlistLine]] = (
    Filter("all", _("Everybody"), lambda _line: True),
    Filter("waiting", pgettext("of people", "Waiting"), _is(Status.WAITLISTED), "accent"),
    Filter("held", _("Seat held"), _is(Status.INVITED, Status.OFFERED), "accent"),
    Filter("applied", pgettext("of people", "Applied"), _is(Status.APPLIED), "accent"),
    Filter("lapsed", pgettext("of people", "Did not answer"), _is(Status.LAPSED), "warm"),
    Filter("left", pgettext("of people", "Left"), _is(Status.WITHDRAWN, Status.TRANSFERRED)),
)
COLUMNS: Sequence[Column[WaitlistLine]] = (
    Column(
        _("Position"),
        "position",
        sort=lambda line: line.order,
        exports=(Export(_("Position"), lambda line: line.position),),
    ),
    Column(
        _("Name"),
        "name",
        sort=lambda line: line.place.person.search_name,
        exports=name_exports(lambda line: line.place.person),
    ),
    Column(
        _("Institution"),
        "institution",
        sort=lambda line: line.place.institution.short_name.casefold(),
        exports=(Export(_("Institution"), lambda line: line.place.institution.short_name),),
    ),
    Column(_("Status"), exports=(Export(_("Status"), lambda line: str(line.status.text)),)),
    Column(_("Seat held until"), exports=(Export(_("Seat held until"), lambda line: line.held),)),
)
