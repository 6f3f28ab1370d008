"""Everybody in a cohort: how far, what is missing, claim and certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.certificates.rules import NOT_CLAIMED
from app.cohorts.context import CohortContext
from app.site.manage.cohorts.pages import path_of
from app.site.manage.cohorts.people.line import PersonLine
from app.web.listing import Asked, Column, Empty, Export, Filter, Find, Listing
from app.web.shown import Shown, shown


@dataclass(frozen=True)
class CohortPeoplePage:
    """A cohort's people as an address asks for them."""

    cohort: str
    path: str
    people: Shown[PersonLine]


def people_page(here: CohortContext, lines: Sequence[PersonLine], asked: Asked) -> CohortPeoplePage:
    """The list, filtered, sorted and searched by name."""
    return CohortPeoplePage(here.cohort.title, path_of(here), shown(people_of(here), lines, asked))


def people_of(here: CohortContext) -> Listing[PersonLine]:
    """The list of a cohort's people; credit is a number with two decimals in a spreadsheet."""
    return Listing(
        path=f"{path_of(here)}/people",
        columns=COLUMNS,
        nothing=Empty(
            "Nobody is enrolled yet",
            "People appear here as soon as they have a seat in this cohort.",
        ),
        filters=FILTERS,
        find=Find(lambda line: line.person.display_name, "Find by name", "Find by name"),
        none_found=_none_found,
    )


def _none_found(query: str) -> str:
    by_name = f"by the name “{query}” " if query else ""
    return f"Nobody {by_name}is on this list."


def _by_name(line: PersonLine) -> Any:
    return line.person.family_name.casefold(), line.person.given_name.casefold()


FILTERS: Sequence[Filter[PersonLine]] = (
    Filter("all", "Everybody", lambda _: True),
    Filter("ready", "Ready", lambda line: line.ready, "good"),
    Filter("missing", "Missing something", lambda line: bool(line.missing), "warm"),
    Filter(
        "unclaimed",
        "Only the claim is missing",
        lambda line: tuple(line.missing) == (NOT_CLAIMED,),
        "warm",
    ),
    Filter("issued", "Certificate issued", lambda line: bool(line.certificates)),
)
COLUMNS: Sequence[Column[PersonLine]] = (
    Column(
        "Name",
        "name",
        sort=_by_name,
        exports=(
            Export("Family name", lambda line: line.person.family_name),
            Export("Given name", lambda line: line.person.given_name),
            Export("Degrees", lambda line: line.person.degrees),
        ),
    ),
    Column(
        "Institution",
        "institution",
        sort=lambda line: line.institution.casefold(),
        exports=(Export("Institution", lambda line: line.institution),),
    ),
    Column(
        "Progress",
        "progress",
        sort=lambda line: line.progress,
        exports=(
            Export("Modules attested", lambda line: line.modules.done),
            Export("Modules needed", lambda line: line.modules.needed),
            Export("Sessions counted", lambda line: line.sessions.done),
            Export("Sessions needed", lambda line: line.sessions.needed),
        ),
    ),
    Column(
        "What is missing",
        exports=(Export("What is missing", lambda line: "; ".join(map(str, line.missing))),),
    ),
    Column(
        "Claimed",
        exports=(
            Export("Claimed credit", lambda line: Decimal(line.claimed) if line.claimed else None),
        ),
    ),
    Column(
        "Certificates", exports=(Export("Certificates", lambda line: " ".join(line.certificates)),)
    ),
)
