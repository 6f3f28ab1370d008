"""What an institution lead sees: own people, and of everybody else at most a count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.institutions import rules
from app.cohorts.institutions.rules import InstitutionMember
from app.core.errors import NotFoundError
from app.credit.rules import CreditStatus
from app.language.reasons import Reason
from app.language.words import of_needed
from app.web.parts import Chip

PER_PAGE = 50
HEADINGS = {"name": "Name", "department": "Department", "cohort": "Cohorts"}


@dataclass(frozen=True)
class PersonRow:
    """How one of the lead's own people stands in a cohort."""

    name: str
    department: str
    modules: str
    sessions: str
    status: str
    tone: str


@dataclass(frozen=True)
class InstitutionPage:
    """The lead's own people in one cohort."""

    institution: str
    cohorts: Sequence[Chip]
    title: str
    people: Sequence[PersonRow]
    complete: int
    of_other_institutions: Reason | None
    comparison: Reason | None


@dataclass(frozen=True)
class Heading:
    """A column that can be sorted by."""

    label: str
    href: str
    sort: str | None


@dataclass(frozen=True)
class PeoplePage:
    """Everybody of the lead's institution, found and sorted."""

    institution: str
    query: str
    order: str
    headings: Sequence[Heading]
    people: Sequence[InstitutionMember]
    found: int
    total: int
    text: str
    previous_href: str | None
    next_href: str | None


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
    return InstitutionPage(", ".join(names), (), "", (), 0, None, None)


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
    complete = sum(standing.completion.complete for standing, _ in ours)
    all_complete = sum(standing.completion.complete for standing in standings.values())
    others = (len(standings) - len(ours), all_complete - complete)
    return InstitutionPage(
        institution=", ".join(names),
        cohorts=[_chip(other, here) for other in cohorts],
        title=f"{here.program.title} · {here.cohort.title}",
        people=[_person_row(standing, department) for standing, department in ours],
        complete=complete,
        of_other_institutions=rules.of_other_institutions(*others),
        comparison=rules.comparison((len(ours), complete), others),
    )


def _chip(cohort: CohortContext, here: CohortContext) -> Chip:
    path = f"/institution?cohort={cohort.cohort.slug}"
    return Chip(cohort.cohort.title, path, cohort is here, "accent")


def _person_row(standing: CreditStatus, department: str) -> PersonRow:
    verdict = standing.completion
    if verdict.complete:
        status, tone = "Complete", "good"
    elif verdict.reachable:
        status, tone = "In progress", "neutral"
    else:
        status, tone = "Can no longer complete", "warm"
    return PersonRow(
        name=standing.ledger.name,
        department=department,
        modules=f"{verdict.modules_done} of {verdict.modules_needed}",
        sessions=of_needed(verdict.sessions_counted, verdict.sessions_needed),
        status=status,
        tone=tone,
    )


def people_page(
    names: Sequence[str],
    everybody: Sequence[InstitutionMember],
    *,
    query: str,
    order: str,
    number: int,
) -> PeoplePage:
    """One page of people; a page that does not exist is the nearest that does."""
    if order.removeprefix("-") not in rules.ORDERS:
        order = rules.ORDERS[0]
    found = rules.in_order(rules.find(everybody, query), order)
    last = max(1, -(-len(found) // PER_PAGE))
    number = min(max(number, 1), last)

    def href(**changes: str | int) -> str:
        asked = {"q": query, "sort": order} | changes
        return f"/institution/people?{urlencode({k: v for k, v in asked.items() if v})}"

    return PeoplePage(
        institution=", ".join(names),
        query=query,
        order=order,
        headings=[_heading(one, order, href(sort=_turned(one, order))) for one in rules.ORDERS],
        people=found[(number - 1) * PER_PAGE : number * PER_PAGE],
        found=len(found),
        total=len(everybody),
        text=f"Page {number} of {last}",
        previous_href=href(page=number - 1) if number > 1 else None,
        next_href=href(page=number + 1) if number < last else None,
    )


def _turned(column: str, order: str) -> str:
    """The other way around if it is sorted by this column already."""
    return f"-{column}" if order == column else column


def _heading(column: str, order: str, href: str) -> Heading:
    sort = {column: "ascending", f"-{column}": "descending"}.get(order)
    return Heading(HEADINGS[column], href, sort)
