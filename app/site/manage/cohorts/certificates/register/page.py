"""The register of a cohort: every certificate that was issued, with what it says of credit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.certificates.alterations.rules import ALTERED, ALTERED_WORD, DOUBTFUL_WORD
from app.certificates.queries import CertificateInCohort
from app.certificates.rules import CertificateState, full_name
from app.certificates.snapshot import CertificateKind, from_json
from app.cohorts.context import CohortContext
from app.credit.phrase import credits_fact, phrase_text
from app.language import Text, _, pgettext
from app.language.moments import local
from app.language.reasons import Reason
from app.language.styles import long_date
from app.language.words import normalize_for_search
from app.site.manage.cohorts.certificates.issue.line import credit_of
from app.site.manage.cohorts.page import path_of
from app.site.parts.certificates import DOUBTFUL, UNCONFIRMED
from app.site.parts.people import person_path
from app.web.listing import Asked, Column, Empty, Export, Filter, Find, Listing
from app.web.parts import Badge, Link
from app.web.shown import Shown, shown

STATES = {
    CertificateState.VALID: Badge(pgettext("of a certificate", "Valid"), "good"),
    CertificateState.REPLACED: Badge(pgettext("of a certificate", "Replaced"), "warm"),
    CertificateState.REVOKED: Badge(pgettext("of a certificate", "Revoked"), "warm"),
}

UNITS: Mapping[CertificateKind, Text] = {
    CertificateKind.CME_CREDIT: phrase_text(),
    CertificateKind.PARTICIPATION: _("Hours of participation"),
}
"""In what a kind of certificate counts that names no unit of its own."""


UNCONFIRMED_BADGE, DOUBTFUL_BADGE = Badge(UNCONFIRMED, "bad"), Badge(DOUBTFUL, "warm")


def badge_of(state: CertificateState, doubt: Reason | None) -> Badge:
    """What a list says of a certificate: what its public page does."""
    if state is not CertificateState.VALID or doubt is None:
        return STATES[state]
    return UNCONFIRMED_BADGE if doubt == ALTERED else DOUBTFUL_BADGE


@dataclass(frozen=True)
class CertificateLine:
    """One certificate as it was issued, whatever became of its owner's profile."""

    name: str
    """As it stands on the paper."""
    family_and_given: tuple[str, str]
    """What the list is sorted by: as they are in the profile now."""
    kind: Text
    credit: Text
    """`11.50` credits or `12.00 h` of participation; empty where it says nothing of credit."""
    quarters: int | None
    """Claimed, as the certificate says."""
    eligible: int | None
    """The most that could be claimed, in quarters, when the claim was made."""
    designated: int | None
    """The most that the activity was designated for, in quarters, as the certificate says."""
    unit: Text
    """What these are counted in; empty where it says nothing of credit."""
    institution: str
    number: str
    issued_at: datetime
    day: date
    """Of its issue, in the cohort's zone."""
    state: CertificateState
    doubt: Reason | None
    """Why nobody can rely on it, although it was neither revoked nor replaced."""
    other_name: bool
    """Whether the profile says another name, or other degrees, by now."""
    path: str
    person_path: str
    """Their own page."""

    @property
    def issued(self) -> str:
        """`November 18, 2026`."""
        return long_date(self.day)

    @property
    def badge(self) -> Badge:
        """`Valid`, `Doubtful`, `Cannot be confirmed`, `Replaced` or `Revoked`, as in public."""
        return badge_of(self.state, self.doubt)

    @property
    def holds(self) -> bool:
        """Whether anybody can rely on it."""
        return self.state is CertificateState.VALID and self.doubt is None

    @property
    def status(self) -> Badge | None:
        """The same as the badge; None while it holds."""
        return None if self.holds else self.badge


@dataclass(frozen=True)
class RegisterPage:
    """A cohort's certificates as an address asks for them."""

    cohort: str
    path: str
    certificates: Shown[CertificateLine]


def register_page(
    here: CohortContext, lines: Sequence[CertificateLine], asked: Asked
) -> RegisterPage:
    """The list, filtered, sorted and searched."""
    certificates = shown(register_of(here, lines), lines, asked)
    return RegisterPage(here.cohort.title, path_of(here), certificates)


