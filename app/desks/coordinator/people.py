"""Everybody in a cohort: how far, what is missing in words, claim and certificates."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from app.certificates.queries import Candidate
from app.cohorts.loaders import CohortHere
from app.credit.phrase import credits_text
from app.credit.rules import Standing
from app.desks.coordinator.cohorts import path_of
from app.desks.coordinator.spreadsheet import Cell, csv_text
from app.desks.coordinator.wording import counted
from app.people.models import Institution, Person


@dataclass(frozen=True)
class PersonLine:
    """One person of a cohort. `modules` and `sessions`: how many count, how many are needed."""

    person: Person
    institution: str
    modules: tuple[int, int]
    sessions: tuple[int, int]
    missing: Sequence[str]
    claimed: str
    """`11.50`; empty where nothing is claimed."""
    certificates: Sequence[str]
    """The numbers of the live ones."""
    ready: bool
    """Whether a certificate can be issued now."""

    @property
    def modules_text(self) -> str:
        """`7 of 8 modules`."""
        return _counted(*self.modules, "module")

    @property
    def sessions_text(self) -> str:
        """`5 of 6 sessions`; `7 sessions, 6 needed`."""
        return _counted(*self.sessions, "session")

    @property
    def progress(self) -> float:
        """The share of what is needed that is done, for sorting."""
        both = (self.modules, self.sessions)
        return sum(min(pair) for pair in both) / max(1, sum(needed for _, needed in both))


def person_line(
    person: Person, institution: Institution, standing: Standing, candidate: Candidate
) -> PersonLine:
    """How one person of a cohort stands."""
    verdict, claim = standing.completion, standing.claim
    return PersonLine(
        person=person,
        institution=institution.short_name,
        modules=(verdict.modules_done, verdict.modules_needed),
        sessions=(verdict.sessions_counted, verdict.sessions_needed),
        missing=candidate.missing,
        claimed=credits_text(claim.quarters) if claim else "",
        certificates=[certificate.number for certificate in candidate.issued],
        ready=bool(candidate.ready),
    )


def _counted(done: int, needed: int, noun: str) -> str:
    if done > needed:
        return f"{counted(done, noun)}, {needed} needed"
    return f"{done} of {counted(needed, noun)}"


def _by_name(line: PersonLine) -> Any:
    return line.person.family_name.casefold(), line.person.given_name.casefold()


def _by_institution(line: PersonLine) -> Any:
    return line.institution.casefold(), *_by_name(line)


def _by_progress(line: PersonLine) -> Any:
    return line.progress, *_by_name(line)


SORTS: Mapping[str, Callable[[PersonLine], Any]] = {
    "name": _by_name,
    "institution": _by_institution,
    "progress": _by_progress,
}
FILTERS: Mapping[str, Callable[[PersonLine], bool]] = {
    "all": lambda _: True,
    "ready": lambda line: line.ready,
    "missing": lambda line: bool(line.missing),
    "issued": lambda line: bool(line.certificates),
}
CHIPS = (
    ("all", "Everybody", "neutral"),
    ("ready", "Ready", "good"),
    ("missing", "Missing something", "warm"),
    ("issued", "Certificate issued", "neutral"),
)


@dataclass(frozen=True)
class View:
    """What of the list is asked for; what is unknown falls back to everybody by name."""

    show: str = "all"
    sort: str = "name"
    """A key of `SORTS`; with a minus sign, the other way round."""
    query: str = ""

    @classmethod
    def of(cls, show: str, sort: str, query: str) -> "View":
        """What an address asks for."""
        known = sort.removeprefix("-") in SORTS
        return cls(
            show if show in FILTERS else "all", sort if known else "name", query.strip()[:80]
        )

    def address(self, **changes: str) -> str:
        """The address of this view with something else in it."""
        other = replace(self, **changes)
        asked = {"show": other.show, "sort": other.sort, "q": other.query}
        plain = {"show": "all", "sort": "name", "q": ""}
        return "?" + urlencode({key: value for key, value in asked.items() if value != plain[key]})

    def apply(self, lines: Sequence[PersonLine]) -> list[PersonLine]:
        """The lines asked for, in the order asked for."""
        wanted = [line for line in lines if FILTERS[self.show](line)]
        backwards = self.sort.startswith("-")
        return sorted(wanted, key=SORTS[self.sort.removeprefix("-")], reverse=backwards)

    def found(self, lines: Sequence[PersonLine]) -> list[PersonLine]:
        """Those whose name has every word of the query, whatever its case and accents."""
        words = _plain(self.query).split()
        return [line for line in lines if all(w in _plain(line.person.display_name) for w in words)]


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@dataclass(frozen=True)
class Chip:
    """A filter with how many people it keeps."""

    text: str
    href: str
    current: bool
    tone: str


@dataclass(frozen=True)
class Header:
    """A column; with a link where the list can be sorted by it."""

    label: str
    href: str | None = None
    sort: str | None = None


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
    def hidden(self) -> Sequence[tuple[str, str]]:
        """What a search by name keeps of the view."""
        kept = (("show", self.view.show, "all"), ("sort", self.view.sort, "name"))
        return [(key, value) for key, value, plain in kept if value != plain]


def people_page(here: CohortHere, lines: Sequence[PersonLine], view: View) -> PeoplePage:
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
        "; ".join(line.missing),
        Decimal(line.claimed) if line.claimed else None,
        " ".join(line.certificates),
    )
