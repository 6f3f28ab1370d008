"""What an institution lead sees: own people, and of everybody else at most a count."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.institutions import queries, rules
from app.cohorts.institutions.rules import InstitutionMember
from app.cohorts.models import Cohort, Program
from app.core.errors import NotFoundError
from app.credit.queries import standings
from app.credit.rules import CreditStatus
from app.language.reasons import Reason
from app.language.words import of_needed
from app.packs.schema import PolicyData

PER_PAGE = 50
HEADINGS = {"name": "Name", "department": "Department", "cohort": "Cohorts"}


@dataclass(frozen=True)
class Chip:
    """A link to one cohort's people."""

    text: str
    href: str
    current: bool


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


def institution_page(
    session: Session, institution_ids: Collection[UUID], slug: str | None, now: datetime
) -> InstitutionPage:
    """The people of one cohort, the newest if none is named. Raises `NotFoundError`."""
    names = queries.institution_names(session, institution_ids)
    rows = queries.cohorts_with(session, institution_ids)
    if not rows and slug is None:
        return InstitutionPage(", ".join(names), (), "", (), 0, None, None)
    row = next((row for row in rows if slug in {None, row[0].slug}), None)
    if row is None:
        raise NotFoundError
    cohort, program, policy_version = row
    policy = PolicyData.model_validate(policy_version.data)
    own = queries.enrolled(session, cohort.id, institution_ids)
    everybody = standings(session, cohort.id, policy, now)
    return _about(names, [found[0] for found in rows], cohort, program, own, everybody)


def _about(
    names: Sequence[str],
    cohorts: Sequence[Cohort],
    here: Cohort,
    program: Program,
    own: Mapping[UUID, str],
    everybody: Mapping[UUID, CreditStatus],
) -> InstitutionPage:
    ours = [(standing, own[key]) for key, standing in everybody.items() if key in own]
    complete = sum(standing.completion.complete for standing, _ in ours)
    all_complete = sum(standing.completion.complete for standing in everybody.values())
    others = (len(everybody) - len(ours), all_complete - complete)
    return InstitutionPage(
        institution=", ".join(names),
        cohorts=[
            Chip(one.title, f"/institution?cohort={one.slug}", one.id == here.id) for one in cohorts
        ],
        title=f"{program.title} · {here.title}",
        people=[_person_row(standing, department) for standing, department in ours],
        complete=complete,
        of_other_institutions=rules.of_other_institutions(*others),
        comparison=rules.comparison((len(ours), complete), others),
    )


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
    session: Session, institution_ids: Collection[UUID], *, query: str, order: str, number: int
) -> PeoplePage:
    """One page of people; a page that does not exist is the nearest that does."""
    everybody = _own_people(session, institution_ids)
    if order.removeprefix("-") not in rules.ORDERS:
        order = rules.ORDERS[0]
    found = rules.in_order(rules.find(everybody, query), order)
    last = max(1, -(-len(found) // PER_PAGE))
    number = min(max(number, 1), last)

    def href(**changes: str | int) -> str:
        asked = {"q": query, "sort": order} | changes
        return f"/institution/people?{urlencode({k: v for k, v in asked.items() if v})}"

    return PeoplePage(
        institution=", ".join(queries.institution_names(session, institution_ids)),
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


def _own_people(session: Session, institution_ids: Collection[UUID]) -> list[InstitutionMember]:
    cohorts: defaultdict[UUID, list[Cohort]] = defaultdict(list)
    for person_id, cohort in queries.cohorts_of_people(session, institution_ids):
        cohorts[person_id].append(cohort)
    return [
        InstitutionMember(
            family_name=person.family_name,
            given_name=person.given_name,
            display_name=person.display_name,
            address=address,
            department=person.department,
            cohorts=tuple(cohort.title for cohort in cohorts[person.id]),
            newest=cohorts[person.id][0].closes_at.isoformat() if cohorts[person.id] else "",
        )
        for person, address in queries.people(session, institution_ids)
    ]


def _turned(column: str, order: str) -> str:
    """The other way around if it is sorted by this column already."""
    return f"-{column}" if order == column else column


def _heading(column: str, order: str, href: str) -> Heading:
    sort = {column: "ascending", f"-{column}": "descending"}.get(order)
    return Heading(HEADINGS[column], href, sort)
