"""Everybody in a cohort: how far, what is missing, claim and certificates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.cohorts.context import CohortContext
from app.cohorts.enums import WayIn
from app.credit.status.rules import waits_for_verification
from app.credit.track.rules import found, has_no_session_left
from app.language import Text, _, pgettext
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.people.line import PersonLine
from app.site.parts.counts import in_both_words
from app.site.parts.people import name_exports
from app.site.parts.tracks import headline
from app.web.listing import ALL, Asked, Column, Empty, Export, Filter, Find, Listing
from app.web.parts import Link
from app.web.shown import Shown, shown

PAGE_OF = 100


@dataclass(frozen=True)
class CohortPeoplePage:
    """A cohort's people as an address asks for them."""

    cohort: str
    path: str
    people: Shown[PersonLine]
    by_application: bool
    finding: Text | None
    """Who is on track, in a sentence."""
    standing: str
    """Where it is told of each."""
    is_series: bool
    """Nobody is expected anywhere, so nothing is missing of anybody."""
    in_both: Text | None
    """Who counts twice in the numbers of the list."""
    write: str
    """Where a message to those that are shown is written."""
    verify: str | None
    """Where professions are verified; None: none is to be."""


def people_page(
    here: CohortContext, lines: Sequence[PersonLine], asked: Asked, now: datetime
) -> CohortPeoplePage:
    """The list, filtered, sorted and searched by name."""
    filters = filters_of(here)
    offered = [kept for kept in filters if kept.key not in RARE or any(map(kept.keeps, lines))]
    listing = replace(people_listing(here), filters=offered)
    series = here.cohort.is_series
    return CohortPeoplePage(
        here.cohort.title,
        path_of(here),
        shown(listing, lines, asked),
        here.cohort.way_in is WayIn.APPLICATION,
        None if series else headline(found([line.tracked for line in lines], now)),
        f"/teach/{here.cohort.slug}/standing",
        series,
        None if series else in_both_words(sum(line.ready and bool(line.missing) for line in lines)),
        f"{path_of(here)}/messages/new?to={_asked_for(asked, offered)}",
        _where_to_verify(here, lines),
    )


def _where_to_verify(here: CohortContext, lines: Sequence[PersonLine]) -> str | None:
    waiting = any(waits_for_verification(line.standing) for line in lines)
    return f"{path_of(here)}/people/professions" if waiting else None


def _asked_for(asked: Asked, offered: Sequence[Filter[PersonLine]]) -> str:
    """The filter that holds; one that is unknown is none."""
    return asked.show if asked.show in {kept.key for kept in offered} else ALL


def filters_of(here: CohortContext) -> Sequence[Filter[PersonLine]]:
    """The parts of the people of a cohort that can be looked at, and written to."""
    if not here.cohort.is_series:
        return FILTERS
    return [kept for kept in FILTERS if kept.key not in OF_THE_EXPECTED]


def people_listing(here: CohortContext) -> Listing[PersonLine]:
    """The list of a cohort's people; credit is a number with two decimals in a spreadsheet."""
    return Listing(
        path=f"{path_of(here)}/people",
        columns=OF_SERIES if here.cohort.is_series else COLUMNS,
        nothing=Empty(
            _("Nobody is enrolled yet"),
            _(
                "People appear here once they have taken a seat. Those you invited and those who "
                "wait are on a page of their own."
            ),
            Link(_("Invited and waiting"), f"{path_of(here)}/people/waitlist"),
        ),
        filters=filters_of(here),
        page_size=PAGE_OF,
        find=Find(lambda line: line.person.display_name, _("Find by name"), _("Find by name")),
        none_found=_none_found,
    )


def _none_found(query: str) -> Text:
    if query:
        return _("Nobody by the name “{name}” is on this list.", name=query)
    return _("Nobody is on this list.")


MISSED_OFTEN = 2
FILTERS: Sequence[Filter[PersonLine]] = (
    Filter("all", _("Everybody"), lambda _line: True),
    Filter("ready", pgettext("of people", "Ready"), lambda line: line.ready, "good"),
    Filter("missing", _("Not ready yet"), lambda line: bool(line.missing)),
    Filter(
        "unclaimed",
        _("Only the claim is missing"),
        lambda line: line.can_claim,
        "warm",
    ),
    Filter("issued", _("Certificate issued"), lambda line: bool(line.certificates)),
    Filter(
        "none-left",
        _("No session left to miss"),
        lambda line: has_no_session_left(line.completion),
        "warm",
    ),
    Filter(
        "at-risk",
        pgettext("of people", "At risk"),
        lambda line: line.tracked.at_risk,
        "warm",
    ),
    Filter(
        "missed-two",
        _("Two sessions missed"),
        lambda line: line.missed >= MISSED_OFTEN,
        "warm",
    ),
    Filter(
        "unsupported-completions",
        _("Certified, but not completed by the records"),
        lambda line: line.not_completed,
        "warm",
    ),
    Filter(
        "unsupported-claims",
        _("Claimed more than is recorded"),
        lambda line: line.claim_above,
        "warm",
    ),
    Filter(
        "unverified",
        _("Profession to verify"),
        lambda line: waits_for_verification(line.standing),
        "warm",
    ),
)
OF_THE_EXPECTED = frozenset({"missing", "none-left", "unclaimed", "at-risk", "missed-two"})
"""Filters that say nothing of people who come to a series as they like."""
RARE = frozenset(
    {"none-left", "missed-two", "unsupported-completions", "unsupported-claims", "unverified"}
)
"""Filters that are offered only where there is somebody."""
COLUMNS: Sequence[Column[PersonLine]] = (
    Column(
        _("Name"),
        "name",
        sort=lambda line: line.person.search_name,
        exports=name_exports(lambda line: line.person),
    ),
    Column(
        _("Institution"),
        "institution",
        sort=lambda line: line.institution.casefold(),
        exports=(Export(_("Institution"), lambda line: line.institution),),
    ),
    Column(
        _("Progress"),
        "progress",
        sort=lambda line: line.progress,
        exports=(
            Export(_("Modules attested"), lambda line: line.modules.done),
            Export(_("Modules needed"), lambda line: line.modules.needed),
            Export(_("Sessions counted"), lambda line: line.sessions.done),
            Export(_("Sessions needed"), lambda line: line.sessions.needed),
        ),
    ),
    Column(
        _("Where they stand"),
        exports=(
            Export(_("Where they stand"), lambda line: " ".join(map(str, line.sentences))),
            Export(_("What is missing"), lambda line: "; ".join(map(str, line.lacking))),
        ),
    ),
    Column(
        pgettext("of credit", "Claimed"),
        exports=(Export(_("Claimed credit"), lambda line: line.claimed),),
    ),
    Column(
        _("Certificates"),
        exports=(Export(_("Certificates"), lambda line: " ".join(line.certificates)),),
    ),
)
OF_SERIES: Sequence[Column[PersonLine]] = (
    *COLUMNS[:2],
    Column(
        _("Sessions attended"),
        "progress",
        sort=lambda line: line.sessions.done,
        numeric=True,
        exports=(Export(_("Sessions attended"), lambda line: line.sessions.done),),
    ),
    *COLUMNS[4:],
)
