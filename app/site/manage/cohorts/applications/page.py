"""Who applied for a cohort: when, how it stands, and what they answered."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.applications.models import ApplicationQuestion
from app.cohorts.context import CohortContext
from app.cohorts.deciding.enums import Decision
from app.cohorts.enums import EnrollmentStatus as Status
from app.language import Text, _, pgettext
from app.language.reasons import Reason
from app.language.words import normalize_for_search
from app.site.manage.cohorts.applications.line import ApplicationLine
from app.site.manage.cohorts.page import path_of
from app.site.parts.people import name_exports
from app.web.listing import Asked, Choice, Column, Empty, Export, Filter, Find, Listing
from app.web.parts import Link, Option
from app.web.shown import Shown, shown
from app.web.spreadsheet import Cell

PAGE_OF = 50
DONE: Mapping[Decision, Text] = {
    Decision.SEAT: _("They have a seat, and are told by mail."),
    Decision.WAITLIST: _("They are on the waitlist, and are told by mail."),
    Decision.DECLINE: _("They are told by mail that they have no seat, with your reason."),
}


@dataclass(frozen=True)
class ApplicationsPage:
    """Who applied, as an address asks for them."""

    cohort: str
    path: str
    applications: Shown[ApplicationLine]
    waits: bool
    """Whether any of those shown waits for a decision."""
    kept: Mapping[str, str]
    """How the list was asked for, so that it is shown like this again."""
    done: Text | None
    errors: Sequence[tuple[str, Text]]


def applications_page(
    here: CohortContext,
    lines: Sequence[ApplicationLine],
    questions: Sequence[ApplicationQuestion],
    institution: str,
    asked: Asked,
    *,
    done: Decision | None = None,
    refused: Reason | None = None,
) -> ApplicationsPage:
    """The list. `institution`: to whose people it is narrowed, by id; `refused`: at the choice."""
    listing = applications_of(here, lines, questions, institution)
    found = shown(listing, of_institution(lines, institution), asked)
    waiting = [line for line in found.rows if line.application.waits]
    at = f"choose-{waiting[0].person_id}" if waiting else ""
    return ApplicationsPage(
        cohort=here.cohort.title,
        path=path_of(here),
        applications=found,
        waits=bool(waiting),
        kept=_kept(found),
        done=DONE[done] if done else None,
        errors=[(at, refused)] if refused else (),
    )


def _kept(found: Shown[ApplicationLine]) -> dict[str, str]:
    asked = {"q": found.asked.query, "page": str(found.asked.page) if found.asked.page > 1 else ""}
    chosen = {choice.name: choice.value for choice in found.listing.choices}
    kept = {hidden.name: hidden.value for hidden in found.hidden} | asked | chosen
    return {name: value for name, value in kept.items() if value}


def of_institution(lines: Sequence[ApplicationLine], institution: str) -> list[ApplicationLine]:
    """Those of an institution; one that nobody applied from narrows nothing."""
    own = [line for line in lines if str(line.application.institution.id) == institution]
    return own or list(lines)


def applications_of(
    here: CohortContext,
    lines: Sequence[ApplicationLine],
    questions: Sequence[ApplicationQuestion],
    institution: str,
) -> Listing[ApplicationLine]:
    """The list of who applied; in a spreadsheet with a column for each question."""
    path = path_of(here)
    return Listing(
        path=f"{path}/applications",
        columns=(*COLUMNS, _answers(lines, questions)),
        nothing=Empty(
            _("Nobody has applied yet"),
            _("People who apply on the page of the cohort appear here."),
            Link(_("See the page of the cohort"), f"/join/{here.cohort.slug}"),
        ),
        filters=FILTERS,
        find=Find(
            lambda line: f"{line.name} {line.application.address or ''}",
            _("Find by name or email address"),
            _("Name or email address"),
        ),
        choices=(_institutions(lines, institution),),
        page_size=PAGE_OF,
    )


def _institutions(lines: Sequence[ApplicationLine], chosen: str) -> Choice:
    found = {line.application.institution.id: line.application.institution for line in lines}
    in_order = sorted(found.values(), key=lambda place: normalize_for_search(place.short_name))
    options = [Option(str(place.id), place.short_name) for place in in_order]
    value = chosen if chosen in {option.value for option in options} else ""
    return Choice("institution", _("Institution"), options, value)


def _answers(
    lines: Sequence[ApplicationLine], questions: Sequence[ApplicationQuestion]
) -> Column[ApplicationLine]:
    """A column for each question, also for one that is not asked any more, then those of files."""
    labels = {question.label for question in questions}
    answers = [answer for line in lines for answer in line.answers]
    notes = dict.fromkeys(answer.label for answer in answers if answer.question_id is None)
    exports = [Export(_header(question), _answer_to(question.id)) for question in questions]
    return Column(
        _("Answers"),
        exports=[
            *exports,
            *(Export(_header_of_file(note, labels), _note_called(note)) for note in notes),
        ],
    )


def _header(question: ApplicationQuestion) -> Text:
    if question.retired_at is None:
        return question.label
    return _("{question} (no longer asked)", question=question.label)


def _header_of_file(label: str, questions: Collection[str]) -> Text:
    """No file gives a consent, so its column can be called like a question."""
    return _("{label} (from a file)", label=label) if label in questions else label


def _answer_to(question_id: UUID) -> Callable[[ApplicationLine], Cell]:
    return lambda line: line.answered(question_id)


def _note_called(label: str) -> Callable[[ApplicationLine], Cell]:
    return lambda line: line.noted(label)


def _is(*statuses: Status) -> Callable[[ApplicationLine], bool]:
    return lambda line: line.application.enrollment.status in statuses


FILTERS: Sequence[Filter[ApplicationLine]] = (
    Filter("all", _("Everybody"), lambda _line: True),
    Filter("waiting", _("To decide"), _is(Status.APPLIED), "warm"),
    Filter("seat", _("Have a seat"), _is(Status.ENROLLED, Status.OFFERED, Status.INVITED), "good"),
    Filter("waitlist", pgettext("of people", "On the waitlist"), _is(Status.WAITLISTED), "accent"),
    Filter("declined", pgettext("of people", "Declined"), _is(Status.DECLINED, Status.LAPSED)),
    Filter("left", pgettext("of people", "Left"), _is(Status.WITHDRAWN, Status.TRANSFERRED)),
)
COLUMNS: Sequence[Column[ApplicationLine]] = (
    Column(
        _("Applied on"),
        "applied",
        sort=lambda line: line.application.applied_at,
        exports=(Export(_("Applied on"), lambda line: line.applied_at),),
    ),
    Column(
        _("Name"),
        "name",
        sort=lambda line: line.application.person.search_name,
        exports=(
            *name_exports(lambda line: line.application.person),
            Export(_("Email address"), lambda line: line.application.address),
        ),
    ),
    Column(
        _("Institution"),
        "institution",
        sort=lambda line: normalize_for_search(line.application.institution.short_name),
        exports=(Export(_("Institution"), lambda line: line.application.institution.short_name),),
    ),
    Column(
        _("Status"),
        exports=(
            Export(_("Status"), lambda line: line.status.text),
            Export(_("Decided"), lambda line: line.decided_at),
            Export(_("Decided by"), lambda line: line.decided_by),
        ),
    ),
)