def certificate_line(issued: CertificateInCohort, zone: str) -> CertificateLine:
    """One line; the name is the one on the paper."""
    certificate = issued.certificate
    snapshot = from_json(certificate.snapshot)
    return CertificateLine(
        name=snapshot.full_name,
        family_and_given=(
            normalize_for_search(issued.person.family_name),
            normalize_for_search(issued.person.given_name),
        ),
        kind=snapshot.name,
        credit=credit_of(snapshot.kind, issued.quarters) if issued.quarters else "",
        quarters=issued.quarters,
        eligible=issued.eligible_quarters,
        designated=snapshot.designated_quarters,
        unit=snapshot.unit or UNITS.get(snapshot.kind, ""),
        institution=issued.institution.short_name,
        number=certificate.number,
        issued_at=certificate.issued_at,
        day=local(certificate.issued_at, zone).date(),
        state=issued.state,
        doubt=issued.doubt,
        other_name=snapshot.full_name
        != full_name(issued.person.certificate_name, issued.person.degrees),
        path=f"/manage/certificates/{certificate.number}",
        person_path=person_path(issued.person.id),
    )


def register_of(
    here: CohortContext, lines: Iterable[CertificateLine] = ()
) -> Listing[CertificateLine]:
    """The list of a cohort's certificates; all that it says of credit, for a spreadsheet.

    `lines`: some are seldom doubtful or altered, so nobody is asked about that else.
    """
    badges = [line.badge for line in lines]
    return Listing(
        path=f"{path_of(here)}/certificates/register",
        columns=COLUMNS,
        nothing=Empty(
            _("No certificates yet"),
            _("They appear here when you have issued them."),
            Link(_("See who is ready"), f"{path_of(here)}/certificates/issue"),
        ),
        filters=[*FILTERS, *(own for own, badge in _SELDOM if badge in badges)],
        find=Find(
            lambda line: f"{line.name} {line.number}",
            _("Find by name or number"),
            _("Name or number"),
        ),
        none_found=_none_found,
        everything=_("Show all certificates"),
    )


def _none_found(query: str) -> Text:
    if query:
        return _("No certificate here has “{words}” in its name or number.", words=query)
    return _("No certificate is on this list.")


def _is(key: str, badge: Badge) -> Filter[CertificateLine]:
    return Filter(key, badge.text, lambda line: line.badge == badge, badge.tone)


def _amount(quarters: int | None) -> Decimal | None:
    return None if quarters is None else credits_fact(quarters)


FILTERS: Sequence[Filter[CertificateLine]] = (
    Filter("all", pgettext("of certificates", "All"), lambda _line: True),
    *map(_is, STATES, STATES.values()),
)
_SELDOM: Sequence[tuple[Filter[CertificateLine], Badge]] = (
    (_is(DOUBTFUL_WORD, DOUBTFUL_BADGE), DOUBTFUL_BADGE),
    (_is(ALTERED_WORD, UNCONFIRMED_BADGE), UNCONFIRMED_BADGE),
)
COLUMNS: Sequence[Column[CertificateLine]] = (
    Column(
        _("Name"),
        "name",
        sort=lambda line: line.family_and_given,
        exports=(
            Export(_("Name on certificate"), lambda line: line.name),
            Export(_("Institution"), lambda line: line.institution),
        ),
    ),
    Column(
        _("Kind"),
        "kind",
        sort=lambda line: str(line.kind),
        exports=(Export(_("Kind"), lambda line: line.kind),),
    ),
    Column(
        _("Credit"),
        "credit",
        sort=lambda line: line.quarters,
        exports=(
            Export(_("Claimed"), lambda line: _amount(line.quarters)),
            Export(_("Eligible at the claim"), lambda line: _amount(line.eligible)),
            Export(_("Designated"), lambda line: _amount(line.designated)),
            Export(_("Counted in"), lambda line: line.unit),
        ),
    ),
    Column(
        _("Number"),
        "number",
        sort=lambda line: line.number,
        exports=(Export(_("Number"), lambda line: line.number),),
    ),
    Column(
        pgettext("of a certificate", "Issued"),
        "issued",
        sort=lambda line: line.issued_at,
        exports=(
            Export(pgettext("of a certificate", "Issued"), lambda line: line.day),
            Export(_("Status"), lambda line: line.badge.text),
        ),
    ),
    Column(_("File")),
)
