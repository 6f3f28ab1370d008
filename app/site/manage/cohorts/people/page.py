"""Everybody in a cohort: how far, what is missing, claim and certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.certificates.issuing.queries import Candidate, still_missing
from app.certificates.rules import BEING_ISSUED
from app.cohorts.context import CohortContext
from app.credit.phrase import credits_text
from app.credit.rules import CreditStatus
from app.people.models import Institution, Person
from app.site.manage.cohorts.pages import path_of
from app.site.manage.cohorts.people.view import CHIPS, FILTERS, Header, PersonLine, View
from app.web.parts import Chip, Option
from app.web.spreadsheet import Cell, csv_text


def person_line(
    person: Person, institution: Institution, standing: CreditStatus, candidate: Candidate
) -> PersonLine:
    """How one person of a cohort stands."""
    verdict, claim = standing.completion, standing.claim
    return PersonLine(
        person=person,
        institution=institution.short_name,
        modules=(verdict.modules_done, verdict.modules_needed),
        sessions=(verdict.sessions_counted, verdict.sessions_needed),
        missing=still_missing(candidate),
        claimed=credits_text(claim.quarters) if claim else "",
        certificates=[certificate.number for certificate in candidate.issued],
        ready=bool(candidate.ready),
        under_way=BEING_ISSUED in candidate.missing,
    )


@dataclass(frozen=True)
class PeoplePage:
    """A cohort's people as one view shows them."""

    cohort: str
    path: str
    total: int
    lines: Sequence[PersonLine]
    chips: Sequence[Chip]
    headers: Sequence[Header]
    view: View
    export: str

    @property
    def hidden(self) -> Sequence[Option]:
        """What a search by name keeps of the view."""
        kept = (("show", self.view.show, "all"), ("sort", self.view.sort, "name"))
        return [Option(key, value) for key, value, plain in kept if value != plain]


def people_page(here: CohortContext, lines: Sequence[PersonLine], view: View) -> PeoplePage:
    """The list under one view; the chips count those whose name was searched for."""
    found = view.found(lines)
    address = view.address()
    return PeoplePage(
        cohort=here.cohort.title,
        path=path_of(here),
        total=len(lines),
        lines=view.apply(found),
        chips=[
            Chip(
                f"{text} {sum(map(FILTERS[key], found))}",
                view.address(show=key),
                key == view.show,
                tone,
            )
            for key, text, tone in CHIPS
        ],
        headers=[
            _header("Name", "name", view),
            _header("Institution", "institution", view),
            _header("Progress", "progress", view),
            Header("What is missing"),
            Header("Claimed"),
            Header("Certificates"),
        ],
        view=view,
        export=f"{address}{'&' if len(address) > 1 else ''}format=csv",
    )


def _header(label: str, key: str, view: View) -> Header:
    here = view.sort.removeprefix("-") == key
    if not here:
        return Header(label, view.address(sort=key))
    if view.sort == key:
        return Header(label, view.address(sort=f"-{key}"), "ascending")
    return Header(label, view.address(sort=key), "descending")


def people_csv(lines: Sequence[PersonLine], view: View) -> str:
    """The same people as a spreadsheet; credit is a number with two decimals."""
    return csv_text(COLUMNS, [_cells(line) for line in view.apply(view.found(lines))])


COLUMNS = (
    "Family name",
    "Given name",
    "Degrees",
    "Institution",
    "Modules attested",
    "Modules needed",
    "Sessions counted",
    "Sessions needed",
    "What is missing",
    "Claimed credit",
    "Certificates",
)


def _cells(line: PersonLine) -> Sequence[Cell]:
    person = line.person
    return (
        person.family_name,
        person.given_name,
        person.degrees,
        line.institution,
        *line.modules,
        *line.sessions,
        "; ".join(map(str, line.missing)),
        Decimal(line.claimed) if line.claimed else None,
        " ".join(line.certificates),
    )
