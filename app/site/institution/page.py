"""What an institution lead sees of a cohort: own people, and of all together at most counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.institutions.rules import Numbers, OwnCohort, Release, Snapshot, released
from app.credit.completion.progress import progress
from app.credit.completion.rules import Completion
from app.credit.enums import Outlook
from app.credit.rules import CreditStatus
from app.language import Text, _, dotted, ngettext
from app.language.moments import day
from app.language.reasons import Reason
from app.language.words import normalize_for_search, of_needed
from app.people.models import Person
from app.site.parts.people import name_exports
from app.web.listing import Asked, Column, Empty, Export, Filter, Find, Listing
from app.web.parts import Badge, Chip, Link
from app.web.shown import Shown, shown

OUTLOOKS = {
    Outlook.COMPLETE: Badge(_("Complete"), "good"),
    Outlook.IN_PROGRESS: Badge(_("In progress"), "neutral"),
    Outlook.OUT_OF_REACH: Badge(_("Can no longer complete"), "warm"),
}


@dataclass(frozen=True)
class InstitutionLine:
    """How one of the lead's own people stands in a cohort."""

    person: Person
    completion: Completion

    @property
    def modules(self) -> Text:
        """`3 of 4`."""
        done, needed = self.completion.modules_done, self.completion.modules_needed
        return _("{part} of {whole}", part=done, whole=needed)

    @property
    def sessions(self) -> Text:
        """`2 of 3`; `4, 3 needed`."""
        return of_needed(self.completion.sessions_counted, self.completion.sessions_needed)

    @property
    def sentences(self) -> Sequence[Reason]:
        """Where they stand, as they read it themselves."""
        return progress(self.completion)

    @property
    def status(self) -> Badge:
        """Whether they complete the cohort."""
        return OUTLOOKS[self.completion.outlook]


@dataclass(frozen=True)
class OwnPeople:
    """A lead's own people in a cohort, and what is told of all of it."""

    here: CohortContext
    lines: Sequence[InstitutionLine]
    numbers: Numbers
    release: Release | None


@dataclass(frozen=True)
class WholeNumber:
    """What is told of a whole cohort, and as of when."""

    said: Text
    as_of: Text


@dataclass(frozen=True)
class InstitutionPage:
    """The lead's own people in one cohort."""

    institution: Text
    cohorts: Sequence[Chip]
    title: str
    people: Shown[InstitutionLine]
    numbers: Numbers
    whole: Sequence[WholeNumber]
    to_decide: Text | None
    """How many applications wait for the lead."""

    @property
    def report(self) -> str:
        """The same people, each with what they miss."""
        return self.people.listing.whole.replace("/institution", "/institution/report", 1)


def own_people(
    here: CohortContext,
    own: Mapping[UUID, Person],
    standings: Mapping[UUID, CreditStatus],
    history: Sequence[Snapshot],
    institutions: Collection[UUID],
) -> OwnPeople:
    """What both pages of a cohort show. `own`: the lead's people now, by enrollment."""
    lines = [
        InstitutionLine(own[key], standing.completion)
        for key, standing in standings.items()
        if key in own
    ]
    numbers = Numbers(len(lines), sum(line.completion.complete for line in lines))
    return OwnPeople(here, lines, numbers, released(history, institutions, numbers))


def whole_numbers(own: OwnPeople, reader_zone: str) -> list[WholeNumber]:
    """What is told of the whole cohort; nothing, as long as nothing can be."""
    release = own.release
    if release is None:
        return []
    people = _("At least {people} people are in it, yours included.", people=release.people.number)
    told = [WholeNumber(people, day(release.people.as_of, reader_zone))]
    if release.complete is not None:
        complete = _("At least {people} have completed it.", people=release.complete.number)
        told.append(WholeNumber(complete, day(release.complete.as_of, reader_zone)))
    return told


