"""What an institution lead sees: own people, and of everybody else at most a count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.institutions import rules
from app.cohorts.institutions.rules import CompletionCounts, InstitutionMember
from app.core.errors import NotFoundError
from app.credit.rules import CreditStatus
from app.language import Text, _, dotted
from app.language.reasons import Reason
from app.language.words import normalize_for_search, of_needed
from app.web.listing import Asked, Column, Empty, Find, Listing
from app.web.parts import Chip
from app.web.shown import Shown, shown


@dataclass(frozen=True)
class PersonRow:
    """How one of the lead's own people stands in a cohort."""

    name: str
    department: str
    modules: Text
    sessions: Text
    status: Text
    tone: str


@dataclass(frozen=True)
class InstitutionPage:
    """The lead's own people in one cohort."""

    institution: Text
    cohorts: Sequence[Chip]
    title: str
    people: Sequence[PersonRow]
    complete: int
    of_other_institutions: Reason | None
    comparison: Reason | None


@dataclass(frozen=True)
class InstitutionPeoplePage:
    """Everybody of the lead's institution, found and sorted."""

    institution: Text
    people: Shown[InstitutionMember]


def cohort_asked_for(cohorts: Sequence[CohortContext], slug: str | None) -> CohortContext | None:
    """The cohort of that address, the newest if none is asked for; None if there are none.

    Raises:
        NotFoundError: None of the lead's own people is in it.
    """
    if slug is None:
        return cohorts[0] if cohorts else None
    found = next((here for here in cohorts if here.cohort.slug == slug), None)
    if found is None:
        raise NotFoundError
    return found


def no_cohort_page(names: Sequence[str]) -> InstitutionPage:
    """As long as none of the lead's people is in a cohort."""
    return InstitutionPage(_names(names), (), "", (), 0, None, None)


def institution_page(
    names: Sequence[str],
    cohorts: Sequence[CohortContext],
    here: CohortContext,
    departments: Mapping[UUID, str],
    standings: Mapping[UUID, CreditStatus],
) -> InstitutionPage:
    """The people of one cohort. `departments`: of the lead's own, by enrollment."""
    ours = [
        (standing, departments[key]) for key, standing in standings.items() if key in departments
    ]
    complete = sum(standing.completion.complete for standing, _department in ours)
    all_complete = sum(standing.completion.complete for standing in standings.values())
    others = CompletionCounts(len(standings) - len(ours), all_complete - complete)
    return InstitutionPage(
        institution=_names(names),
        cohorts=[_chip(other, here) for other in cohorts],
        title=dotted((here.program.title, here.cohort.title)),
        people=[_person_row(standing, department) for standing, department in ours],
        complete=complete,
        of_other_institutions=rules.of_other_institutions(others),
        comparison=rules.comparison(CompletionCounts(len(ours), complete), others),
    )


def _chip(cohort: CohortContext, here: CohortContext) -> Chip:
    path = f"/institution?cohort={cohort.cohort.slug}"
    return Chip(cohort.cohort.title, path, cohort is here, "accent")


def _person_row(standing: CreditStatus, department: str) -> PersonRow:
    verdict = standing.completion
    if verdict.complete:
        status, tone = _("Complete"), "good"
    elif verdict.reachable:
        status, tone = _("In progress"), "neutral"
    else:
        status, tone = _("Can no longer complete"), "warm"
    return PersonRow(
        name=standing.ledger.name,
        department=department,
        modules=_("{part} of {whole}", part=verdict.modules_done, whole=verdict.modules_needed),
        sessions=of_needed(verdict.sessions_counted, verdict.sessions_needed),
        status=status,
        tone=tone,
    )


def people_page(
    names: Sequence[str], everybody: Sequence[InstitutionMember], asked: Asked
) -> InstitutionPeoplePage:
    """One page of people."""
    return InstitutionPeoplePage(_names(names), shown(PEOPLE, everybody, asked))


def _names(names: Sequence[str]) -> Text:
    return _("{names:list}", names=tuple(names))


def _none_found(_query: str) -> Text:
    return _(
        "Nobody was found. Every word has to occur in a name, email, department, or cohort. "
        "Try fewer letters."
    )


def _by_name(member: InstitutionMember) -> tuple[str, str]:
    return normalize_for_search(member.family_name), normalize_for_search(member.given_name)


PEOPLE: Listing[InstitutionMember] = Listing(
    path="/institution/people",
    columns=(
        Column(_("Name"), "name", sort=_by_name),
        Column(
            _("Department"),
            "department",
            sort=lambda member: normalize_for_search(member.department) or None,
        ),
        Column(_("Cohorts"), "cohort", sort=lambda member: member.newest or None),
    ),
    nothing=Empty(_("Nobody is here yet"), _("Nobody of your institution has an account yet.")),
    find=Find(
        lambda member: " ".join(
            (member.display_name, member.address, member.department, *member.cohorts)
        ),
        _("Name, email, department, or cohort"),
        _("Name, email, department"),
    ),
    page_size=50,
    none_found=_none_found,
    everything=_("Show everybody"),
)
