"""The certificates of a cohort by person: what each has, has claimed, and still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.cohorts.context import CohortContext
from app.credit.phrase import credits_fact
from app.language import Text, _, ngettext, pgettext
from app.site.manage.cohorts.certificates.led import TeachingCard
from app.site.manage.cohorts.certificates.line import PersonCertificates
from app.site.manage.cohorts.certificates.nudge import Nudge
from app.site.manage.cohorts.certificates.register.page import CertificateLine
from app.site.manage.cohorts.page import path_of
from app.site.parts.counts import claims_above, in_both_words, people_words
from app.site.parts.people import name_exports
from app.web.listing import ALL, Asked, Column, Empty, Export, Filter, Find, Listing
from app.web.parts import Link
from app.web.shown import Shown, shown

OF_THE_EXPECTED = frozenset({"missing", "unclaimed"})
"""Filters that say nothing of people who come to a series as they like."""


@dataclass(frozen=True)
class CertificatesPage:
    """A cohort's people with their certificates, as an address asks for them."""

    cohort: str
    path: str
    valid: Text | None
    """How many of learners hold, and for how many people."""
    holding: int
    """How many learners' hold."""
    renamed: int
    """How many of these are in another name than the profile."""
    flagged: int
    """Under how many of these a change waits for review."""
    above: Link | None
    """How many claims are above what the records say, as the queue counts them, and where."""
    people: Shown[PersonCertificates]
    in_both: Text | None
    """Who counts twice in the numbers of the list."""
    nudge: Nudge | None
    teaching: TeachingCard


def certificates_page(
    here: CohortContext,
    people: Sequence[PersonCertificates],
    lines: Sequence[CertificateLine],
    asked: Asked,
    *,
    nudge: Nudge | None,
    teaching: TeachingCard,
    flagged: int = 0,
) -> CertificatesPage:
    """The list, filtered, sorted and searched. `flagged`: how many wait for a review."""
    valid = [line for line in lines if line.holds]
    holders = {line.person_path for line in valid}
    return CertificatesPage(
        cohort=here.cohort.title,
        path=path_of(here),
        valid=_words(len(valid), len(holders)) if valid else None,
        holding=len(valid),
        renamed=sum(line.other_name for line in valid),
        flagged=flagged,
        above=_above(path_of(here), sum(own.claim_above for own in people)),
        people=shown(people_of(here), people, asked),
        in_both=None if here.cohort.is_series else in_both_words(_in_both(people)),
        nudge=nudge,
        teaching=teaching,
    )


def _above(path: str, claims: int) -> Link | None:
    if not claims:
        return None
    return Link(claims_above(claims), f"{path}/people?show=unsupported-claims")


def _in_both(people: Sequence[PersonCertificates]) -> int:
    return sum(bool(own.previews and own.missing) for own in people)


def _words(certificates: int, people: int) -> Text:
    """`32 certificates for 16 people`."""
    return ngettext(
        "{count} certificate for {people}",
        "{count} certificates for {people}",
        count=certificates,
        people=people_words(people),
    )


def people_of(here: CohortContext) -> Listing[PersonCertificates]:
    """The list of a cohort's people with their certificates."""
    left_out = OF_THE_EXPECTED if here.cohort.is_series else frozenset()
    return Listing(
        path=f"{path_of(here)}/certificates",
        columns=(*COLUMNS, OPEN_IN_SERIES if here.cohort.is_series else OPEN),
        nothing=Empty(
            _("Nobody is enrolled yet"),
            _("People appear here with what they claimed, lack and were given."),
            Link(_("See the people of this cohort"), f"{path_of(here)}/people"),
        ),
        filters=[own for own in FILTERS if own.key not in left_out],
        page_size=100,
        find=Find(
            lambda own: " ".join((own.name, own.person.display_name, *_numbers(own))),
            _("Find by name or number"),
            _("Name or number"),
        ),
        none_found=_none_found,
    )


def _numbers(own: PersonCertificates) -> list[str]:
    return [paper.number for paper in own.papers]


def _none_found(query: str) -> Text:
    if query:
        return _("Nobody here has “{words}” in their name or on a certificate.", words=query)
    return _("Nobody is on this list.")


def _claimed(own: PersonCertificates) -> Decimal | None:
    return credits_fact(own.claim.quarters) if own.claim else None


def _earned(own: PersonCertificates) -> Decimal | None:
    return None if own.earned is None else credits_fact(own.earned)


FILTERS: Sequence[Filter[PersonCertificates]] = (
    Filter(ALL, _("Everybody"), lambda _own: True),
    Filter("ready", pgettext("of people", "Ready"), lambda own: bool(own.previews), "good"),
    Filter("unclaimed", _("Only the claim is missing"), lambda own: own.can_claim, "warm"),
    Filter("missing", _("Not ready yet"), lambda own: bool(own.missing)),
    Filter("issued", _("With a certificate"), lambda own: bool(own.valid)),
)
COLUMNS: Sequence[Column[PersonCertificates]] = (
    Column(
        _("Name"),
        "name",
        sort=lambda own: own.person.search_name,
        exports=(
            *name_exports(lambda own: own.person),
            Export(_("Institution"), lambda own: own.institution),
        ),
    ),
    Column(
        _("Claimed"),
        "claimed",
        sort=lambda own: own.claim.quarters if own.claim else None,
        exports=(
            Export(_("Claimed"), _claimed),
            Export(_("Earned"), _earned),
            Export(_("Why more than can be claimed now"), lambda own: own.above or ""),
        ),
    ),
    Column(
        _("Certificates"),
        exports=(
            Export(
                _("Valid certificates"), lambda own: " ".join(paper.number for paper in own.valid)
            ),
        ),
    ),
)


def _open(heading: Text, words: Text) -> Column[PersonCertificates]:
    return Column(
        heading,
        exports=(
            Export(words, lambda own: "; ".join(map(str, own.missing))),
            Export(_("Asked to claim on"), lambda own: own.asked_on),
        ),
    )


OPEN = _open(_("Missing"), _("What is missing"))
OPEN_IN_SERIES = _open(_("Next step"), _("Next step"))
"""Where nobody is expected to have done anything."""