def no_cohort_page(names: Sequence[str], *, waiting: int) -> InstitutionPage:
    """As long as none of the lead's people is in a cohort."""
    nobody = shown(people_of({}), (), Asked())
    return InstitutionPage(names_of(names), (), "", nobody, Numbers(), (), to_decide(waiting))


def institution_page(
    names: Sequence[str],
    cohorts: Sequence[OwnCohort],
    own: OwnPeople,
    asked: Asked,
    *,
    waiting: int,
    zone: str,
) -> InstitutionPage:
    """The people of one cohort. `waiting`: how many applications wait; `zone`: the reader's."""
    here = own.here
    return InstitutionPage(
        institution=names_of(names),
        cohorts=cohort_chips(cohorts, here, "/institution"),
        title=title_of(here),
        people=shown(people_of({"cohort": here.cohort.slug}), own.lines, asked),
        numbers=own.numbers,
        whole=whole_numbers(own, zone),
        to_decide=to_decide(waiting),
    )


def to_decide(waiting: int) -> Text | None:
    """How many applications wait for the lead; None if there are none."""
    if not waiting:
        return None
    return ngettext(
        "{count} application to decide", "{count} applications to decide", count=waiting
    )


def names_of(names: Sequence[str]) -> Text:
    """What the lead's institutions are called."""
    return _("{names:list}", names=tuple(names))


def title_of(here: CohortContext) -> str:
    """A cohort with its program."""
    return dotted((here.program.title, here.cohort.title))


def cohort_chips(cohorts: Sequence[OwnCohort], here: CohortContext, path: str) -> list[Chip]:
    """The ways to the same page of the other cohorts."""
    return [
        Chip(
            each.here.cohort.title,
            f"{path}?cohort={each.here.cohort.slug}",
            each.here is here,
            "accent",
        )
        for each in cohorts
    ]


def people_of(keeps: Mapping[str, str]) -> Listing[InstitutionLine]:
    """The list of the lead's own people in a cohort. `keeps`: how its address names the cohort."""
    return Listing(
        path="/institution",
        keeps=keeps,
        columns=COLUMNS,
        nothing=Empty(
            _("Nobody from your institution is in a cohort yet"),
            _("As soon as a coordinator enrolls one of your people, their progress is shown here."),
            Link(_("Find people"), "/institution/people"),
        ),
        filters=FILTERS,
        find=Find(
            lambda line: f"{line.person.display_name} {line.person.department}",
            _("Find by name or department"),
            _("Name or department"),
        ),
    )


def _by_name(line: InstitutionLine) -> tuple[str, str]:
    return (
        normalize_for_search(line.person.family_name),
        normalize_for_search(line.person.given_name),
    )


def _is(outlook: Outlook) -> Filter[InstitutionLine]:
    badge = OUTLOOKS[outlook]
    return Filter(outlook, badge.text, lambda line: line.completion.outlook is outlook, badge.tone)


FILTERS: Sequence[Filter[InstitutionLine]] = (
    Filter("all", _("Everybody"), lambda _line: True),
    *map(_is, OUTLOOKS),
)
COLUMNS: Sequence[Column[InstitutionLine]] = (
    Column(
        _("Name"),
        "name",
        sort=_by_name,
        exports=(
            *name_exports(lambda line: line.person),
            Export(_("Department"), lambda line: line.person.department),
        ),
    ),
    Column(
        _("Modules"),
        "modules",
        sort=lambda line: line.completion.modules_done,
        numeric=True,
        exports=(
            Export(_("Modules attested"), lambda line: line.completion.modules_done),
            Export(_("Modules needed"), lambda line: line.completion.modules_needed),
        ),
    ),
    Column(
        _("Sessions"),
        "sessions",
        sort=lambda line: line.completion.sessions_counted,
        numeric=True,
        exports=(
            Export(_("Sessions counted"), lambda line: line.completion.sessions_counted),
            Export(_("Sessions needed"), lambda line: line.completion.sessions_needed),
        ),
    ),
    Column(
        _("Status"),
        exports=(Export(_("Status"), lambda line: line.status.text),),
    ),
)
