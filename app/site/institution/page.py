"""What an institution lead sees of a cohort: own people, and of everybody else at most a count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.institutions import rules
from app.cohorts.institutions.rules import CompletionCounts, Release
from app.credit.completion.progress import progress
from app.credit.completion.rules import Completion
from app.credit.enums import Outlook
from app.credit.rules import CreditStatus
from app.language import Text, _, dotted
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
class Others:
    """What is told of other institutions' people."""

    told: Reason | None
    """None as long as nothing can be."""
    comparison: Reason | None
    as_of: Text


@dataclass(frozen=True)
class InstitutionPage:
    """The lead's own people in one cohort."""

    institution: Text
    cohorts: Sequence[Chip]
    title: str
    people: Shown[InstitutionLine]
    complete: int
    others: Others | None

    @property
    def report(self) -> str:
        """The same people, each with what they miss."""
        return self.people.listing.whole.replace("/institution", "/institution/report", 1)


def of_others(here: CohortContext, own: CompletionCounts, release: Release | None) -> Others:
    """What is told beside a lead's own people."""
    if release is None:
        return Others(None, None, "")
    return Others(
        told=rules.of_other_institutions(release.others),
        comparison=rules.comparison(own, release.others),
        as_of=day(release.as_of, here.cohort.zone),
    )


def no_cohort_page(names: Sequence[str]) -> InstitutionPage:
    """As long as none of the lead's people is in a cohort."""
    nobody = shown(people_of({}), (), Asked())
    return InstitutionPage(names_of(names), (), "", nobody, 0, None)


def institution_page(
    names: Sequence[str],
    cohorts: Sequence[CohortContext],
    here: CohortContext,
    own: Mapping[UUID, Person],
    standings: Mapping[UUID, CreditStatus],
    release: Release | None,
    asked: Asked,
) -> InstitutionPage:
    """The people of one cohort. `own`: the lead's, by enrollment."""
    lines = institution_lines(own, standings)
    complete = sum(line.completion.complete for line in lines)
    return InstitutionPage(
        institution=names_of(names),
        cohorts=[cohort_chip(other, here, "/institution") for other in cohorts],
        title=dotted((here.program.title, here.cohort.title)),
        people=shown(people_of({"cohort": here.cohort.slug}), lines, asked),
        complete=complete,
        others=of_others(here, CompletionCounts(len(lines), complete), release),
    )


def institution_lines(
    own: Mapping[UUID, Person], standings: Mapping[UUID, CreditStatus]
) -> list[InstitutionLine]:
    """One line for each of the lead's own people in a cohort."""
    return [
        InstitutionLine(own[key], standing.completion)
        for key, standing in standings.items()
        if key in own
    ]


def names_of(names: Sequence[str]) -> Text:
    """What the lead's institutions are called."""
    return _("{names:list}", names=tuple(names))


def cohort_chip(cohort: CohortContext, here: CohortContext, path: str) -> Chip:
    """The way to the same page of another cohort."""
    return Chip(
        cohort.cohort.title, f"{path}?cohort={cohort.cohort.slug}", cohort is here, "accent"
    )


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
