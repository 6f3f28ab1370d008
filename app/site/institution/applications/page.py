"""What an institution's lead sees of applications: own people's, and nobody else's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.cohorts.applications.models import ApplicationAnswer
from app.cohorts.deciding.enums import Decision
from app.cohorts.deciding.queries import Application
from app.cohorts.deciding.rules import why_no_seat_now, why_not_decide
from app.cohorts.enrollments.rules import Seats
from app.language import Text, _, dotted, ngettext
from app.language.moments import local, long_on_both_clocks
from app.language.reasons import Reason
from app.language.styles import day
from app.people.actors import Actor
from app.site.institution.own import names_of
from app.site.parts.application import answer_facts
from app.site.parts.decisions import became
from app.site.parts.people import PROFESSIONS
from app.site.parts.places import STATUS
from app.web.forms import FormState
from app.web.listing import Asked, Column, Empty, Filter, Find, Listing
from app.web.parts import Badge, Fact, Option
from app.web.shown import Shown, shown

PATH = "/institution/applications"
DECISIONS = (
    Option(Decision.SEAT.value, _("Give a seat")),
    Option(Decision.DECLINE.value, _("Decline")),
)
DONE = {
    Decision.SEAT: _("They have a seat, and are told by mail."),
    Decision.DECLINE: _("They are told by mail that they have no seat, with your reason."),
}


@dataclass(frozen=True)
class OwnApplication:
    """One of the lead's own people who applied."""

    application: Application
    zone: str
    """Of the reader, in which times are told."""

    @property
    def href(self) -> str:
        """Where it is decided."""
        return f"{PATH}/{self.application.enrollment.id}"

    @property
    def name(self) -> str:
        """`Okafor, Dana`."""
        return self.application.person.sort_name

    @property
    def day(self) -> str:
        """On which day that was, where the reader is."""
        return day(local(self.application.applied_at, self.zone))

    @property
    def status(self) -> Badge:
        """How it stands."""
        return STATUS[self.application.enrollment.status]

    @property
    def became(self) -> Text:
        """By whom it was decided, and when."""
        return became(self.application, self.zone)


@dataclass(frozen=True)
class OwnApplicationsPage:
    """All of them."""

    institution: Text
    applications: Shown[OwnApplication]


@dataclass(frozen=True)
class OwnApplicationPage:
    """One of them, to be decided."""

    name: str
    address: str | None
    eyebrow: str
    path: str
    status: Badge
    facts: Sequence[Fact]
    answers: Sequence[Fact]
    decisions: Sequence[Option]
    seats: Text
    why_not: Reason | None
    why_no_seat: Reason | None
    done: Text | None
    form: FormState = field(default_factory=FormState)


def own_applications_page(
    names: Sequence[str], applications: Sequence[Application], asked: Asked, zone: str
) -> OwnApplicationsPage:
    """The list. `zone`: the reader's."""
    lines = [OwnApplication(application, zone) for application in applications]
    return OwnApplicationsPage(names_of(names), shown(APPLICATIONS, lines, asked))


def own_application_page(
    application: Application,
    answers: Sequence[ApplicationAnswer],
    seats: Seats,
    form: FormState,
    *,
    by: Actor,
    now: datetime,
    done: Decision | None = None,
) -> OwnApplicationPage:
    """What is known of it, and how it can be decided. `seats`: of the cohort; `by`: the reader."""
    cohort, place = application.cohort, application.enrollment
    return OwnApplicationPage(
        name=application.person.display_name,
        address=application.address,
        eyebrow=cohort.title,
        path=f"{PATH}/{place.id}",
        status=STATUS[place.status],
        facts=_facts(application, by.zone),
        answers=answer_facts(answers, by.zone),
        decisions=DECISIONS,
        seats=_seats(seats, place.institution_id),
        why_not=why_not_decide(application.applicant, by.zone, by=by.person_id),
        why_no_seat=why_no_seat_now(seats, place.institution_id, cohort, now),
        done=DONE.get(done) if done else None,
        form=form,
    )


def _seats(seats: Seats, institution_id: UUID) -> Text:
    """How many are free: of one's own institution's, or, where it has none, of the cohort's."""
    free = seats.free_for(institution_id)
    if institution_id in seats.shares:
        return ngettext(
            "{count} more person of your institution can have a seat in this cohort.",
            "{count} more people of your institution can have a seat in this cohort.",
            count=free,
        )
    return ngettext(
        "{count} seat is free in this cohort, for all institutions together.",
        "{count} seats are free in this cohort, for all institutions together.",
        count=free,
    )


def _facts(application: Application, reader_zone: str) -> list[Fact]:
    person, applied, cohort = application.person, application.applied_at, application.cohort
    own = tuple(text for text in (person.rank, person.department) if text)
    known = [
        Fact(_("Applied on"), long_on_both_clocks(applied, cohort.zone, reader_zone)),
        Fact(_("Email address"), application.address or "–"),
        Fact(_("Profession"), PROFESSIONS[person.profession]),
    ]
    if own:
        known.append(Fact(_("Rank and department"), dotted(own)))
    if text := became(application, reader_zone):
        known.append(Fact(_("Decided"), text))
    return known


APPLICATIONS: Listing[OwnApplication] = Listing(
    path=PATH,
    columns=(
        Column(_("Applied on"), "applied", sort=lambda line: line.application.applied_at),
        Column(
            _("Name"),
            "name",
            sort=lambda line: line.application.person.search_name,
        ),
        Column(_("Cohort"), "cohort", sort=lambda line: line.application.cohort.title),
        Column(_("Status")),
    ),
    nothing=Empty(
        _("There is no application for you to decide"),
        _(
            "Where a coordinator lets leads decide, those of your people who apply appear here. "
            "The coordinator decides on all others."
        ),
    ),
    filters=(
        Filter("all", _("Everybody"), lambda _line: True),
        Filter("waiting", _("To decide"), lambda line: line.application.waits, "warm"),
        Filter("decided", _("Decided"), lambda line: not line.application.waits),
    ),
    find=Find(lambda line: line.name, _("Find by name"), _("Find by name")),
    page_size=50,
)
