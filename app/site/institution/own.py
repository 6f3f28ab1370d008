"""A lead's own people in a cohort, and what is told of all of it: what their pages share."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.institutions.own.rules import OwnCohort
from app.cohorts.institutions.queries import OwnPerson
from app.cohorts.institutions.rules import Numbers, Release, Snapshot, released
from app.credit.completion.progress import progress
from app.credit.completion.rules import Completion
from app.credit.enums import Outlook
from app.credit.stages.rules import is_at_risk, what_restores
from app.credit.status.rules import CreditStatus
from app.language import Text, _, dotted, ngettext
from app.language.moments import day
from app.language.reasons import Reason
from app.language.words import of_needed
from app.people.models import Person
from app.web.parts import Badge, Chip

OUTLOOKS = {
    Outlook.COMPLETE: Badge(_("Complete"), "good"),
    Outlook.IN_PROGRESS: Badge(_("In progress"), "neutral"),
    Outlook.OUT_OF_REACH: Badge(_("Can no longer complete"), "warm"),
}


@dataclass(frozen=True)
class InstitutionLine:
    """How one of the lead's own people stands in a cohort."""

    person: Person
    address: str
    """Where mail reaches them."""
    completion: Completion
    certificates: int
    """How many they have that hold."""
    restores: Sequence[Reason]
    """What they have to catch up, of who is at risk."""

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
        """Where they stand, as the lead reads it of them."""
        return progress(self.completion, own=False)

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
class OwnCohorts:
    """The cohorts in which a lead has people, and of which the records are there."""

    cohorts: Sequence[OwnCohort]
    deleted: int = 0
    """Of how many more they were deleted."""

    @property
    def left_out(self) -> Text | None:
        """That some are not here."""
        return _left_out(self.deleted) if self.deleted else None


def _left_out(count: int) -> Text:
    return ngettext(
        "{count} cohort is left out: its records were deleted, as the retention policy says.",
        "{count} cohorts are left out: their records were deleted, as the retention policy says.",
        count=count,
    )


@dataclass(frozen=True)
class Frame:
    """Which cohort a lead looks at, to which others they can go, and what is told of all of it."""

    institution: Text
    cohorts: Sequence[Chip]
    title: str
    whole: Sequence[WholeNumber]
    left_out: Text | None = None
    """That cohorts are not among them, since their records were deleted."""


def own_people(
    here: CohortContext,
    own: Mapping[UUID, OwnPerson],
    standings: Mapping[UUID, CreditStatus],
    certificates: Mapping[UUID, int],
    history: Sequence[Snapshot],
    institutions: Collection[UUID],
    now: datetime,
) -> OwnPeople:
    """What both pages of a cohort show. `own`: the lead's people now, by enrollment."""
    lines = [
        InstitutionLine(
            *own[key], standing.completion, certificates.get(key, 0), restores(standing, now)
        )
        for key, standing in standings.items()
        if key in own
    ]
    numbers = Numbers(len(lines), sum(line.completion.complete for line in lines))
    return OwnPeople(here, lines, numbers, released(history, institutions, numbers))


def restores(standing: CreditStatus, now: datetime) -> Sequence[Reason]:
    """What somebody has to catch up; nothing of who is not at risk."""
    of = (standing.ledger, standing.completion, now)
    return what_restores(*of) if is_at_risk(*of) else ()


def frame_of(
    names: Sequence[str], whole: OwnCohorts, own: OwnPeople, path: str, zone: str
) -> Frame:
    """`names`: of the lead's institutions; `path`: of the page; `zone`: the reader's."""
    chips = cohort_chips(whole.cohorts, own.here, path)
    return Frame(
        names_of(names), chips, title_of(own.here), whole_numbers(own, zone), whole.left_out
    )


def no_cohort(names: Sequence[str], left_out: Text | None) -> Frame:
    """As long as none of the lead's people is in one."""
    return Frame(names_of(names), (), "", (), left_out)


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
